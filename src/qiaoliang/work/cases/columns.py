"""The columns of the lists of cases: what stands in one on the page, and what in a table that is taken out.

Both come from here, so the table has the columns that were chosen on the page, in their order. Masked alike."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import partial
from typing import Any
from uuid import UUID

from django.utils.html import format_html_join
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from qiaoliang.base.access.actor import Actor
from qiaoliang.base.catalog import queries as catalog
from qiaoliang.base.core import clock
from qiaoliang.base.core.addresses import address
from qiaoliang.ui import format
from qiaoliang.ui import registry as ui
from qiaoliang.ui.drawn import around
from qiaoliang.ui.kept import kept
from qiaoliang.work.cases import expected, masking, ordering, present, queries, rules, supervision, watched
from qiaoliang.work.cases.choices import MAIN, OPEN, WORKING, Clock, RequestKind, State
from qiaoliang.work.cases.expected import Expected
from qiaoliang.work.cases.models import Case, Deadline, Letter
from qiaoliang.work.cases.ordering import Sorts


@dataclass(frozen=True)
class Beside:
    """What some columns need besides the case: its running clock and its newest open letter, what is asked for and not decided,
    the day of what is promised, and what it waits for from the reader, by the case's id. ``said`` is what many rows say alike."""

    clocks: dict[UUID, Deadline] = field(default_factory=dict)
    letters: dict[UUID, Letter] = field(default_factory=dict)
    asked: dict[UUID, list[str]] = field(default_factory=dict)
    promised: dict[UUID, date] = field(default_factory=dict)
    expected: dict[UUID, Expected] = field(default_factory=dict)
    said: dict[Hashable, Any] = field(default_factory=dict, repr=False, compare=False)

    def once(self, key: Hashable, say: Callable[[], Any]) -> Any:
        """What is the same in every row with this key, worked out for the first of them."""
        if key not in self.said:
            self.said[key] = say()
        return self.said[key]


Cell = Callable[[Case, Beside], Any]


@dataclass(frozen=True)
class Column:
    """``shown`` is a cell of the page, ``taken`` the cells of a table under ``heads``; ``sort`` the name of its order.
    ``asks`` says whether it needs what stands :class:`Beside`."""

    label: Any
    shown: Cell
    heads: tuple[Any, ...]
    taken: Callable[[Case, Beside], tuple[Any, ...]]
    sort: str = ""
    asks: bool = False


def _simple(label: Any, value: Cell, sort: str = "") -> Column:
    """The same words on the page and in the table."""
    return Column(label, value, (label,), lambda case, beside: (value(case, beside),), sort)


def _dated(label: Any, name: str, shown: Cell | None = None) -> Column:
    """A moment: its day on the page, or as ``shown`` has it; a date with its time in the table."""
    return Column(
        label,
        shown or partial(_day, name),
        (label,),
        lambda case, _beside: (_time(getattr(case, name)),),
        name.removesuffix("_at"),
    )


def _day(name: str, case: Case, beside: Beside) -> Any:
    value = _time(getattr(case, name))
    day = value and value.date()
    return beside.once(day, lambda: watched.unbroken(format.short_day(day, clock.today()))) if day else ""


def _happened(case: Case, _beside: Beside) -> Any:
    return watched.unbroken(format.moment(case.happened_at, clock.today())) if case.happened_at else ""


def _time(value: datetime | None) -> datetime | None:
    """As it reads on the district's wall."""
    return clock.localtime(value) if value else None


def _state(case: Case, beside: Beside) -> Any:
    """The state; below it what waits for a decision, or what is still owed of a case that is over."""
    tag = beside.once(("state", case.state), lambda: _state_tag(case))
    if not (beside.asked or beside.promised):
        return tag
    words = [str(ASKED_FOR[kind]) for kind in beside.asked.get(case.pk, ())]
    if case.pk in beside.promised:
        words.append(_("Promised for %(day)s") % {"day": format.day(beside.promised[case.pk])})
    return watched.under(tag, "；".join(words)) if words else tag


def _state_tag(case: Case) -> Any:
    return kept(("state", case.state), lambda: ui.render("state_tag", present.tag(case), {}))


def _next(case: Case, beside: Beside) -> Any:
    """What the reader is to do and by when; below it the date of the answer where that is another."""
    step = beside.expected.get(case.pk)
    if step is None:
        return ""
    first, owed = around("<b>{}</b>", step.words), _owed(case)
    if step.by:
        late = _late_by(step.by, None)
        until = ui.render("state_tag", {"label": late, "tone": "act"}, {}) if late else format.by(step.by, clock.now())
        first = around('{}<br><span class="nowrap">{}</span>', first, until)
    return watched.under(
        first, _("Answer due %(due)s") % {"due": format.moment(owed)} if owed not in (None, step.by) else ""
    )


