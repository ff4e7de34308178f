from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from qiaoliang.text.matters import index as matters
from qiaoliang.text.matters.index import MatterIndex

BASE = "{}小区的物业停车费乱收费，业主多次反映没人管，保安态度恶劣，电梯三天两头坏，希望有关部门尽快处理。"
PLACES = ["云溪", "翠柏", "柳岸", "枫林"]


def say(place: str, opening: str = "") -> str:
    return opening + BASE.format(place)


def test_the_same_words_elsewhere_are_another_matter() -> None:
    index = MatterIndex()
    texts = [say(place, opening) for place in PLACES for opening in ("", "领导您好，", "再次反映：")]
    index.add_many([str(n) for n in range(12)], texts)
    assert index.groups() == [[str(3 * k + n) for n in range(3)] for k in range(4)]


def test_one_at_a_time_finds_what_all_at_once_finds() -> None:
    index = MatterIndex()
    assert index.add("a", say("云溪")) == []
    assert index.add("b", say("翠柏")) == []
    assert [match.id for match in index.add("c", say("云溪", "求助！"))] == ["a"]
    assert next(match.id for match in index.find(say("云溪"))) == "a"
    assert {match.id for match in index.find(say("云溪"))} == {"a", "c"}
    assert index.groups() == [["a", "c"]]


def test_the_place_beside_the_message_counts() -> None:
    text = "路口的红绿灯坏了半个月，早晚高峰堵得厉害，希望尽快修好，注意老人和孩子的安全。"
    index = MatterIndex()
    index.add("a", text, "云溪小区")
    index.add("b", text, "翠柏小区")
    assert [match.id for match in index.add("c", text, "云溪小区")] == ["a"]


def test_short_empty_and_odd_messages_make_no_groups_of_their_own() -> None:
    index = MatterIndex()
    odd = ["", "。", "好", "😀😀😀😀", "\ud800", "\n\n", "a\nb"]
    index.add_many([str(n) for n in range(len(odd))], odd)
    assert index.groups() == []
    assert index.find("") == []
    assert MatterIndex().groups() == []


def test_traditional_characters_and_width_do_not_matter() -> None:
    index = MatterIndex()
    index.add("a", "云溪小区的垃圾车每天早上五点作业，噪声太大，严重影响居民休息")
    assert [m.id for m in index.find("云溪小區的垃圾車每天早上五點作業，噪聲太大，嚴重影響居民休息")] == ["a"]


def test_what_was_added_survives_without_a_save(tmp_path: Path) -> None:
    first = MatterIndex(tmp_path)
    first.add("a", say("云溪"))
    first.save()
    first.add("b", say("翠柏"))
    first.close()
    with (tmp_path / "journal.jsonl").open("a", encoding="utf-8") as journal:
        journal.write('{"id": "cut sho')
    second = MatterIndex(tmp_path)
    assert second.ids == ["a", "b"]
    assert [m.id for m in second.find(say("翠柏", "求助！"))] == ["b"]
    second.save()
    second.close()
    third = MatterIndex(tmp_path)
    assert third.ids == ["a", "b"]
    assert [m.id for m in third.find(say("云溪"))] == ["a"]
    third.close()


def test_segments_are_merged_and_still_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(matters, "_NEWEST", 3)
    index = MatterIndex()
    random = np.random.default_rng(0)
    for n in range(40):
        name = "".join(random.choice(list("云溪柳岸枫林青禾望江"), 2))
        index.add(str(n), say(name))
    assert [match.id for match in index.add("last", say("翠柏"))] == []
    assert [match.id for match in index.find(say("翠柏"))] == ["last"]
    with pytest.raises(ValueError, match="no folder"):
        index.save()


def test_a_save_cut_short_leaves_the_index_before_it(tmp_path: Path) -> None:
    index = MatterIndex(tmp_path)
    index.add("a", say("云溪"))
    index.save()
    index.add("b", say("翠柏"))
    index.ids.append("\ud800")  # cannot be written: the save fails after the arrays, before the names are whole
    with pytest.raises(UnicodeEncodeError):
        index.save()
    index.close()
    (half,) = tmp_path.glob("*.part")
    assert (half / "bins.npy").exists()
    again = MatterIndex(tmp_path)
    assert again.ids == ["a", "b"]
    assert [match.id for match in again.find(say("翠柏", "求助！"))] == ["b"]
    again.save()
    again.close()
    assert sorted(found.name for found in tmp_path.iterdir()) == ["journal.jsonl", "save-00000002"]
    last = MatterIndex(tmp_path)
    assert last.ids == ["a", "b"]
    last.close()
