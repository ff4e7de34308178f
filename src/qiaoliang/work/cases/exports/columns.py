"""What stands in the columns of a table: what the list's page shows, with dates as dates. Masked as on the page."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from qiaoliang.base.catalog import queries as catalog
from qiaoliang.base.core import clock
from qiaoliang.ui import format
from qiaoliang.work.cases import masking, present, supervision, watched
from qiaoliang.work.cases.choices import Clock
from qiaoliang.work.cases.masking import Reader
from qiaoliang.work.cases.models import Case, Deadline, Instruction, Letter, Promise

Cells = list[list[Any]]


def of(kind: str) -> tuple[list[str], Callable[[Sequence[Any], Reader], Cells]]:
    """(headings, what makes the cells of some rows) for lists of this kind."""
    heads, cells = _KINDS[kind]
    return heads(), cells


def _time(value: datetime | None) -> datetime | None:
    """As it reads on the district's wall."""
    return clock.localtime(value) if value else None


def _place(case: Case) -> str:
    return masking.plain(case, "place") or (str(case.area) if case.area else "")


def _case_heads() -> list[str]:
    return [
        _("Number"), _("Title"), _("State"), _("About"), _("Place"), _("Lead unit"), _("How it came"), _("Received"),
        _("Next clock"), _("Due"), _("Late"), _("Answered"),
    ]  # fmt: skip


def _case_cells(cases: Sequence[Case], _eyes: Reader) -> Cells:
    return [_case(one) for one in cases]


def _case(case: Case) -> list[Any]:
    shown, step = present.row(case), getattr(case, "next_step", None)
    due = None if case.has_ended else getattr(case, "next_due", None) or case.due_at
    return [
        shown["code"], shown["title"], shown["tag"]["label"], shown["category"], shown["place"], shown["unit"],
        str(case.get_source_display()), _time(case.received_at), str(Clock(step).label) if step and due else "",
        _time(due), shown["late"], _time(case.answered_at),
    ]  # fmt: skip


def _watched_heads() -> list[str]:
    return [
        _("Number"), _("Title"), _("Lead unit"), _("Place"), _("Due"), _("Late"), _("Rung"), _("Letter"),
        _("Reason given"),
    ]  # fmt: skip


def _watched_cells(cases: Sequence[Case], _eyes: Reader) -> Cells:
    clocks, letters = supervision.clocks_of(cases), supervision.last_letters(cases)
    return [_watched(one, clocks.get(one.pk), letters.get(one.pk)) for one in cases]


def _watched(case: Any, item: Deadline | None, letter: Letter | None) -> list[Any]:
    rung = catalog.rung(item.rung) if item and item.rung else None
    return [
        case.code,
        masking.plain(case, "title"),
        case.lead.label if case.lead and case.holder else _("At the case office"),
        _place(case),
        _time(case.due_at),
        present.late_words(case),
        rung.label if rung else "",
        watched.letter_number(letter.kind, letter.year, letter.number) if letter else "",
        watched.reason_of(item),
    ]


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
    "case": (_case_heads, _case_cells),
    "watched": (_watched_heads, _watched_cells),
    "late": (_late_heads, _late_cells),
    "letter": (_letter_heads, _letter_cells),
    "instruction": (_instruction_heads, _instruction_cells),
    "promise": (_promise_heads, _promise_cells),
}