def _next_taken(case: Case, beside: Beside) -> tuple[Any, ...]:
    step = beside.expected.get(case.pk)
    return (step.words, _time(step.by), _time(_owed(case))) if step else ("", None, _time(_owed(case)))


def _about(case: Case, beside: Beside) -> Any:
    category = case.category
    return beside.once(category.pk, lambda: category.label) if category else ""


def _place(case: Case, beside: Beside) -> Any:
    area = case.area
    return masking.plain(case, "place") or (beside.once(("area", area.pk), lambda: str(area)) if area else "")


def _unit(case: Case, beside: Beside) -> Any:
    """The lead; where the list asks who has it now, the case office for what no unit has."""
    if hasattr(case, "holder") and not case.holder:
        return _("At the case office")
    lead = case.lead
    return beside.once(lead.pk, lambda: lead.label) if lead else ""


def _owed(case: Case) -> datetime | None:
    """The date of the answer, while it is owed."""
    return case.due_at if case.state in OPEN else None


def _due(case: Case, _beside: Beside) -> Any:
    """The date of the answer while it is owed, with how late it is; below it another clock that runs out before that."""
    owed = _owed(case)
    first = watched.tagged(watched.unbroken(format.moment(owed)), _late_by(owed, case.stopped_at)) if owed else ""
    step, due = getattr(case, "next_step", None), getattr(case, "next_due", None)
    if case.has_ended or due is None or (owed and step in MAIN):
        return first
    words = f"{Clock(step).label} {_late_by(due, None) or format.moment(due)}"
    late = ui.render("state_tag", {"label": words, "tone": "act"}, {}) if due < clock.now() else ""
    if not late and first:
        return watched.under(first, words)
    return format_html_join(mark_safe("<br>"), "{}", ((one,) for one in (first, late or words) if one))


def _late_by(due: datetime, stood: datetime | None) -> str:
    until = stood or clock.now()
    return _("Late by %(span)s") % {"span": format.lasting(until - due)} if due < until else ""


def _due_taken(case: Case, _beside: Beside) -> tuple[Any, ...]:
    if case.has_ended:
        return "", None, None, ""
    step, due = getattr(case, "next_step", None), getattr(case, "next_due", None) or case.due_at
    owed = _owed(case)
    return str(Clock(step).label) if step and due else "", _time(due), _time(owed), present.late_words(case)


def _rung(case: Case, beside: Beside) -> Any:
    rung, letter = _rung_taken(case, beside)
    return watched.under(rung, letter)


def _rung_taken(case: Case, beside: Beside) -> tuple[str, str]:
    item, letter = beside.clocks.get(case.pk), beside.letters.get(case.pk)
    rung = catalog.rung(item.rung) if item and item.rung else None
    return rung.label if rung else "", watched.letter_number(letter.kind, letter.year, letter.number) if letter else ""


def _reason(case: Case, beside: Beside) -> str:
    return watched.reason_of(beside.clocks.get(case.pk))


#: what is asked for beside the state, in the words of a list
ASKED_FOR = {
    RequestKind.RETURN: gettext_lazy("return asked for"),
    RequestKind.INFORMATION: gettext_lazy("waits for the person's reply"),
    RequestKind.REFUSAL: gettext_lazy("proposed not to take it on"),
    RequestKind.EXTENSION: gettext_lazy("more time asked for"),
    RequestKind.HOLD: gettext_lazy("hold asked for"),
    RequestKind.WHISTLE: gettext_lazy("departments called"),
    RequestKind.DIRECT: gettext_lazy("answer of the office to be checked"),
}
#: name in the address → the column; the case itself always comes first
COLUMNS: dict[str, Column] = {
    "next": Column(
        gettext_lazy("Next step"),
        _next,
        (gettext_lazy("Next step"), gettext_lazy("By when"), gettext_lazy("Answer due")),
        _next_taken,
        "due",
    ),
    "state": Column(
        gettext_lazy("State"), _state, (gettext_lazy("State"),), lambda case, _beside: (str(case.get_state_display()),)
    ),
    "about": _simple(gettext_lazy("About"), _about),
    "place": _simple(gettext_lazy("Place"), _place, "town"),
    "unit": _simple(gettext_lazy("Lead unit"), _unit, "unit"),
    "received": _dated(gettext_lazy("Received"), "received_at"),
    "due": Column(
        gettext_lazy("Due"),
        _due,
        (gettext_lazy("Next clock"), gettext_lazy("Runs out"), gettext_lazy("Due"), gettext_lazy("Late")),
        _due_taken,
        "due",
    ),
    "happened": _dated(gettext_lazy("Last event"), "happened_at", _happened),
    "answered": _dated(gettext_lazy("Answered"), "answered_at"),
    "source": _simple(gettext_lazy("How it came"), lambda case, _beside: str(case.get_source_display())),
    "kind": _simple(gettext_lazy("Kind"), lambda case, _beside: str(case.get_kind_display())),
    "handler": Column(
        gettext_lazy("Handler"),
        lambda case, _beside: watched.unbroken(str(case.handler)) if case.handler else "",
        (gettext_lazy("Handler"),),
        lambda case, _beside: (str(case.handler or ""),),
    ),
    "rung": Column(gettext_lazy("Rung"), _rung, (gettext_lazy("Rung"), gettext_lazy("Letter")), _rung_taken, asks=True),
    "reason": Column(
        gettext_lazy("Reason given"),
        _reason,
        (gettext_lazy("Reason given"),),
        lambda case, beside: (_reason(case, beside),),
        asks=True,
    ),
}
#: what a list shows until somebody chooses
USUAL = ("state", "about", "place", "unit", "received", "due")
USUAL_TODO = ("next", "state", "about", "place", "unit", "received")
USUAL_WATCHED = ("unit", "place", "due", "rung", "reason")


