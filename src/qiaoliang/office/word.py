"""An official document as Word (.docx) that WPS and Word edit further: fonts by their names, none shipped, no grid (a 16 pt
character is wider than a cell of the grid and takes two), but an exact pitch of lines and characters."""

from __future__ import annotations

from pathlib import Path
from typing import IO, Any

from qiaoliang.office.official import (
    BODY,
    BOTTOM,
    LEFT,
    PITCH,
    RED,
    RIGHT,
    SMALL,
    TITLE,
    TOP,
    TRACKING,
    WIDTH,
    Grid,
    Official,
    columns,
    day,
    headed,
    mark_size,
    sign_indent,
    title_lines,
)

SONG, FANG, KAI, HEI, PLAIN = "方正小标宋简体", "仿宋_GB2312", "楷体_GB2312", "黑体", "宋体"
LATIN = "Times New Roman"


def write_official(target: Path | IO[bytes], told: Official) -> None:
    """Write the document."""
    _Writer(told).save(target)


class _Writer:
    def __init__(self, told: Official) -> None:
        from docx import Document

        self.told, self.document = told, Document()
        self._page()
        self._style()
        self._head()
        self._body()
        self._end()

    def save(self, target: Path | IO[bytes]) -> None:
        self.document.save(str(target) if isinstance(target, Path) else target)

    # ------------------------------------------------------------ the page

    def _page(self) -> None:
        from docx.shared import Mm

        section = self.document.sections[0]
        section.page_width, section.page_height = Mm(210), Mm(297)
        section.top_margin, section.bottom_margin = Mm(TOP), Mm(BOTTOM)
        section.left_margin, section.right_margin = Mm(LEFT), Mm(RIGHT)
        section.header_distance, section.footer_distance = Mm(15), Mm(BOTTOM - 7 - 5)
        for grid in section._sectPr.findall(_w("docGrid")):
            section._sectPr.remove(grid)
        self.document.settings.odd_and_even_pages_header_footer = True
        self._number(section.footer, right=True)
        self._number(section.even_page_footer, right=False)
        properties = self.document.core_properties
        properties.title, properties.author, properties.comments = self.told.title, self.told.sign, ""

    def _number(self, footer: Any, *, right: bool) -> None:
        """四号半角宋体 between dashes; one character from the edge, right on odd pages (7.5)."""
        line = footer.paragraphs[0]
        footer.is_linked_to_previous = False
        self._set(line, "right" if right else "left", size=SMALL)
        _indent(line, **{"right" if right else "left": 1.0}, size=SMALL)
        _run(line, "— ", PLAIN, SMALL, latin=PLAIN)
        for kind, text in (("begin", ""), ("", " PAGE "), ("end", "")):
            _field(_run(line, "", PLAIN, SMALL, latin=PLAIN), kind, text)
        _run(line, " —", PLAIN, SMALL, latin=PLAIN)

    def _style(self) -> None:
        from docx.shared import Pt

        style = self.document.styles["Normal"]
        style.font.name, style.font.size = LATIN, Pt(BODY)
        style.element.get_or_add_rPr().get_or_add_rFonts().set(_w("eastAsia"), FANG)
        for spoken in self.document.styles.element.iter(_w("lang")):
            spoken.set(_w("eastAsia"), "zh-CN")

    # ------------------------------------------------------------ 版头

    def _head(self) -> None:
        told = self.told
        if told.urgency:
            _run(self._line(), told.urgency, HEI, BODY)
        size = mark_size(told.mark)
        mark = self._line("center", size=size, exact=size * 1.3)
        # its upper edge 35 mm below that of the type area; a line with the urgency has used one pitch of it
        down = 0 if told.compact else 35 / 25.4 * 72
        _space(mark, before=max(down - (PITCH if told.urgency else 0) - size * 0.15, 0))
        _run(mark, told.mark, SONG, size, colour=RED)
        if told.issue:
            _run(self._line("center"), told.issue, FANG, BODY)
        if not told.compact:
            self._line()
        if told.issue:
            self._sides(told.sign, day(told.day))
        else:
            self._line()
            _run(self._line("center"), told.number, FANG, BODY)
        rule = self._line(size=1, exact=4 / 25.4 * 72)
        _border(rule, "bottom", 12, RED)
        for _blank in range(1 if told.compact else 2):
            self._line()
        for line in title_lines(told.title):
            _run(self._line("center", size=TITLE, exact=32), line, SONG, TITLE)
        self._line()

    def _sides(self, left: str, right: str) -> None:
        """Two texts at both ends of a line, one character in."""
        from docx.enum.text import WD_TAB_ALIGNMENT
        from docx.shared import Mm

        line = self._line()
        _indent(line, left=1.0)
        line.paragraph_format.tab_stops.add_tab_stop(Mm(WIDTH - 5.6), WD_TAB_ALIGNMENT.RIGHT)
        _run(line, f"{left}\t{right}", FANG, BODY)

    # ------------------------------------------------------------ 主体

    def _body(self) -> None:
        if self.told.to:
            _run(self._line(), f"{self.told.to}：", FANG, BODY)
        for part in self.told.body:
            if isinstance(part, Grid):
                self._grid(part)
            else:
                self._paragraph(part)

    def _paragraph(self, text: str) -> None:
        found, head, rest = headed(text)
        line = self._line("both")
        _indent(line, first=2.0)
        if head:
            line.paragraph_format.keep_with_next = found == 1 and not rest
            _run(line, head, HEI if found == 1 else KAI, BODY)
        if rest:
            _run(line, rest, FANG, BODY)

    def _grid(self, grid: Grid) -> None:
        from docx.shared import Mm

        if grid.caption:
            caption = self._line("center")
            caption.paragraph_format.keep_with_next = True
            _run(caption, grid.caption, HEI, SMALL)
        table = self.document.add_table(rows=1, cols=len(grid.header))
        table.style, table.autofit = "Table Grid", False
        widths = [Mm(WIDTH * share) for share in columns(grid)]
        for column, wide in zip(table.columns, widths, strict=True):
            column.width = wide
        self._cells(table.rows[0], grid.header, widths, HEI)
        _mark_row(table.rows[0], "tblHeader")
        for row in grid.rows:
            added = table.add_row()
            self._cells(added, row, widths, FANG)
            _mark_row(added, "cantSplit")
        self._line(size=6, exact=10)

    def _cells(self, row: Any, values: tuple[str, ...], widths: list[Any], font: str) -> None:
        from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT

        for place, (cell, value) in enumerate(zip(row.cells, values, strict=True)):
            cell.width, cell.vertical_alignment = widths[place], WD_CELL_VERTICAL_ALIGNMENT.CENTER
            line = cell.paragraphs[0]
            self._set(line, "left" if place == 0 else "center", size=12, exact=20)
            _run(line, value, font, 12)

    def _end(self) -> None:
        told, dated = self.told, day(self.told.day)
        if told.attachments:
            self._line()
            for place, name in enumerate(told.attachments, start=1):
                line = self._line("both")
                first = "附件：" if place == 1 else "　　　"
                count = f"{place}." if len(told.attachments) > 1 else ""
                _indent(line, first=2.0)
                _run(line, f"{first}{count}{name}", FANG, BODY)
        if not told.issue:
            self._line()
            for text, right in ((told.sign, sign_indent(told.sign, dated)), (dated, 4.0)):
                line = self._line("right")
                _indent(line, right=right)
                line.paragraph_format.keep_with_next = text != dated
                _run(line, text, FANG, BODY)
        if told.note:
            line = self._line()
            _indent(line, first=2.0)
            _run(line, f"（{told.note}）", FANG, BODY)
        if told.copies or told.printed_by:
            self._imprint()

    def _imprint(self) -> None:
        """版记, its last rule on the lower edge of the last page's type area (7.4)."""
        from docx.enum.text import WD_TAB_ALIGNMENT
        from docx.shared import Mm

        told = self.told
        table = self.document.add_table(rows=0, cols=1)
        table.autofit = False
        lines = ([f"抄送：{told.copies}。"] if told.copies else []) + [
            f"{told.printed_by or told.sign}\t{day(told.day)}印发"
        ]
        for place, text in enumerate(lines):
            cell = table.add_row().cells[0]
            cell.width = Mm(WIDTH)
            line = cell.paragraphs[0]
            self._set(line, "left", size=SMALL, exact=26)
            _indent(line, left=1.0, right=1.0, size=SMALL)
            line.paragraph_format.tab_stops.add_tab_stop(Mm(WIDTH - 2 * 5), WD_TAB_ALIGNMENT.RIGHT)
            _run(line, text, FANG, SMALL)
            edges = {"top": 8 if place == 0 else 6}
            _cell_edges(cell, {**edges, **({"bottom": 8} if place == len(lines) - 1 else {})})
        _to_the_bottom(table)
        # Word wants a paragraph behind a table; it takes no room
        self._line(size=1, exact=1)

    # ------------------------------------------------------------ lines

    def _line(self, where: str = "left", *, size: float = BODY, exact: float = PITCH) -> Any:
        line = self.document.add_paragraph()
        self._set(line, where, size=size, exact=exact)
        return line

    def _set(self, line: Any, where: str, *, size: float = BODY, exact: float = PITCH) -> None:
        from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
        from docx.shared import Pt

        where_to = {"left": "LEFT", "right": "RIGHT", "center": "CENTER", "both": "JUSTIFY"}[where]
        shape = line.paragraph_format
        line.alignment = getattr(WD_ALIGN_PARAGRAPH, where_to)
        shape.line_spacing_rule, shape.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(exact)
        shape.space_before = shape.space_after = Pt(0)
        shape.widow_control = False
        _plain(line, size)


