"""Tables in and out: .csv, .xlsx and .jsonl as rows with their row number; sheets as .xlsx.

Offices send whatever WPS or Excel saved: UTF-8 with or without a mark, GB 18030, commas, semicolons or tabs. Each is read as
it is; what cannot be read is refused with one sentence that names the row.
"""

from __future__ import annotations

import codecs
import csv
import json
import re
import tempfile
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import IO, Any

#: the longest text of one cell that is read, in characters
MAX_CELL = 16 * 1024 * 1024
#: how large an .xlsx may be once unpacked, in bytes: a small file can unpack to a very large one
MAX_UNPACKED = 2 * 1024**3
#: the limits of one .xlsx sheet, set by the file format
MAX_SHEET_ROWS, MAX_SHEET_CELL = 1_048_576, 32_767
CUT_MARK = "…（已截断）"
_RISKY = ("=", "+", "-", "@", "\t", "\r")


class TableError(ValueError):
    """A table cannot be read; the message is one sentence in Chinese and one in English, naming the row where there is one.
    The command line shows both, a page :meth:`said` in its reader's language."""

    def __init__(self, chinese: str, english: str) -> None:
        super().__init__(f"{chinese} / {english}")
        self.chinese, self.english = chinese, english

    def said(self, language: str) -> str:
        """The sentence in that language, closed as on a page."""
        return f"{self.chinese}。" if language.startswith("zh") else f"{self.english}."


@dataclass(frozen=True, slots=True)
class Row:
    """One row: ``number`` as Excel shows it (the header is row 1; in .jsonl the line), ``values`` by column name, all text.

    ``extra`` holds what stood to the right of the last named column, so that nothing is dropped unseen.
    """

    number: int
    values: dict[str, str]
    extra: tuple[str, ...] = ()


def read_table(
    path: Path | str, *, required: Sequence[str] = (), sheet: str | None = None, name: str = ""
) -> Iterator[Row]:
    """The rows of a .csv, .xlsx or .jsonl file, one at a time; rows without any content are passed over.

    ``required`` names columns that must be there; ``sheet`` chooses a sheet of an .xlsx, else the first; ``name`` is what
    people call the file, where it stands under another name. Every value is text: whole numbers without a decimal
    point, dates as ``2026-11-23`` or ``2026-11-23 09:30:00``, an empty cell as ``""``.

    Raises TableError when the file is missing, of another kind, damaged, without header, or lacks a required column.
    """
    path = Path(path)
    kind, name = path.suffix.lower(), name or path.name
    if not path.is_file():
        raise TableError(f"找不到文件：{path}", f"no such file: {path}")
    if kind == ".jsonl":
        return _jsonl_rows(path, name, required)
    if kind == ".xlsx":
        return _headed(name, _xlsx_rows(path, name, sheet), required)
    if kind == ".csv":
        return _headed(name, _csv_rows(path, name), required)
    raise TableError(f"不认识的文件类型“{kind}”，请用 .csv、.xlsx 或 .jsonl", f"unknown kind of file {kind!r}")


def _headed(name: str, rows: Iterator[tuple[int, list[str]]], required: Sequence[str]) -> Iterator[Row]:
    filled = ((number, cells) for number, cells in rows if any(cell.strip() for cell in cells))
    _, first = next(filled, (0, []))
    header = [cell.strip() for cell in first]
    _check_header(name, header, required)
    return _named(header, filled)


def _named(header: list[str], rows: Iterator[tuple[int, list[str]]]) -> Iterator[Row]:
    width = len(header)
    for number, cells in rows:
        cells += [""] * (width - len(cells))
        values = {name: cell for name, cell in zip(header, cells, strict=False) if name}
        unnamed = (cell for place, cell in enumerate(cells) if place >= width or not header[place])
        yield Row(number, values, tuple(cell for cell in unnamed if cell.strip()))


def _check_header(file: str, header: list[str], required: Sequence[str]) -> None:
    named = [name for name in header if name]
    if not named:
        raise TableError(f"文件没有内容：{file}", f"{file} has no content")
    twice = sorted({name for name in named if named.count(name) > 1})
    if twice:
        raise TableError(f"列名重复：{'、'.join(twice)}", f"column names occur twice: {', '.join(twice)}")
    missing = [name for name in required if name not in named]
    if missing:
        raise TableError(
            f"缺少列：{'、'.join(missing)}（现有：{'、'.join(named)}）",
            f"missing columns: {', '.join(missing)} (found: {', '.join(named)})",
        )


def _encoding(path: Path) -> str:
    with path.open("rb") as file:
        start = file.read(4)
        if start.startswith(codecs.BOM_UTF8):
            return "utf-8-sig"
        if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            return "utf-16" if _decodes(file, "utf-16") else ""
        file.seek(0)
        return next((name for name in ("utf-8", "gb18030") if _decodes(file, name)), "")


