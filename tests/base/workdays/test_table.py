"""A year's days off from a table: read whatever way dates are written, and refused row by row."""

from __future__ import annotations

from datetime import date

import pytest

from qiaoliang.base.workdays import table, years
from qiaoliang.office.sheets import write_xlsx

HEAD = ["日期", "安排", "节日"]
ROWS = [
    ["2026-12-31", "休", "元旦"],
    ["2027/1/1", "放假", "元旦"],
    ["1月2日", "休", "元旦"],
    [date(2027, 1, 3), "班", "元旦"],
]
SOURCE = "2027年放假安排的通知（国办发明电〔2026〕99号）"


def written(folder, rows, head=HEAD, kind="xlsx"):
    path = folder / f"t.{kind}"
    if kind == "xlsx":
        write_xlsx(path, {"假日": (head, rows)})
    else:
        path.write_text("\n".join(",".join(map(str, row)) for row in [head, *rows]), encoding="gb18030")
    return str(path)


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_a_table_is_read_as_a_years_arrangement(tmp_path, kind):
    found = table.read(written(tmp_path, ROWS, kind=kind), 2027, SOURCE)
    assert found.problems == ()
    (year,) = found.years
    assert (year.year, year.title, year.announced) == (2027, SOURCE, True)
    assert [(day.date.isoformat(), day.kind) for day in year.days] == [
        ("2026-12-31", "holiday"), ("2027-01-01", "holiday"), ("2027-01-02", "holiday"), ("2027-01-03", "workday"),
    ]  # fmt: skip
    assert years.read(years.text(found)) == found, "written out and read again it is the same"


@pytest.mark.parametrize(
    ("row", "says"),
    [
        (["明天", "休", "元旦"], "第 3 行：“明天”不是日期"),
        (["2027-02-30", "休", "元旦"], "第 3 行：“2027-02-30”不是日期"),
        (["", "休", "元旦"], "第 3 行：“”不是日期"),
        (["2027-01-01", "半天", "元旦"], "第 3 行：安排写的是“半天”"),
        (["2027-01-01", "休", ""], "第 3 行：节日是空的"),
        (["2027-01-01", "休", "节" * 61], "第 3 行：节日是空的或超过 60 个字"),
        (["2027-01-04", "班", "元旦"], "第 3 行：2027-01-04 不是周六或周日"),
        (["2025-01-04", "休", "元旦"], "第 3 行：2025-01-04 不在 2027 年的安排里"),
        (["2026-12-31", "休", "元旦"], "第 3 行：2026-12-31 和第 2 行重复"),
    ],
)
def test_what_is_wrong_is_said_of_its_row(tmp_path, row, says):
    found = table.read(written(tmp_path, [ROWS[0], row]), 2027, SOURCE)
    assert found.years == () or says.endswith("重复")
    assert [problem.startswith(says) for problem in found.problems] == [True], found.problems


def test_every_wrong_row_is_said_at_once_and_other_files_are_refused(tmp_path):
    found = table.read(written(tmp_path, [["x", "休", "元旦"], ROWS[0], ["y", "休", "元旦"]]), 2027, SOURCE)
    assert [problem.partition("：")[0] for problem in found.problems] == ["第 2 行", "第 4 行"]
    for rows, head, says in (
        ([], HEAD, "第一行要写列名"),
        ([["a", "b", "c"]], ["日子", "安排", "节日"], "缺少 日期"),
        ([ROWS[0]] * 401, HEAD, "表里超过 400 行"),
    ):
        assert says in table.read(written(tmp_path, rows, head), 2027, SOURCE).problems[0]
    broken = tmp_path / "b.xlsx"
    broken.write_bytes(b"PK no table")
    assert (
        table.read(str(broken), 2027, SOURCE, name="放假.xlsx")
        .problems[0]
        .startswith("放假.xlsx 不是有效的 Excel 文件")
    )
    assert table.read(str(broken), 2027, SOURCE).problems[0].startswith("b.xlsx 不是有效的 Excel 文件")