def _w(name: str) -> str:
    from docx.oxml.ns import qn

    return str(qn(f"w:{name}"))


def _element(name: str, **values: object) -> Any:
    from docx.oxml import OxmlElement

    made = OxmlElement(f"w:{name}")
    for key, value in values.items():
        made.set(_w(key), str(value))
    return made


def _plain(line: Any, size: float) -> None:
    """An empty line is as high as a written one; no grid, no space of the renderer's own between Han and Latin."""
    shape = line._p.get_or_add_pPr()
    for name in ("snapToGrid", "autoSpaceDE", "autoSpaceDN"):
        for old in shape.findall(_w(name)):
            shape.remove(old)
        shape.insert_element_before(_element(name, val="0"), *_AFTER[name])
    mark = _element("rPr")
    mark.append(_element("sz", val=round(size * 2)))
    for old in shape.findall(_w("rPr")):
        shape.remove(old)
    shape.append(mark)


#: what stands behind these in a paragraph's properties (the schema fixes the order)
_LAST = ("w:spacing", "w:ind", "w:contextualSpacing", "w:mirrorIndents", "w:suppressOverlap", "w:jc", "w:textDirection",
         "w:textAlignment", "w:textboxTightWrap", "w:outlineLvl", "w:divId", "w:cnfStyle", "w:rPr", "w:sectPr",
         "w:pPrChange")  # fmt: skip
