from __future__ import annotations

import json
from pathlib import Path

import pytest

from qiaoliang.office.sheets import read_table, write_xlsx
from qiaoliang.project.cli import main
from qiaoliang.project.commands.sort import _told

ROWS = [
    ["1", "云溪小区物业乱收费", "云溪小区物业停车费乱收费，业主多次反映没人管。", "2026-03-01 08:00:00", "u1"],
    [
        "2",
        "云溪小区物业乱收费",
        "领导您好，云溪小区物业停车费乱收费，业主多次反映没人管。",
        "2026-03-02 08:00:00",
        "u2",
    ],
    ["3", "翠柏小区物业乱收费", "翠柏小区物业停车费乱收费，业主多次反映没人管。", "2026-03-03 08:00:00", "u3"],
    ["4", "拖欠工资", "老板拖欠农民工工资半年，劳动合同也不签。", "2026-03-04 08:00:00", "u4"],
    ["5", "", "😀", "不知道", "u5"],
]
HEADER = ["id", "title", "text", "time", "user"]


def test_json_has_the_agreed_shape(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    messages, train, out = tmp_path / "m.xlsx", tmp_path / "t.csv", tmp_path / "o.xlsx"
    write_xlsx(messages, {"S": (HEADER, ROWS)})
    train.write_text(
        "id,text,label\n1,物业收费高,住建局\n2,物业停车费,住建局\n3,拖欠工资,人社局\n4,劳动合同工资,人社局、司法局\n5,无,\n",
        "utf-8-sig",
    )
    assert main(["sort", str(messages), "--train", str(train), "--json", "--xlsx", str(out)]) == 0
    said = capsys.readouterr()
    found = json.loads(said.out)
    assert [m["id"] for m in found["messages"]] == ["1", "2", "3", "4", "5"]
    assert found["messages"][0]["suggestions"][0]["label"] == "住建局"
    assert found["messages"][4] == {"id": "5", "suggestions": [], "abstained": True, "note": "nothing to read"}
    assert found["groups"] == [{"ids": ["1", "2"], "quote": "云溪小区物业停车费乱收费，业主多次反映没人管。"}]
    assert set(found["timing"]) == {"read", "train", "route", "groups", "hot"}
    assert all(set(h) >= {"rank", "ids", "place", "matter", "people", "heat", "why", "quote"} for h in found["hot"])
    assert "1 行没有标签" in said.err
    assert "1 行写了多个标签" in said.err
    assert "只见过一次的标签：司法局" in said.err
    assert [row.values["编号"] for row in read_table(out)] == ["1", "2", "3", "4", "5"]


def test_the_report_reads_and_the_window_bounds_hot_issues(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    messages, duties = tmp_path / "m.xlsx", tmp_path / "d.json"
    write_xlsx(messages, {"S": (HEADER, ROWS)})
    duties.write_text(
        json.dumps([{"单位": "住建局", "职责": "物业服务"}, {"单位": "人社局", "职责": "劳动关系"}]), "utf-8"
    )
    assert main(["sort", str(messages), "--duties", str(duties), "--from", "2026-03-01", "--to", "2026-03-02"]) == 0
    said = capsys.readouterr()
    assert "三、热点：1 个" in said.out
    assert "2 人 2 条；历时 2 天（2026-03-01 至 2026-03-02）" in said.out
    assert "1 条没有可读的时间" in said.err


@pytest.mark.parametrize(
    ("content", "options", "said"),
    [
        ("id,title\n1,x\n", [], "缺少列：text"),
        ("", [], "没有内容"),
        ("id,text\n1,x\n", ["--from", "昨天"], "看不懂的日期：昨天"),
        ("id,text\n1,x\n", ["--from", "2026-02-02", "--to", "2026-01-01"], "起始日期晚于截止日期"),
        ("id,text\n1,x\n", ["--train", "none.csv"], "找不到文件"),
    ],
)
def test_what_cannot_be_used_is_one_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], content: str, options: list[str], said: str
) -> None:
    messages = tmp_path / "m.csv"
    messages.write_text(content, "utf-8")
    assert main(["sort", str(messages), *options]) == 2
    error = capsys.readouterr().err
    assert said in error
    assert len(error.strip().splitlines()) == 1


def test_the_excel_file_has_units_hot_issues_and_groups(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    messages, train, out = tmp_path / "m.xlsx", tmp_path / "t.csv", tmp_path / "o.xlsx"
    write_xlsx(messages, {"S": (HEADER, ROWS)})
    train.write_text("id,text,label\n1,物业收费高,住建局\n2,拖欠工资,人社局\n", "utf-8")
    assert main(["sort", str(messages), "--train", str(train), "--xlsx", str(out)]) == 0
    assert f"已写入 {out}" in capsys.readouterr().err
    units, hot, groups = (list(read_table(out, sheet=name)) for name in ("建议单位", "热点", "同一事项"))
    assert list(units[0].values) == ["编号", "有把握", "建议一", "可能性", "依据", "建议二", "可能性二", "依据二"]
    assert [(row.values["编号"], row.values["建议一"]) for row in units[:2]] == [("1", "住建局"), ("2", "住建局")]
    assert [(row.values["人数"], row.values["条数"], row.values["编号"]) for row in hot] == [("3", "3", "1、2、3")]
    assert hot[0].values["原话"] in "".join(row[2] for row in ROWS)
    assert [tuple(row.values.values()) for row in groups] == [
        ("1", id, "云溪小区物业停车费乱收费，业主多次反映没人管。") for id in ("1", "2")
    ]


def test_long_work_says_how_far_it_is_and_short_work_is_silent(capsys: pytest.CaptureFixture[str]) -> None:
    assert sum(_told("route", iter([1] * 100_000), 100_000)) == 100_000
    assert capsys.readouterr().err == "… route 50,000 / 100,000\n… route 100,000 / 100,000\n"
    assert sum(_told("route", iter([1] * 99_999), 99_999)) == 99_999
    assert capsys.readouterr().err == ""


def test_past_decisions_that_contradict_each_other_are_named_by_their_ids(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    messages, train = tmp_path / "m.csv", tmp_path / "t.csv"
    messages.write_text("id,text\n1,小区又停水了\n", "utf-8")
    train.write_text(
        "id,text,label\n甲1,小区停水没人管，自来水厂一直不修,水利局\n乙2,垃圾没人清运，气味难闻,城管局、住建局\n"
        "丙3,小区停水没人管，自来水厂一直不修,住建局\n丁4,物业乱收停车费,住建局\n",
        "utf-8",
    )
    assert main(["sort", str(messages), "--train", str(train), "--json"]) == 0
    said = capsys.readouterr()
    assert json.loads(said.out)["contradictions"] == [
        {"ids": ["甲1", "丙3"], "labels": ["水利局", "住建局"], "alike": 1.0}
    ]
    assert "以往决定有 1 处互相矛盾：甲1、丙3（水利局、住建局）" in said.err