def _decodes(file: IO[bytes], encoding: str) -> bool:
    file.seek(0)
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        for block in iter(lambda: file.read(1 << 20), b""):
            decoder.decode(block)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _open_text(path: Path, name: str) -> IO[str]:
    encoding = _encoding(path)
    if not encoding:
        raise TableError(f"{name} 既不是 UTF-8 也不是 GB18030 编码", f"{name} is neither UTF-8 nor GB 18030 text")
    return path.open(encoding=encoding, newline="")


def _delimiter(line: str) -> str:
    return max(",\t;", key=line.count)


def _csv_rows(path: Path, name: str) -> Iterator[tuple[int, list[str]]]:
    csv.field_size_limit(MAX_CELL)
    with _open_text(path, name) as file:
        delimiter = _delimiter(file.readline())
        file.seek(0)
        reader = csv.reader(file, delimiter=delimiter, strict=True)
        number = 0
        try:
            for number, cells in enumerate(reader, 1):
                yield number, cells
        except csv.Error as error:
            raise TableError(
                f"{name} 第 {number + 1} 行的引号或格式有误", f"{name} row {number + 1} is malformed: {error}"
            ) from error


def _jsonl_rows(path: Path, name: str, required: Sequence[str]) -> Iterator[Row]:
    rows = _jsonl_objects(path, name)
    first = next(rows, None)
    if first is None:
        raise TableError(f"文件没有内容：{name}", f"{name} has no content")
    _check_header(name, list(first.values), required)
    return _chained(first, rows)


def _chained(first: Row, rest: Iterator[Row]) -> Iterator[Row]:
    yield first
    yield from rest


def _jsonl_objects(path: Path, name: str) -> Iterator[Row]:
    with _open_text(path, name) as file:
        for number, line in enumerate(file, 1):
            if line.strip():
                yield Row(number, _json_values(name, number, line))


def _json_values(file: str, number: int, line: str) -> dict[str, str]:
    try:
        found = json.loads(line)
    except (json.JSONDecodeError, RecursionError) as error:
        raise TableError(f"{file} 第 {number} 行不是 JSON", f"{file} line {number} is not JSON: {error}") from error
    if not isinstance(found, dict):
        raise TableError(f"{file} 第 {number} 行不是 JSON 对象", f"{file} line {number} is not a JSON object")
    return {str(name): _text(value) for name, value in found.items()}


def _xlsx_rows(path: Path, name: str, sheet: str | None) -> Iterator[tuple[int, list[str]]]:
    from python_calamine import CalamineError, CalamineWorkbook

    _check_package(path, name)
    try:
        with CalamineWorkbook.from_path(str(path)) as book:
            yield from _sheet_rows(book.get_sheet_by_name(_sheet_name(book.sheet_names, sheet)))
    except CalamineError as error:
        raise TableError(
            f"{name} 不是有效的 Excel 文件，请在 Excel 或 WPS 里重新保存",
            f"{name} is not a sound .xlsx file, save it anew in Excel or WPS",
        ) from error


def _sheet_rows(sheet: Any) -> Iterator[tuple[int, list[str]]]:
    for number, cells in enumerate(sheet.iter_rows(), 1):
        yield number, [_text(cell) for cell in cells]


def _check_package(path: Path, name: str) -> None:
    try:
        with zipfile.ZipFile(path) as package:
            unpacked = sum(entry.file_size for entry in package.infolist())
    except (zipfile.BadZipFile, OSError) as error:
        raise TableError(
            f"{name} 不是有效的 Excel 文件，请在 Excel 或 WPS 里重新保存",
            f"{name} is not an .xlsx file, save it anew in Excel or WPS",
        ) from error
    if unpacked > MAX_UNPACKED:
        raise TableError(f"{name} 解压后过大", f"{name} is too large once unpacked")


def _sheet_name(names: list[str], wanted: str | None) -> str:
    if wanted is None and names:
        return names[0]
    if wanted not in names or wanted is None:
        raise TableError(f"没有名为“{wanted}”的工作表", f"no sheet named {wanted!r}")
    return wanted


def _text(value: object) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case float() if value.is_integer() and abs(value) < 1e15:
            return str(int(value))
        case datetime():
            return value.strftime("%Y-%m-%d") if value.time() == time() else value.strftime("%Y-%m-%d %H:%M:%S")
        case date() | time():
            return value.isoformat()
        case dict() | list():
            return json.dumps(value, ensure_ascii=False)
    return str(value)


Sheet = tuple[Sequence[str], Iterable[Sequence[object]]]


