from __future__ import annotations

import io
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from qiaoliang.office import sheets
from qiaoliang.office.sheets import Row, TableError, read_table, write_xlsx


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
def test_csv_reads_alike_in_every_encoding_and_delimiter(tmp_path: Path, encoding: str, delimiter: str) -> None:
    file = tmp_path / "来信.csv"
    rows = [["编号", "标题"], ["1", '"说了""两遍""\n换行"'], ["", ""], ["2", "路灯"]]
    file.write_text("".join(delimiter.join(row) + "\r\n" for row in rows), encoding=encoding, newline="")
    found = list(read_table(file, required=["编号"]))
    assert [row.values for row in found] == [
        {"编号": "1", "标题": '说了"两遍"\n换行'},
        {"编号": "2", "标题": "路灯"},
    ]
    assert [row.number for row in found] == [2, 4]


def test_short_and_long_rows_lose_nothing(tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_text("id,,text\n1\n2,x,y,z\n", encoding="utf-8")
    assert list(read_table(file)) == [Row(2, {"id": "1", "text": ""}), Row(3, {"id": "2", "text": "y"}, ("x", "z"))]


def test_xlsx_comes_back_as_it_was_written(tmp_path: Path) -> None:
    file = tmp_path / "a.xlsx"
    write_xlsx(
        file,
        {
            "表": (
                ["n", "day", "at", "ok", "t"],
                [[3, date(2026, 1, 2), datetime(2026, 1, 2, 9, 30, tzinfo=UTC), True, "字"], [2.5]],
            )
        },
    )
    first, second = read_table(file, required=["t"])
    assert first == Row(2, {"n": "3", "day": "2026-01-02", "at": "2026-01-02 09:30:00", "ok": "true", "t": "字"})
    assert second.values == {"n": "2.5", "day": "", "at": "", "ok": "", "t": ""}


def test_row_numbers_are_those_of_the_sheet(tmp_path: Path) -> None:
    file = tmp_path / "a.xlsx"
    write_xlsx(file, {"S": ([], [[], [], ["id", "text"], [], ["1", "x"]])})
    assert list(read_table(file)) == [Row(6, {"id": "1", "text": "x"})]


@pytest.mark.parametrize("large", [True, False])
def test_text_that_could_be_a_formula_is_harmless(tmp_path: Path, large: bool) -> None:
    file = tmp_path / "a.xlsx"
    risky = ["=1+1", "+86", "-5", "@SUM(A1)", "\tx", "https://example.org", "安全=好"]
    write_xlsx(file, {"S": (["=h", "v"], [[i, text] for i, text in enumerate(risky)])}, large=large)
    rows = list(read_table(file))
    assert list(rows[0].values) == ["'=h", "v"]
    assert [row.values["v"] for row in rows] == [
        "'=1+1",
        "'+86",
        "'-5",
        "'@SUM(A1)",
        "'\tx",
        "https://example.org",
        "安全=好",
    ]
    assert list(tmp_path.iterdir()) == [file]


def test_xlsx_names_limits_and_streams(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheets, "MAX_SHEET_ROWS", 3)
    monkeypatch.setattr(sheets, "MAX_SHEET_CELL", 16)
    stream = io.BytesIO()
    write_xlsx(stream, {"a/b": (["h"], [["一"], ["二"], ["三" * 20]]), "A_B": (["h"], [[float("nan")], [10**15]])})
    stream.seek(0)
    from python_calamine import CalamineWorkbook

    book = CalamineWorkbook.from_filelike(stream)
    assert book.sheet_names == ["a_b", "a_b (2)", "A_B (3)"]
    assert book.get_sheet_by_name("a_b (2)").to_python() == [["h"], ["三" * 10 + "…（已截断）"]]
    assert book.get_sheet_by_name("A_B (3)").to_python() == [["h"], ["nan"], ["1" + "0" * 15]]


def test_jsonl_reads_values_as_text(tmp_path: Path) -> None:
    file = tmp_path / "a.jsonl"
    file.write_text('{"id": 7, "text": "好", "user": null, "tags": ["甲"]}\n\n{"id": 1.5}\n', encoding="utf-8")
    assert [(row.number, row.values) for row in read_table(file, required=["id"])] == [
        (1, {"id": "7", "text": "好", "user": "", "tags": '["甲"]'}),
        (3, {"id": "1.5"}),
    ]


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.csv", b"", "a.csv has no content"),
        ("a.csv", b"\n,,\n", "has no content"),
        ("a.csv", b"id,id\n1,2\n", "column names occur twice: id"),
        ("a.csv", b"number\n1\n", r"missing columns: id \(found: number\)"),
        ("a.csv", b'id\n1\n"2\n', "row 3 is malformed"),
        ("a.csv", b"\xff\xff\x80", "neither UTF-8 nor GB 18030"),
        ("a.csv", b"\xff\xfe\x00\xd8\x00", "neither UTF-8 nor GB 18030"),
        ("a.jsonl", b"", "no content"),
        ("a.jsonl", b'{"id": 1}\n[2]\n', "line 2 is not a JSON object"),
        ("a.jsonl", b'{"id": 1}\n{\n', "line 2 is not JSON"),
        ("a.jsonl", b'{"x": 1}\n', "missing columns: id"),
        ("a.xlsx", b"not a workbook", "not an .xlsx file"),
        ("a.xls", b"x", "unknown kind of file '.xls'"),
    ],
)
def test_what_cannot_be_read_is_refused_with_a_reason(tmp_path: Path, name: str, content: bytes, said: str) -> None:
    file = tmp_path / name
    file.write_bytes(content)
    with pytest.raises(TableError, match=said):
        list(read_table(file, required=["id"]))


def test_a_page_says_it_in_one_language_and_by_the_name_people_know(tmp_path: Path) -> None:
    for kind, content in (
        ("xlsx", b"no"),
        ("csv", b""),
        ("csv", b"\xff\xff\x80"),
        ("csv", b'id\n"2\n'),
        ("jsonl", b""),
        ("jsonl", b"["),
    ):
        file = tmp_path / f"table.{kind}"
        file.write_bytes(content)
        with pytest.raises(TableError) as refused:
            list(read_table(file, name=f"十一月清单.{kind}"))
        chinese, english = refused.value.said("zh-hans"), refused.value.said("en")
        assert f"十一月清单.{kind}" in chinese and f"十一月清单.{kind}" in english
        assert "table" not in str(refused.value)
        assert (chinese[-1], english[-1]) == ("。", ".")
        assert str(refused.value) == f"{chinese[:-1]} / {english[:-1]}"  # the command line shows both


def test_missing_file_and_missing_sheet_are_said(tmp_path: Path) -> None:
    with pytest.raises(TableError, match="no such file"):
        read_table(tmp_path / "none.csv")
    file = tmp_path / "a.xlsx"
    write_xlsx(file, {"有": (["id"], [[1]])})
    with pytest.raises(TableError, match="没有名为“无”的工作表"):
        read_table(file, sheet="无")
    assert [row.values for row in read_table(file, sheet="有")] == [{"id": "1"}]


def test_a_small_file_that_unpacks_to_too_much_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "a.xlsx"
    write_xlsx(file, {"S": (["id"], [[1]])})
    monkeypatch.setattr(sheets, "MAX_UNPACKED", 10)
    with pytest.raises(TableError, match="too large once unpacked"):
        read_table(file)