def chosen(typed: str, usual: Sequence[str]) -> tuple[str, ...]:
    """The columns an address asks for, each once, in its order; what no list knows is left out."""
    return tuple(dict.fromkeys(name for name in typed.split(".") if name in COLUMNS)) or tuple(usual)


def beside(cases: Sequence[Case], names: Iterable[str], actor: Actor) -> Beside:
    """What these columns need besides the cases, for this reader. A few queries, however many the cases are, or none."""
    more = Beside()
    if any(COLUMNS[name].asks for name in names):
        more = Beside(supervision.clocks_of(cases), supervision.last_letters(cases))
    return replace(more, expected=expected.of(actor, cases)) if "next" in names else more


# ---------------------------------------------------------------- on the page


def table(
    found: Sequence[Case],
    names: Sequence[str],
    sort: str,
    sorts: Sorts,
    address: Callable[[str], str],
    actor: Actor,
) -> dict[str, Any]:
    """A list of cases as the component ``table`` takes it. A heading that sorts leads to ``address`` of its order."""
    more = beside(found, names, actor)
    if "state" in names:
        more = replace(more, asked=queries.asked_for(found), promised=queries.promised_for(found))
    heads = [{"label": _("Case"), "prime": True}, *(_head(name, sort, sorts, address) for name in names)]
    return {"columns": heads, "rows": [_row(one, names, more, actor) for one in found]}


def _head(name: str, sort: str, sorts: Sorts, address: Callable[[str], str]) -> dict[str, Any]:
    column = COLUMNS[name]
    if column.sort not in sorts:
        return {"label": column.label}
    turned = ordering.turned(sorts, sort, column.sort)
    return {"label": column.label, "sort": address(turned), "sorted": ordering.direction(sort, column.sort)}


def _row(case: Case, names: Sequence[str], more: Beside, actor: Actor) -> dict[str, Any]:
    return {
        "cells": [watched.named(case), *(COLUMNS[one].shown(case, more) for one in names)],
        "href": address("cases:case", case.id),
        "keys": _letters(case, actor),
        "value": f"{case.pk}~{case.version}",
    }


def _letters(case: Case, actor: Actor) -> dict[str, str]:
    """Where a (assign) and r (answer) lead from a row: by state and right alone, without a query; the step's own page
    looks more closely."""
    led = {}
    if case.state == State.ACCEPTED or case.state in rules.WITH_A_UNIT:
        led["a"] = ("dispatch" if case.state == State.ACCEPTED else "redispatch", actor.may("cases.dispatch"))
    if case.state in WORKING:
        led["r"] = ("propose_answer", actor.may("cases.work") and case.lead_id == actor.who.organization_id)
    return {letter: address(f"cases:step_{step}", case.id) for letter, (step, may) in led.items() if may}


# ---------------------------------------------------------------- in a table that is taken out


def heads(names: Sequence[str]) -> list[str]:
    """The headings of the table."""
    return [_("Number"), _("Title"), *(str(head) for name in names for head in COLUMNS[name].heads)]


def cells(cases: Sequence[Case], names: Sequence[str], actor: Actor) -> list[list[Any]]:
    """A line for each case, as this reader has it."""
    more = beside(cases, names, actor)
    return [_line(one, names, more) for one in cases]


def _line(case: Case, names: Sequence[str], more: Beside) -> list[Any]:
    return [
        case.code,
        masking.plain(case, "title"),
        *(cell for name in names for cell in COLUMNS[name].taken(case, more)),
    ]
