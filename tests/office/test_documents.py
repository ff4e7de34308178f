"""Word in and out: headings, automatic numbers and tables as the eye sees them; each refusal says what to do."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from docx import Document as new_document

from qiaoliang.office.documents import DocumentError, read_document, write_task_table

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def test_headings_and_tables_come_with_their_offsets(tmp_path: Path) -> None:
    made = new_document()
    made.add_heading("夯实基础", 1)
    made.add_paragraph("要建立台账。")
    table = made.add_table(rows=2, cols=2)
    for cell, text in zip(
        (c for row in table.rows for c in row.cells), ("任务", "时限", "修路", "年底前"), strict=True
    ):
        cell.text = text
    path = tmp_path / "speech.docx"
    made.save(str(path))
    document = read_document(path)
    assert document.text == "夯实基础\n要建立台账。\n任务\t时限\n修路\t年底前"
    assert document.headings == {0: 1}
    assert document.tables[0].rows == (("任务", "时限"), ("修路", "年底前"))
    assert [document.text[at : at + 2] for at in document.tables[0].offsets] == ["任务", "修路"]


def test_automatic_numbers_are_written_out(tmp_path: Path) -> None:
    made = new_document()
    for text in ("建台账", "办夜校"):
        made.add_paragraph(text, style="List Number")
    path = tmp_path / "list.docx"
    made.save(str(path))
    assert read_document(path).text == "1.建台账\n2.办夜校"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_text_in_any_usual_encoding(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes("要建立台账。\r\n年底前完成。".encode(encoding))
    assert read_document(path).text == "要建立台账。\n年底前完成。"


@pytest.mark.parametrize(
    ("data", "word"),
    [
        (b"%PDF-1.7 ...", "文字识别"),
        (OLE + b"\0" * 600, "另存为 .docx"),
        (OLE + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le"), "去掉密码"),
        (b"PK\x03\x04 torn", "已损坏"),
        (b"{\\rtf1 }", "RTF"),
        (b"\x89PNG....", "图片"),
        (b"  \n", "空文件"),
        (bytes(range(256)) * 4, "不是文字文件"),
        ("要".encode() * 2_100_000, "太|超过"),
    ],
)
def test_what_cannot_be_read_says_what_to_do(tmp_path: Path, data: bytes, word: str) -> None:
    path = tmp_path / "given"
    path.write_bytes(data)
    with pytest.raises(DocumentError, match=word):
        read_document(path)
    with pytest.raises(DocumentError, match="找不到文件"):
        read_document(tmp_path / "absent.docx")


def test_a_word_file_that_is_none_is_broken_and_the_same_bytes_are_a_text_elsewhere(tmp_path: Path) -> None:
    for name in ("a.docx", "a.txt"):
        (tmp_path / name).write_text("要建立台账。", "utf-8")
    with pytest.raises(DocumentError, match="已损坏"):
        read_document(tmp_path / "a.docx")
    assert read_document(tmp_path / "a.txt").text == "要建立台账。"


def test_other_packages_and_entities_are_refused(tmp_path: Path) -> None:
    for name, body, word in (
        ("xl/workbook.xml", "<a/>", "不是 Word 文档"),
        ("word/document.xml", "<!DOCTYPE a><a/>", "已损坏"),
    ):
        path = tmp_path / "odd.docx"
        with zipfile.ZipFile(path, "w") as package:
            package.writestr(name, body)
        with pytest.raises(DocumentError, match=word):
            read_document(path)


def test_a_task_table_is_written_and_read_back(tmp_path: Path) -> None:
    path = tmp_path / "out.docx"
    header = ("序号", "工作任务", "牵头单位", "配合单位", "完成时限", "原文")
    write_task_table(path, "任务分解表", header, [("1", "修路\x07", "住建局", "", "年底前", "要修路")])
    (table,) = read_document(path).tables
    assert table.rows == (header, ("1", "修路", "住建局", "", "年底前", "要修路"))
