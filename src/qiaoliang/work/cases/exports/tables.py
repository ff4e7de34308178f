"""From cells to a file. Whoever prints an Excel table has their name and the time at the foot of every page."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from qiaoliang.base.core.env import data_folder
from qiaoliang.office.sheets import write_csv, write_xlsx
from qiaoliang.ui import format
from qiaoliang.work.cases.exports.choices import Format


def file(kind: str, title: str, heads: Sequence[str], rows: Iterable[Sequence[Any]], said: dict[str, str]) -> bytes:
    """The table as the bytes of a file; ``said`` is who took it, when and how it was narrowed."""
    with _private_folder() as folder:
        path = Path(folder) / f"table.{kind}"
        if kind == Format.CSV:
            write_csv(path, heads, rows)
        else:
            note = [_("About this table"), ""], list(said.items())
            sheets = {title: (heads, rows), _("About this table"): note}
            write_xlsx(path, sheets, large=True, footer=_footer(said))
        return path.read_bytes()


def said(who: str, moment: datetime, filters: Sequence[str]) -> dict[str, str]:
    """What the second sheet tells of the table."""
    return {
        _("Taken by"): who,
        _("Taken at"): f"{format.full_day(moment)} {format.clock(moment)}",
        _("Narrowed to"): _("; ").join(filters) or _("nothing, the whole list"),
        _("Contact details"): _("are not in it, and what is masked on the page is masked here."),
    }


def name(title: str, moment: datetime, kind: str) -> str:
    """ "全部诉求 2026-11-27 1930.xlsx"."""
    return f"{title} {moment:%Y-%m-%d %H%M}.{kind}"


def _footer(told: dict[str, str]) -> str:
    who, moment = list(told.values())[:2]
    return f"{who}　{moment}"


def _private_folder() -> Any:
    """A folder in memory where there is one: the table stands in clear only there."""
    memory = Path("/dev/shm")  # noqa: S108 - TemporaryDirectory makes an unguessable folder only we can read
    where = memory if memory.is_dir() and os.access(memory, os.W_OK) else data_folder()
    return tempfile.TemporaryDirectory(dir=where, prefix="qiaoliang-export-")


def flat(parts: Iterable[Sequence[Sequence[Any]]]) -> Iterator[Sequence[Any]]:
    """Row by row."""
    for part in parts:
        yield from part
