from __future__ import annotations

import pytest

from qiaoliang.text import words


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("ＡＢＣ１２３，　你好！", "ABC123, 你好!"),
        ("廢氣與噪聲污染，請處理", "废气与噪声污染,请处理"),
        ("  多 \u200b\n 行  ", "多 行"),
        ("", ""),
    ],
)
def test_width_script_and_blanks(text: str, plain: str) -> None:
    assert words.normalise(text) == words.normalise(plain)


def test_every_traditional_character_has_one_simplified() -> None:
    pairs = list(zip(words._TRADITIONAL, words._SIMPLIFIED, strict=True))
    assert len(dict(pairs)) == len(set(pairs))
    once = {new for old, new in pairs if words.normalise(words.normalise(old)) != words.normalise(old)}
    assert once == set()
    assert words.normalise("學校門口車輛亂停，黃綠燈壞了，檔案館與醫院") == "学校门口车辆乱停,黄绿灯坏了,档案馆与医院"


def test_what_was_pasted_again_counts_once() -> None:
    assert words.once("路灯坏了三个月没人修。" * 9) == "路灯坏了三个月没人修。"
    assert words.once("没有句号的一段话反复粘贴" * 5) == "没有句号的一段话反复粘贴"
    assert words.once("好。好。是路灯。") == "好。好。是路灯。"
    assert words.once("") == ""


def test_sentences_join_to_the_text() -> None:
    text = "第一句。第二句！？第三"
    assert words.sentences(text) == ["第一句。", "第二句！？", "第三"]
    assert "".join(words.cut_all(text)) == text
    assert words.cut("路灯，坏了") == ["路灯", "坏", "了"]
    assert words.bigrams("路灯A坏了") == ["路灯", "坏了"]
    assert [words.is_empty(t) for t in ("😀", "。", "", "a", "路")] == [True, True, True, False, False]


def test_a_megabyte_is_read_up_to_its_limit() -> None:
    assert len(words.normalise("路" * 1_000_000)) == words.READ