_AFTER = {
    "autoSpaceDE": ("w:autoSpaceDN", "w:bidi", "w:adjustRightInd", "w:snapToGrid", *_LAST),
    "autoSpaceDN": ("w:bidi", "w:adjustRightInd", "w:snapToGrid", *_LAST),
    "snapToGrid": _LAST,
}


def _run(line: Any, text: str, font: str, size: float, *, colour: str = "", latin: str = LATIN) -> Any:
    from docx.shared import Pt, RGBColor

    run = line.add_run("".join(letter for letter in text if letter >= " " or letter == "\t"))
    run.font.size, run.font.name = Pt(size), latin
    run._element.get_or_add_rPr().get_or_add_rFonts().set(_w("eastAsia"), font)
    if colour:
        run.font.color.rgb = RGBColor.from_string(colour)
    if size == BODY:
        run._element.rPr.insert_element_before(
            _element("spacing", val=round(TRACKING * 20)), "w:w", "w:kern", "w:position", "w:sz", "w:szCs",
            "w:highlight", "w:u", "w:effect", "w:bdr", "w:shd", "w:fitText", "w:vertAlign",
        )  # fmt: skip
    return run


def _indent(line: Any, *, left: float = 0, right: float = 0, first: float = 0, size: float = BODY) -> None:
    """In characters of ``size``, told both ways: Word counts the characters, other programs the length."""
    pitch = size + TRACKING
    values: dict[str, object] = {}
    for name, chars in (("left", left), ("right", right), ("firstLine", first)):
        if chars:
            values[name] = round(chars * pitch * 20)
    for old in line._p.pPr.findall(_w("ind")):
        line._p.pPr.remove(old)
    line._p.pPr.insert_element_before(_element("ind", **values), *_LAST[2:])


def _space(line: Any, *, before: float) -> None:
    from docx.shared import Pt

    line.paragraph_format.space_before = Pt(before)


def _field(run: Any, kind: str, text: str) -> None:
    if kind:
        run._r.append(_element("fldChar", fldCharType=kind))
        return
    code = _element("instrText")
    code.text = text
    run._r.append(code)


def _border(line: Any, edge: str, eighths: int, colour: str) -> None:
    borders = _element("pBdr")
    borders.append(_element(edge, val="single", sz=eighths, space=0, color=colour))
    line._p.pPr.insert_element_before(
        borders, "w:shd", "w:tabs", "w:suppressAutoHyphens", "w:kinsoku", "w:wordWrap", "w:overflowPunct",
        "w:topLinePunct", *_AFTER["autoSpaceDE"][:0], "w:autoSpaceDE", *_AFTER["autoSpaceDE"],
    )  # fmt: skip


def _mark_row(row: Any, name: str) -> None:
    row._tr.get_or_add_trPr().append(_element(name, val="true"))


def _cell_edges(cell: Any, edges: dict[str, int]) -> None:
    borders = _element("tcBorders")
    for edge in ("top", "bottom"):
        if edge in edges:
            borders.append(_element(edge, val="single", sz=edges[edge], space=0, color="000000"))
    cell._tc.get_or_add_tcPr().append(borders)


def _to_the_bottom(table: Any) -> None:
    """Place a table at the lower edge of the page's type area."""
    place = _element(
        "tblpPr", leftFromText=0, rightFromText=0, vertAnchor="margin", horzAnchor="margin", tblpX=0, tblpYSpec="bottom"
    )
    properties = table._tbl.tblPr
    style = properties.find(_w("tblStyle"))
    properties.insert(0 if style is None else 1, place)
