"""What a heading means, and whether a row is fit."""

from __future__ import annotations

from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qiaoliang.base.core import clock
from qiaoliang.work.cases.choices import Kind, Source
from qiaoliang.work.cases.imports import columns, rules
from qiaoliang.work.cases.imports.choices import Field

NOW = datetime(2026, 11, 23, 12, tzinfo=clock.ZONE)
EARLIEST = datetime(2004, 1, 1, tzinfo=clock.ZONE)
NAMES = rules.category_names({"labour.wages": ("拖欠工资", "Unpaid wages")})


def look(**cells: str) -> rules.Checked:
    return rules.check({"text": "路灯坏了", **cells}, NAMES, now=NOW, earliest=EARLIEST)


def codes(row: rules.Checked) -> list[str]:
    return [code for code, _ in row.problems]


@pytest.mark.parametrize(
    ("headings", "expected"),
    [
        (
            ["编号", "标题", "内容", "时间", "地点", "姓名", "电话", "类别", "来源"],
            ["external_id", "title", "text", "time", "place", "name", "phone", "category", "source"],
        ),
        (
            ["留言编号", "留言用户", "留言主题", "留言时间", "留言详情", "反对数"],
            ["external_id", "person", "title", "time", "text", None],
        ),
        (
            ["ID", "Title", "Content", "Received at", "Place", "Name", "Phone", "Category", "Address"],
            ["external_id", "title", "text", "time", "place", "name", "phone", "category", "address"],
        ),
        (["联系 电话（必填）", "诉求内容*", "来信人姓名"], ["phone", "text", "name"]),
        (["内容", "诉求内容"], [None, "text"]),
        (["备注", "附件"], [None, None]),
        (["事发地址", "家庭住址"], ["place", "address"]),
    ],
)
def test_headings_are_recognised(headings: list[str], expected: list[str | None]):
    found = columns.guess(headings)
    assert [found.get(heading) for heading in headings] == expected


@given(st.lists(st.sampled_from([word for words in columns.HEADINGS.values() for word in words]), unique=True))
def test_no_field_is_used_twice(headings: list[str]):
    found = columns.guess(headings)
    assert len(set(found.values())) == len(found)
    assert set(found) <= set(headings)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-11-20", "2026-11-20T00:00:00+08:00"),
        ("2026/1/5 8:05", "2026-01-05T08:05:00+08:00"),
        ("2026-11-20 08:05:09", "2026-11-20T08:05:09+08:00"),
        ("2026年11月20日 8时5分", "2026-11-20T08:05:00+08:00"),
        ("2026年11月20日", "2026-11-20T00:00:00+08:00"),
        ("2026-11-20T08:05:09.123", "2026-11-20T08:05:09+08:00"),
        ("2026-02-30", None),
        ("2026-11-20 25:00", None),
        ("昨天", None),
        ("13800000001", None),
        ("45123", None),
    ],
)
def test_times_as_tables_write_them(text: str, expected: str | None):
    found = rules.when(text)
    assert (found and found.isoformat()) == expected


def test_a_whole_row_is_fit():
    row = look(
        external_id="A1", title="路灯\n不亮", time="2026-11-20 8:05", place="柳溪村", name="何小满", phone="138 0000 0001",
        category="拖欠 工资", kind="投诉举报", source="12345热线",
    )  # fmt: skip
    assert codes(row) == []
    assert (row.title, row.category, row.kind, row.source) == (
        "路灯 不亮",
        "labour.wages",
        Kind.COMPLAINT,
        Source.PHONE,
    )
    assert row.who_says_it == row.line != ""
    assert look(person="u7").who_says_it == "u7"


@pytest.mark.parametrize(
    ("cells", "code"),
    [
        ({"text": ""}, "no_text"),
        ({"text": " \n\x00 "}, "no_text"),
        ({"text": "灯"}, "short_text"),
        ({"text": "灯" * 5001}, "long_text"),
        ({"external_id": "9" * 61}, "long_number"),
        ({"time": "上周"}, "bad_time"),
        ({"time": "2026-11-24"}, "future"),
        ({"time": "1999-01-01"}, "too_early"),
        ({"phone": "不知道"}, "bad_phone"),
        ({"name": "何" * 61}, "long_contact"),
        ({"address": "柳" * 201}, "long_contact"),
    ],
)
def test_what_is_wrong_with_a_row(cells: dict[str, str], code: str):
    row = look(**cells)
    assert codes(row) == [code]
    assert all(rules.sentence(name, found).endswith(".") or found is not None for name, found in row.problems)


def test_an_unknown_category_is_told_but_no_fault():
    row = look(category="市政建设")
    assert (codes(row), row.category, row.unknown_category) == ([], "", "市政建设")


def test_what_nobody_knows_here_is_remarked_cell_by_cell_and_no_fault():
    row = look(category="市政建设", kind="杂项", source="信鸽", place="没有这个地方")
    assert (codes(row), [code for code, _ in row.remarks]) == (
        [],
        ["unknown_category", "unknown_kind", "unknown_source"],
    )
    assert (row.kind, row.source, row.place) == ("", Source.IMPORT, "没有这个地方")
    assert look(category="拖欠工资", kind="投诉", source="来电").remarks == look().remarks == []


def test_problems_hold_no_cell():
    row = look(
        text="灯", time="13800000001", phone="何小满", name="何" * 99, external_id="13800000001" * 9, category="何小满",
        source="何小满",
    )  # fmt: skip
    said = str(row.problems + row.remarks)
    assert len(row.problems) == 5
    assert "何" not in said
    assert "138" not in said


def test_every_problem_has_its_sentence():
    for code in rules.SENTENCES:
        assert rules.sentence(code, {"found": "7", "limit": "5"})


@given(st.dictionaries(st.sampled_from(Field.values), st.text(max_size=40)))
def test_any_cells_are_answered(cells: dict[str, str]):
    row = rules.check(cells, NAMES, now=NOW, earliest=EARLIEST)
    assert row.problems or row.text
    assert "\x00" not in row.text
    assert len(row.title) <= rules.LONGEST_TITLE
