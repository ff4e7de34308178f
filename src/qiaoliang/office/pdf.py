"""An official document as PDF, set by Typst with fonts that are embedded: the open Noto fonts that come with the product's
packages, or the unit's own licensed 仿宋, 楷体, 黑体 and 小标宋 where a folder with them is given."""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

from qiaoliang.office.official import (
    RED,
    Grid,
    Official,
    columns,
    day,
    headed,
    mark_size,
    sign_indent,
    title_lines,
)

LAYOUT = Path(__file__).with_name("official.typ")


def official_pdf(told: Official, fonts: Sequence[Path] = ()) -> bytes:
    """The document as the bytes of a PDF; ``fonts`` are folders looked in before our own."""
    return _compiler(tuple(fonts)).compile(sys_inputs={"told": json.dumps(_told(told), ensure_ascii=False)})


class _Compiler:
    def __init__(self, fonts: tuple[Path, ...]) -> None:
        import pylopdf_fonts_zh_cn as noto
        import typst

        ours = Path(noto.__file__).parent
        found = typst.Fonts(
            include_system_fonts=False, include_embedded_fonts=False, font_paths=[*map(str, fonts), str(ours)]
        )
        self.inner = typst.Compiler(str(LAYOUT), font_paths=found)

    def compile(self, sys_inputs: dict[str, str]) -> bytes:
        made = self.inner.compile(format="pdf", sys_inputs=sys_inputs)
        assert isinstance(made, bytes), "one file for all pages"
        return made


@cache
def _compiler(fonts: tuple[Path, ...]) -> _Compiler:
    """Reading the fonts takes longer than a document."""
    return _Compiler(fonts)


def _told(told: Official) -> dict[str, Any]:
    dated = day(told.day)
    return {
        "mark": told.mark,
        "mark_size": mark_size(told.mark),
        "number": told.number,
        "issue": told.issue,
        "title": told.title,
        "title_lines": title_lines(told.title),
        "to": told.to,
        "body": [_part(one) for one in told.body],
        "attachments": told.attachments,
        "sign": told.sign,
        "sign_indent": sign_indent(told.sign, dated),
        "day": dated,
        "year": told.day.year,
        "month": told.day.month,
        "day_of_month": told.day.day,
        "note": told.note,
        "copies": told.copies,
        "printed_by": told.printed_by or (told.sign if told.copies else ""),
        "urgency": told.urgency,
        "compact": told.compact,
        "red": f"#{RED}",
    }


def _part(part: str | Grid) -> dict[str, Any]:
    if isinstance(part, Grid):
        return {
            "kind": "table",
            "caption": part.caption,
            "header": part.header,
            "rows": part.rows,
            "columns": columns(part),
        }
    found, head, rest = headed(part)
    return {"kind": "text", "level": found, "head": head, "rest": rest}