def write_xlsx(
    target: Path | str | IO[bytes], sheets: Mapping[str, Sheet], *, large: bool = False, footer: str = ""
) -> None:
    """Write ``{sheet name: (header, rows)}`` as an .xlsx file or into a binary stream.

    Numbers, dates and truth values keep their type; other values become text. Text that a spreadsheet could take for a formula
    (leading ``=``, ``+``, ``-``, ``@``, tab) gets an apostrophe before it, also when the file is later saved as .csv. A text
    longer than a cell allows is cut and says so; rows beyond one sheet's limit go on in a second sheet. Times with a zone are
    written as they read in that zone.

    ``footer`` is printed at the foot of every page, beside the page's number.

    ``large`` streams the rows through a private folder beside the target instead of holding them in memory (files only).
    """
    import xlsxwriter

    with ExitStack() as stack:
        options: dict[str, Any] = {"in_memory": True}
        if large and isinstance(target, str | Path):
            folder = stack.enter_context(tempfile.TemporaryDirectory(dir=Path(target).parent, prefix=".xlsx-"))
            options = {"constant_memory": True, "tmpdir": folder}
        options |= {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
        book = stack.enter_context(
            _closing(xlsxwriter.Workbook(str(target) if isinstance(target, Path) else target, options))
        )
        writer = _Writer(book, footer)
        for name, (header, rows) in sheets.items():
            writer.sheet(name, header, rows)
        if not sheets:
            book.add_worksheet()


@contextmanager
def _closing(book: Any) -> Iterator[Any]:
    yield book
    book.close()


class _Writer:
    def __init__(self, book: Any, footer: str = "") -> None:
        self.book = book
        self.footer = f"&L{footer.replace('&', '&&')[:200]}&R&P/&N" if footer else ""
        self.bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        self.day = book.add_format({"num_format": "yyyy-mm-dd"})
        self.moment = book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
        self.used: set[str] = set()

    def sheet(self, name: str, header: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
        sheet, at = self._start(name, header), 1
        for row in rows:
            if at == MAX_SHEET_ROWS:
                sheet, at = self._start(name, header), 1
            for column, value in enumerate(row):
                self._cell(sheet, at, column, value)
            at += 1

    def _start(self, name: str, header: Sequence[str]) -> Any:
        sheet = self.book.add_worksheet(self._name(name))
        sheet.freeze_panes(1, 0)
        if self.footer:
            sheet.set_footer(self.footer)
            sheet.set_landscape()
            sheet.fit_to_pages(1, 0)
            sheet.repeat_rows(0)
        for column, title in enumerate(header):
            sheet.set_column(column, column, min(60, max(10, 2 * len(title) + 4)))
            sheet.write_string(0, column, _safe(str(title)), self.bold)
        return sheet

    def _name(self, name: str) -> str:
        clean = "".join("_" if c in "[]:*?/\\" else c for c in name).strip("'")[:31] or "Sheet"
        chosen, count = clean, 1
        while chosen.lower() in self.used:
            count += 1
            chosen = f"{clean[: 27 - len(str(count))]} ({count})"
        self.used.add(chosen.lower())
        return chosen

    def _cell(self, sheet: Any, row: int, column: int, value: object) -> None:
        match value:
            case None:
                return
            case bool():
                sheet.write_boolean(row, column, value)
            case int() | float() if abs(value) < 1e15:  # NaN and what Excel would round are written as text
                sheet.write_number(row, column, value)
            case datetime():
                sheet.write_datetime(row, column, value.replace(tzinfo=None), self.moment)
            case date() | timedelta():
                sheet.write_datetime(row, column, value, self.day)
            case _:
                sheet.write_string(row, column, _safe(str(value)))


def write_csv(target: Path, header: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Write a .csv that Excel and WPS open by a double click: UTF-8 with its mark, commas, every text in quotation marks.

    Text that would be taken for a formula gets an apostrophe as in :func:`write_xlsx`, and so does text that a spreadsheet
    would take for another number than it reads: leading noughts, more than 15 digits, ``12E3``. Times read "2026-11-23 09:30"."""
    with target.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, quoting=csv.QUOTE_NONNUMERIC)
        writer.writerow([_safe(str(name)) for name in header])
        for row in rows:
            writer.writerow([_plain(value) for value in row])


_MISREAD = re.compile(r"0\d+|\d{16,}|\d+(\.\d+)?[eE]\d+")


def _plain(value: object) -> object:
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case int() | float():
            return value
        case datetime():
            return f"{value:%Y-%m-%d %H:%M}"
        case date():
            return value.isoformat()
    text = str(value)
    return f"'{text}" if _MISREAD.fullmatch(text) else _safe(text)


def _safe(text: str) -> str:
    if text.startswith(_RISKY):
        text = "'" + text
    if len(text) > MAX_SHEET_CELL:
        text = text[: MAX_SHEET_CELL - len(CUT_MARK)] + CUT_MARK
    return text
