"""Documents in (.txt, .docx) and a task table out as Word; every refusal is one sentence that says what to do."""

from __future__ import annotations

import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

#: Larger documents are no speech; about two million Chinese characters.
LIMIT = 6_000_000
_UNPACKED_LIMIT = 60_000_000
_COLUMNS = 63  # Word allows no more columns in a table
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


class DocumentError(ValueError):
    """A file that cannot be read as a document; the message is for the user."""


@dataclass(frozen=True)
class Table:
    """A table of a document as rows of cell texts, and the offset of each row's line in the text."""

    rows: tuple[tuple[str, ...], ...]
    offsets: tuple[int, ...]


@dataclass(frozen=True)
class Document:
    """A document as plain text: one paragraph or table row a line; ``headings`` maps a line's offset to its level (1–9)."""

    text: str
    headings: dict[int, int] = field(default_factory=dict)
    tables: tuple[Table, ...] = ()


def read_document(path: Path) -> Document:
    """The text of a .txt or .docx file; DocumentError for anything else, saying what to do about it."""
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        raise DocumentError(f"找不到文件 {path.name}。 No such file.") from None
    except OSError as error:
        raise DocumentError(f"读不了文件 {path.name}：{error.strerror}。 The file cannot be read.") from None
    if not data.strip():
        raise DocumentError(f"{path.name} 是空文件。 The file is empty.")
    _refuse(data, path.name)
    if len(data) > LIMIT and not data.startswith(b"PK"):
        raise DocumentError(
            f"{path.name} 有 {len(data) / 1e6:.1f} MB 文字，超过 {LIMIT / 1e6:.0f} MB；请拆开后再处理。 The text is too large; split it."
        )
    # a name that promises Word with anything else inside is a torn file, never a text without tasks
    word = data.startswith(b"PK") or path.suffix.lower() == ".docx"
    return _docx(path) if word else Document(_decode(data, path.name))


def _refuse(data: bytes, name: str) -> None:
    if data.startswith(b"%PDF"):
        raise DocumentError(
            f"{name} 是 PDF，多为扫描件，里面没有可靠的文字：请找原始的 Word 文件，或用文字识别软件转成 .docx 或 .txt 后再来。 "
            "PDF is not read: bring the Word original, or recognise its text first."
        )
    if data.startswith(_OLE):
        if "EncryptedPackage".encode("utf-16-le") in data:
            raise DocumentError(
                f"{name} 加了密码：请先用 WPS 或 Word 打开，去掉密码后另存。 The document is encrypted: save it without a password."
            )
        raise DocumentError(
            f"{name} 是旧的 .doc 格式：请用 WPS 或 Word 打开，另存为 .docx。 Old .doc format: save it as .docx."
        )
    if data.startswith((b"\xff\xd8\xff", b"\x89PNG", b"II*\0", b"MM\0*", b"GIF8")):
        raise DocumentError(
            f"{name} 是图片：请先用文字识别软件转成 .docx 或 .txt。 This is a picture: recognise its text first."
        )
    if data.startswith(b"{\\rtf"):
        raise DocumentError(f"{name} 是 RTF 格式：请用 WPS 或 Word 另存为 .docx。 RTF format: save it as .docx.")


def _decode(data: bytes, name: str) -> str:
    for encoding in _encodings(data):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    raise DocumentError(f"{name} 不是文字文件（试过 UTF-8、UTF-16、GB18030）。 Not a text file.")


def _encodings(data: bytes) -> tuple[str, ...]:
    return ("utf-16",) if data[:2] in {b"\xff\xfe", b"\xfe\xff"} else ("utf-8", "gb18030")


def _docx(path: Path) -> Document:
    broken = DocumentError(
        f"{path.name} 已损坏或不是 .docx 文件：请用 WPS 或 Word 打开并重新保存。 Broken or not a .docx file: open it and save it again."
    )
    try:
        with zipfile.ZipFile(path) as package:
            names = set(package.namelist())
            if "word/document.xml" not in names:
                raise DocumentError(
                    f"{path.name} 是压缩包但不是 Word 文档；要读表格请用 sort，要读讲话请给 .docx 或 .txt。 Not a Word document."
                )
            if any(item.flag_bits & 1 for item in package.infolist()):
                raise DocumentError(
                    f"{path.name} 加了密码：请去掉密码后再来。 The file is encrypted: save it without a password."
                )
            if sum(item.file_size for item in package.infolist() if item.filename.endswith(".xml")) > _UNPACKED_LIMIT:
                raise DocumentError(f"{path.name} 展开后过大，不予处理。 The document is too large when unpacked.")
            body = package.read("word/document.xml")
            styles = package.read("word/styles.xml") if "word/styles.xml" in names else b""
            numbers = package.read("word/numbering.xml") if "word/numbering.xml" in names else b""
        return _Reader(body, styles, numbers).document()
    except DocumentError:
        raise
    except (
        zipfile.BadZipFile,
        OSError,
        RuntimeError,
        NotImplementedError,
        SyntaxError,
        ValueError,
        KeyError,
        EOFError,
    ) as error:
        raise broken from error


