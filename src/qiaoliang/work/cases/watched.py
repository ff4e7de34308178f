"""What supervision leaves on a case, as strings ready to be shown: reminders, letters, reasons, instructions, moved dates."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from qiaoliang.base.catalog import queries as catalog
from qiaoliang.base.core import clock
from qiaoliang.base.core.addresses import address
from qiaoliang.ui import format
from qiaoliang.ui import registry as ui
from qiaoliang.ui.drawn import around
from qiaoliang.ui.words import either
from qiaoliang.work.cases import masking, terms
from qiaoliang.work.cases.choices import Clock, LetterKind
from qiaoliang.work.cases.masking import NOBODY, Reader
from qiaoliang.work.cases.models import Case, Deadline, Event, Instruction, Letter

#: the tag of a case whose answer is owed within hours
URGENT = {"label": pgettext_lazy("case", "Urgent"), "tone": "act", "icon": "alert"}


def rung_of(event: Event) -> str:
    """What a reminder by the system is called: the rung it took; empty for every other step."""
    rung = catalog.rung(event.refs["rung"]) if event.step == "prompt" else None
    return rung.label if rung else ""


def number_of(event: Event) -> str:
    """The number of the letter that a step wrote, or an empty string."""
    refs = event.refs
    return letter_number(refs["letter"], refs["year"], refs["number"]) if refs.get("letter") else ""


def letter_number(kind: str, year: int, number: int) -> str:
    """ "催〔2026〕3号": a letter's number as offices write it."""
    words = {
        LetterKind.REMINDER: _("Reminder %(year)s/%(number)s"),
        LetterKind.SUPERVISION: _("Supervision %(year)s/%(number)s"),
    }
    return words[LetterKind(kind)] % {"year": year, "number": number}


def delay_words(reason: str, text: str, until: str) -> str:
    """Why a unit is late and by when it means to be done, in one line."""
    label = catalog.reason("delay", reason).label if reason else ""
    day = _("To be done by %(day)s.") % {"day": format.day(date.fromisoformat(until))} if until else ""
    named = f"{label}{either('：', ': ')}{text}" if label and text else label or text
    return " ".join(filter(None, (named, day)))


def reason_of(item: Deadline | None) -> str:
    """What the unit said of a clock that ran out, or nothing."""
    if item is None or not item.delay_reason:
        return ""
    until = item.explained_until.isoformat() if item.explained_until else ""
    return delay_words(item.delay_reason, "", until)


def moved_words(event: Event) -> str:
    """Which date moved from when to when, and why."""
    old, new = (format.moment(datetime.fromisoformat(event.refs[name])) for name in ("old", "new"))
    says = (
        _("%(clock)s: from %(old)s to %(new)s, because its term in the catalogue has changed.")
        if event.refs.get("why") == "term"
        else _("%(clock)s: from %(old)s to %(new)s, because the calendar of working days has changed.")
    )
    return says % {
        "clock": Clock(event.refs["clock"]).label,
        "old": old,
        "new": new,
    }


def instruction(item: Instruction, eyes: Reader = NOBODY) -> dict[str, Any]:
    """A leader's instruction as a card shows it; what looks like contact data is masked to all but who wrote it."""
    late = _("Late by %(span)s") % {"span": format.lasting((item.reported_at or clock.now()) - item.due_at)}
    return {
        "text": _covered(item.text, item.person_id, eyes),
        "who": str(item.person),
        "when": format.moment(item.written_at),
        "owner": " ".join(str(one) for one in (item.organization, item.post) if one),
        "due": format.day(item.due_at),
        "late": late if item.is_late else "",
        "report": _covered(item.report, item.reported_by_id, eyes),
        "reported": " · ".join([str(item.reported_by), format.moment(item.reported_at)] if item.reported_at else []),
    }


def instruction_line(item: Instruction) -> dict[str, str]:
    """An instruction without a report, as its writer finds it again."""
    shown = instruction(item)
    return {
        "url": address("cases:case", item.case_id),
        "title": masking.plain(item.case, "title"),
        "code": item.case.code,
        "owner": shown["owner"],
        "due": shown["due"],
        "late": shown["late"],
    }


def _covered(text: str, writer: UUID | None, eyes: Reader) -> str:
    return text if writer is not None and eyes.person == writer else masking.covered(text)


def letter_line(item: Letter) -> dict[str, str]:
    """A letter in the list on a case's page."""
    return {
        "number": letter_number(item.kind, item.year, item.number),
        "kind": str(item.get_kind_display()),
        "url": address("cases:letter", item.pk),
        "when": format.day(item.issued_at),
        "state": _letter_state(item),
    }


def _letter_state(item: Letter) -> str:
    if item.answered_at:
        return _("Reason given")
    return _("Over") if item.closed_at else _("No reason yet")


def letter(item: Letter) -> dict[str, Any]:
    """A letter as a sheet to print: what it says is the catalogue's text."""
    missed = item.missed_at
    unit = str(item.organization) if item.organization else _("Case office of the district")
    slots = {"code": item.case.code, "unit": unit}
    said = ""
    if missed and item.kind == LetterKind.SUPERVISION:
        slots |= {"days": _so_late(item, missed), "due": format.full_moment(item.due_at)}
        said = catalog.template("supervise", None, **slots)
    elif missed:
        slots |= {"days": _so_late(item, missed), "due": format.full_moment(missed)}
        said = catalog.template("urge", None, **slots)
    facts = [(_("Case"), f"{item.case.code} {masking.plain(item.case, 'title')}")]
    if missed:
        facts.append((_("Was due"), format.full_moment(missed)))
    facts.append((_("To be obeyed by"), format.full_moment(item.due_at)))
    return {
        "title": str(item.get_kind_display()),
        "number": letter_number(item.kind, item.year, item.number),
        "unit": unit,
        "text": said,
        "note": masking.covered(item.note),
        "facts": [{"label": label, "value": value} for label, value in facts],
        "by": _("Case office of the district"),
        "day": format.full_day(item.issued_at),
    }


def _so_late(item: Letter, missed: datetime) -> str:
    late = item.issued_at - missed
    return format.lasting(late) if late >= timedelta(days=1) else _("less than a day")


def line(case: Case, cells: list[Any]) -> dict[str, Any]:
    """A row of a table that opens its case: its name, then ``cells``."""
    return {"href": address("cases:case", case.id), "cells": [named(case), *cells]}


def named(case: Case) -> Any:
    """What a row calls its case: the title, before it 急 where hours count, below it the code."""
    title = masking.plain(case, "title")
    shown = around("{} {}", ui.render("state_tag", URGENT, {}), title) if terms.in_hours(case) else title
    return around('<span>{}</span><small class="muted num">{}</small>', shown, case.code)


def link(href: str, text: str) -> Any:
    """A link inside a cell."""
    return around('<a href="{}">{}</a>', href, text)


def tagged(text: str, tag: str, tone: str = "act") -> Any:
    """A text with a tag behind it where there is one: how late a date is, say."""
    return around("{} {}", text, ui.render("state_tag", {"label": tag, "tone": tone}, {})) if tag else text


def unbroken(text: str) -> Any:
    """A date or the like, on one line."""
    return around('<span class="nowrap">{}</span>', text)


def under(text: str, small: str) -> Any:
    """Two lines in a cell."""
    return around('{}<br><small class="muted nowrap">{}</small>', text, small) if small else text
