"""What stands in the columns of a table: what the list's page shows, with dates as dates. Masked as on the page."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from qiaoliang.base.access.actor import Actor
from qiaoliang.base.core import clock
from qiaoliang.ui import format
from qiaoliang.work.cases import columns, masking, present, watched
from qiaoliang.work.cases.listing import Listed
from qiaoliang.work.cases.masking import Reader
from qiaoliang.work.cases.models import Deadline, Instruction, Letter, Promise

Cells = list[list[Any]]


def of(listed: Listed, asked: dict[str, Any]) -> tuple[list[str], Callable[[Sequence[Any], Actor], Cells]]:
    """(headings, what makes the cells of some rows for a reader): a list of cases has the columns of its page."""
    if listed.of == "case":
        names = listed.shown(asked)
        return columns.heads(names), lambda cases, actor: columns.cells(cases, names, actor)
    heads, cells = _KINDS[listed.of]
    return heads(), lambda rows, actor: cells(rows, masking.reader(actor))


def _time(value: datetime | None) -> datetime | None:
    """As it reads on the district's wall."""
    return clock.localtime(value) if value else None


def _late_heads() -> list[str]:
    return [_("Number"), _("Title"), _("Lead unit"), _("Due"), _("Answered"), _("Late by"), _("Reason given")]


def _late_cells(rows: Sequence[Deadline], _eyes: Reader) -> Cells:
    return [
        [
            one.case.code,
            masking.plain(one.case, "title"),
            one.case.lead.label if one.case.lead else "",
            _time(one.due_at),
            _time(one.met_at),
            format.lasting(one.met_at - one.due_at) if one.met_at else "",
            watched.reason_of(one),
        ]
        for one in rows
    ]


def _letter_heads() -> list[str]:
    return [
        _("Number"), _("Title"), _("Letter"), _("Kind"), _("Unit"), _("Issued"), _("To be obeyed by"), _("Reason given"),
    ]  # fmt: skip


def _letter_cells(rows: Sequence[Letter], _eyes: Reader) -> Cells:
    return [
        [
            one.case.code,
            masking.plain(one.case, "title"),
            watched.letter_number(one.kind, one.year, one.number),
            str(one.get_kind_display()),
            one.organization.label if one.organization else _("Case office of the district"),
            _time(one.issued_at),
            _time(one.due_at),
            format.full_day(one.answered_at) if one.answered_at else _("No reason yet"),
        ]
        for one in rows
    ]


def _instruction_heads() -> list[str]:
    return [
        _("Number"), _("Title"), _("Instruction"), _("Unit asked"), _("Written by"), _("Written"), _("To be done by"),
        _("Late"),
    ]  # fmt: skip


def _instruction_cells(rows: Sequence[Instruction], eyes: Reader) -> Cells:
    return [_instruction(one, watched.instruction(one, eyes)) for one in rows]


def _instruction(item: Instruction, shown: dict[str, Any]) -> list[Any]:
    return [
        item.case.code,
        masking.plain(item.case, "title"),
        shown["text"],
        shown["owner"],
        shown["who"],
        _time(item.written_at),
        _time(item.due_at),
        shown["late"],
    ]


def _promise_heads() -> list[str]:
    return [_("Number"), _("Title"), _("Unit"), _("Promised for"), _("First promised for"), _("How it stands")]


def _promise_cells(rows: Sequence[Promise], _eyes: Reader) -> Cells:
    return [
        [
            one.case.code,
            masking.plain(one.case, "title"),
            one.organization.label,
            one.due_on,
            one.first_due_on,
            present.promise_tag(one)["label"],
        ]
        for one in rows
    ]


_KINDS: dict[str, tuple[Callable[[], list[str]], Callable[[Any, Reader], Cells]]] = {
    "late": (_late_heads, _late_cells),
    "letter": (_letter_heads, _letter_cells),
    "instruction": (_instruction_heads, _instruction_cells),
    "promise": (_promise_heads, _promise_cells),
}