class _Reader:
    """Reads WordprocessingML directly: python-docx would cost the start half a second and does not resolve numbering."""

    def __init__(self, body: bytes, styles: bytes, numbering: bytes) -> None:
        self.body = _parse(body).find(f"{_W}body")
        self.levels, self.style_numbers = _style_levels(styles)
        self.numbers = _Numbers(numbering)
        self.lines: list[str] = []
        self.length = 0
        self.headings: dict[int, int] = {}
        self.tables: list[Table] = []

    def document(self) -> Document:
        if self.body is None:
            raise ValueError("no body")
        self._blocks(self.body)
        return Document("\n".join(self.lines), self.headings, tuple(self.tables))

    def _blocks(self, parent: Any) -> None:
        for child in parent:
            if child.tag == f"{_W}p":
                self._paragraph(child)
            elif child.tag == f"{_W}tbl":
                self._table(child)
            elif child.tag in {f"{_W}sdt", f"{_W}sdtContent", f"{_W}ins", f"{_W}smartTag"}:
                self._blocks(child)

    def _paragraph(self, paragraph: Any) -> None:
        style = paragraph.find(f"{_W}pPr/{_W}pStyle")
        name = style.get(f"{_W}val") if style is not None else ""
        outline = paragraph.find(f"{_W}pPr/{_W}outlineLvl")
        level = int(outline.get(f"{_W}val")) + 1 if outline is not None else self.levels.get(name)
        text = self._number(paragraph, name) + _text(paragraph)
        for line in text.split("\n"):
            if level and level <= 9 and line.strip():
                self.headings[self.length + len(line) - len(line.lstrip())] = level
            self._add(line)

    def _number(self, paragraph: Any, style: str) -> str:
        found = paragraph.find(f"{_W}pPr/{_W}numPr")
        number = found.find(f"{_W}numId") if found is not None else None
        depth = found.find(f"{_W}ilvl") if found is not None else None
        key = number.get(f"{_W}val") if number is not None else self.style_numbers.get(style)
        return self.numbers.next(key, int(depth.get(f"{_W}val")) if depth is not None else 0) if key else ""

    def _table(self, table: Any) -> None:
        rows: list[tuple[str, ...]] = []
        offsets: list[int] = []
        for row in table.iter(f"{_W}tr"):
            cells = _cells(row, rows[-1] if rows else ())
            rows.append(cells)
            offsets.append(self.length)
            self._add("\t".join(cells))
        self.tables.append(Table(tuple(rows), tuple(offsets)))

    def _add(self, line: str) -> None:
        self.lines.append(line)
        self.length += len(line) + 1


def _cells(row: Any, above: Sequence[str]) -> tuple[str, ...]:
    """The cells of a row in their columns: one merged over columns leaves the rest empty, one merged over rows says it in each."""
    cells: list[str] = []
    for cell in row.iter(f"{_W}tc"):
        text = " ".join(_text(p) for p in cell.iter(f"{_W}p")).strip().replace("\n", " ")
        span, merge = cell.find(f"{_W}tcPr/{_W}gridSpan"), cell.find(f"{_W}tcPr/{_W}vMerge")
        follows = merge is not None and merge.get(f"{_W}val", "continue") == "continue"
        cells.append(above[len(cells)] if follows and not text and len(cells) < len(above) else text)
        cells += [""] * (min(int(span.get(f"{_W}val")), _COLUMNS) - 1 if span is not None else 0)
    return tuple(cells)


def _parse(data: bytes) -> Any:
    from xml.etree import ElementTree

    if b"<!DOCTYPE" in data[:2000] or b"<!ENTITY" in data:
        raise ValueError("document types are not allowed in Office files")
    return ElementTree.fromstring(data)  # noqa: S314


def _text(paragraph: Any) -> str:
    parts: list[str] = []
    for node in paragraph.iter():
        if node.tag == f"{_W}t":
            parts.append(node.text or "")
        elif node.tag == f"{_W}tab":
            parts.append(" " if parts else "")
        elif node.tag in {f"{_W}br", f"{_W}cr"}:
            parts.append("\n")
    return "".join(parts)


def _style_levels(data: bytes) -> tuple[dict[str, int], dict[str, str]]:
    levels: dict[str, int] = {}
    numbers: dict[str, str] = {}
    for style in _parse(data).iter(f"{_W}style") if data else ():
        key = style.get(f"{_W}styleId") or ""
        name = (style.find(f"{_W}name").get(f"{_W}val") or "").lower() if style.find(f"{_W}name") is not None else ""
        outline = style.find(f"{_W}pPr/{_W}outlineLvl")
        if name.startswith("heading ") and name[8:].isdecimal():
            levels[key] = int(name[8:])
        elif outline is not None:
            levels[key] = int(outline.get(f"{_W}val")) + 1
        number = style.find(f"{_W}pPr/{_W}numPr/{_W}numId")
        if number is not None:
            numbers[key] = number.get(f"{_W}val") or ""
    return levels, numbers


