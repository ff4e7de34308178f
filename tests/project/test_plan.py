"""The command ``qiaoliang plan``: shape of its JSON, its files, its refusals, and what it does not import."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from qiaoliang.office.documents import read_document
from qiaoliang.project.cli import main

TEXT = "在云桥区工作会议上的讲话\n民政局要在6月底前建成老年食堂3个，财政局要拨付补助资金。要发扬好作风。\n"


@pytest.fixture
def speech(tmp_path: Path) -> Path:
    path = tmp_path / "speech.txt"
    path.write_text(TEXT, "utf-8")
    return path


def test_json_has_exactly_the_agreed_shape(speech: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["plan", str(speech), "--json", "--date", "2026-04-22"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert set(answer) == {"document", "tasks", "uncovered"}
    assert answer["document"] == {"title": "在云桥区工作会议上的讲话", "date": "2026-04-22"}
    first = answer["tasks"][0]
    assert list(first) == (
        [
            "start",
            "end",
            "text",
            "kind",
            "units",
            "unit_source",
            "action",
            "object",
            "quantity",
            "deadline",
            "deadline_date",
            "heading",
            "why",
        ]
    )
    assert first | {"why": ""} == {
        "start": TEXT.index("民政局"),
        "end": TEXT.index("，财政局"),
        "text": "民政局要在6月底前建成老年食堂3个",
        "kind": "D",
        "units": ["民政局"],
        "unit_source": "explicit",
        "action": "建成",
        "object": "老年食堂3个",
        "quantity": "3个",
        "deadline": "6月底前",
        "deadline_date": "2026-06-30",
        "heading": "",
        "why": "",
    }
    assert [task["kind"] for task in answer["tasks"]] == ["D", "D", "E"]


def test_text_prints_what_offsets_count(speech: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["plan", str(speech), "--text"]) == 0
    assert capsys.readouterr().out == TEXT


def test_word_and_excel_carry_tasks_and_no_exhortation(speech: Path, tmp_path: Path) -> None:
    from python_calamine import CalamineWorkbook

    word, sheet = tmp_path / "out.docx", tmp_path / "out.xlsx"
    assert main(["plan", str(speech), "--docx", str(word), "--xlsx", str(sheet), "--date", "2026-04-22"]) == 0
    (table,) = read_document(word).tables
    assert table.rows[0] == ("序号", "工作任务", "牵头单位", "配合单位", "完成时限", "原文")
    assert [row[2:5] for row in table.rows[1:]] == [("民政局", "", "2026年6月30日（6月底前）"), ("财政局", "", "")]
    rows = CalamineWorkbook.from_path(str(sheet)).get_sheet_by_index(0).to_python()
    assert [tuple(row) for row in rows] == [tuple(row) for row in table.rows]
    assert main(["plan", str(word), "--json"]) == 0


def test_a_task_table_is_read_by_its_columns(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from docx import Document

    made = Document()
    table = made.add_table(rows=2, cols=3)
    for cell, text in zip(
        (c for row in table.rows for c in row.cells),
        ("重点任务", "责任单位", "完成时限", "改造旧水管", "区住建局、财政局", "9月底前"),
        strict=True,
    ):
        cell.text = text
    path = tmp_path / "table.docx"
    made.save(str(path))
    assert main(["plan", str(path), "--json", "--date", "2026-04-22"]) == 0
    (task,) = json.loads(capsys.readouterr().out)["tasks"]
    assert (task["text"], task["units"], task["deadline_date"]) == ("改造旧水管", ["住建局", "财政局"], "2026-09-30")


def test_a_document_that_is_only_a_table_with_merged_cells_is_read(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from docx import Document

    rows = (
        ("2026年重点任务分解表", "", "", "", ""),
        ("序号", "工作任务", "牵头单位", "配合单位", "完成时限"),
        ("1", "改造旧水管", "区住建局", "区财政局", "9月底前"),
        ("2", "建成文化馆", "", "", ""),
        ("3", "开展普法宣传", "区司法局", "", "长期"),
    )
    made = Document()
    table = made.add_table(rows=5, cols=5)
    for number, row in enumerate(rows):
        for column, text in enumerate(row):
            table.cell(number, column).text = text
    table.cell(0, 0).merge(table.cell(0, 4))
    table.cell(2, 2).merge(table.cell(3, 2))
    table.cell(2, 4).merge(table.cell(3, 4))
    path = tmp_path / "table.docx"
    made.save(str(path))
    assert main(["plan", str(path), "--json", "--date", "2026-04-22"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert [(task["text"], task["units"], task["deadline_date"]) for task in found["tasks"]] == [
        ("改造旧水管", ["住建局", "财政局"], "2026-09-30"),
        ("建成文化馆", ["住建局"], "2026-09-30"),
        ("开展普法宣传", ["司法局"], None),
    ]
    assert [rest["text"].split("\t")[0] for rest in found["uncovered"]] == ["2026年重点任务分解表", "序号"]


def test_a_document_with_a_password_says_what_to_do(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from docx import Document

    office, zipped = tmp_path / "office.docx", tmp_path / "zipped.docx"
    office.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "EncryptedPackage".encode("utf-16-le"))
    made = Document()
    made.add_paragraph("民政局要在6月底前建成老年食堂。")
    made.save(str(zipped))
    assert main(["plan", str(zipped)]) == 0
    assert "老年食堂" in capsys.readouterr().out
    data = bytearray(zipped.read_bytes())
    for at in (found.start() for found in re.finditer(rb"PK\x01\x02", bytes(data))):
        data[at + 8] |= 1
    zipped.write_bytes(data)
    for path in (office, zipped):
        assert main(["plan", str(path)]) == 2
        error = capsys.readouterr().err
        assert f"{path.name} 加了密码" in error and "去掉密码" in error
        assert error.count("\n") == 1


def test_comparison_prints_three_lists(speech: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    earlier = tmp_path / "earlier.txt"
    earlier.write_text("民政局要在6月底前建成老年食堂2个。要修缮文化站。", "utf-8")
    assert main(["plan", str(speech), "--compare", str(earlier), "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert [len(answer[key]) for key in ("new", "repeated", "dropped")] == [1, 1, 1]


def test_working_days_come_from_a_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    speech, days = tmp_path / "a.txt", tmp_path / "days.txt"
    speech.write_text("信访局要在三个工作日内答复来信。", "utf-8")
    days.write_text("2026-05-01 off\n2026-05-04 off\n2026-05-05 off\n", "utf-8")
    assert main(["plan", str(speech), "--json", "--date", "2026-04-29", "--workdays", str(days)]) == 0
    assert json.loads(capsys.readouterr().out)["tasks"][0]["deadline_date"] == "2026-05-07"


@pytest.mark.parametrize(
    ("more", "word"),
    [
        (["--date", "22.4.2026"], "不是日期"),
        (["--register", "absent.toml"], "读不了名录"),
        (["--workdays", "absent.txt"], "读不了工作日历"),
        (["--compare", "absent.txt"], "找不到文件"),
        (["--xlsx", "/nowhere/out.xlsx"], "写不了文件"),
        (["--docx", "/nowhere/out.docx"], "写不了文件"),
    ],
)
def test_what_cannot_be_used_is_one_sentence(
    speech: Path, more: list[str], word: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["plan", str(speech), *more]) == 2
    error = capsys.readouterr().err
    assert word in error
    assert error.count("\n") == 1


def test_no_task_is_said_and_is_no_error(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "poem.txt"
    path.write_text("小桥流水人家，\n古道西风瘦马。\n", "utf-8")
    assert main(["plan", str(path)]) == 0
    assert "没有找到任务" in capsys.readouterr().out


def test_it_starts_without_django_numpy_or_word(speech: Path) -> None:
    code = (
        "import sys; from qiaoliang.project.cli import main; main(['plan', sys.argv[1], '--json']);"
        "sys.exit(int(bool({'django', 'numpy', 'docx', 'xlsxwriter', 'rjieba'} & set(sys.modules))))"
    )
    done = subprocess.run([sys.executable, "-c", code, str(speech)], capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()