_CHINESE = "〇一二三四五六七八九"


def _chinese(count: int) -> str:
    tens, ones = divmod(count, 10)
    return (("" if tens == 1 else _CHINESE[tens]) + "十" if tens else "") + (_CHINESE[ones] if ones or not tens else "")


class _Numbers:
    """Automatic numbering written out, so that 一、（一）1. reach the reader as the eye sees them."""

    def __init__(self, data: bytes) -> None:
        self.formats: dict[tuple[str, int], tuple[str, str, int]] = {}
        self.counts: dict[tuple[str, int], int] = {}
        if not data:
            return
        root = _parse(data)
        abstract = {a.get(f"{_W}abstractNumId"): a for a in root.iter(f"{_W}abstractNum")}
        for number in root.iter(f"{_W}num"):
            link = number.find(f"{_W}abstractNumId")
            if link is not None and (found := abstract.get(link.get(f"{_W}val"))) is not None:
                self._levels(number.get(f"{_W}numId") or "", found)

    def _levels(self, key: str, abstract: Any) -> None:
        for level in abstract.iter(f"{_W}lvl"):
            values = {child.tag: child.get(f"{_W}val") or "" for child in level}
            depth = int(level.get(f"{_W}ilvl") or 0)
            start = values.get(f"{_W}start", "1")
            self.formats[key, depth] = (values.get(f"{_W}numFmt", ""), values.get(f"{_W}lvlText", ""), int(start or 1))

    def next(self, key: str, depth: int) -> str:
        form, pattern, start = self.formats.get((key, depth), ("bullet", "", 1))
        if form in {"bullet", "none", ""}:
            return ""
        self.counts[key, depth] = self.counts.get((key, depth), start - 1) + 1
        for deeper in range(depth + 1, 9):
            self.counts.pop((key, deeper), None)
        for level in range(depth + 1):
            count = self.counts.get((key, level), 1)
            kind = self.formats.get((key, level), ("decimal", "", 1))[0]
            pattern = pattern.replace(
                f"%{level + 1}", _chinese(count) if "hinese" in kind or "ideograph" in kind.lower() else str(count)
            )
        return pattern


def write_task_table(
    target: Path | IO[bytes], title: str, header: Sequence[str], rows: Iterable[Sequence[str]], note: str = ""
) -> None:
    """A landscape A4 table in the fonts offices use (方正小标宋 title, 黑体 header, 仿宋 text); the header repeats on each page."""
    from docx import Document as new_document
    from docx.enum.section import WD_ORIENT
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Mm

    document = new_document()
    section = document.sections[0]
    section.orientation, section.page_width, section.page_height = WD_ORIENT.LANDSCAPE, Mm(297), Mm(210)
    section.left_margin = section.right_margin = Mm(20)
    section.top_margin = section.bottom_margin = Mm(22)
    head = document.add_paragraph()
    head.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _run(head, title, "方正小标宋简体", 22)
    widths = [Mm(width) for width in _widths(len(header))]
    table = document.add_table(rows=1, cols=len(header))
    table.style, table.autofit = "Table Grid", False
    _fill(table.rows[0], header, widths, "黑体")
    _repeat(table.rows[0])
    for row in rows:
        _fill(table.add_row(), row, widths, "仿宋_GB2312")
    if note:
        _run(document.add_paragraph(), note, "仿宋_GB2312", 12)
    document.save(str(target) if isinstance(target, Path) else target)


def _widths(columns: int) -> Iterator[int]:
    return iter((14, 82, 30, 30, 30, 71) if columns == 6 else (257 // columns,) * columns)


def _fill(row: Any, values: Sequence[str], widths: Sequence[Any], font: str) -> None:
    for cell, value, width in zip(row.cells, values, widths, strict=True):
        cell.width = width
        _run(cell.paragraphs[0], _printable(value), font, 12)


def _printable(value: str) -> str:
    return "".join(letter for letter in value if letter >= " " or letter in "\n\t")


def _run(paragraph: Any, text: str, font: str, size: int) -> None:
    from docx.oxml.ns import qn
    from docx.shared import Pt

    run = paragraph.add_run(_printable(text))
    run.font.size, run.font.name = Pt(size), "Times New Roman"
    run._element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), font)


def _repeat(row: Any) -> None:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    mark = OxmlElement("w:tblHeader")
    mark.set(qn("w:val"), "true")
    row._tr.get_or_add_trPr().append(mark)
