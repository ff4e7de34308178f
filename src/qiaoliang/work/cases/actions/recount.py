"""重算: a new holiday notice, or a clock that the office has changed for open cases, too, moves their dates. The old date stays
in the history with the reason."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from qiaoliang.base.catalog import queries as catalog
from qiaoliang.base.catalog.registry import Intended, Move
from qiaoliang.base.core import clock
from qiaoliang.base.core.remembered import still
from qiaoliang.base.core.who import SYSTEM
from qiaoliang.base.workdays import queries as workdays
from qiaoliang.base.workdays.calendar import Calendar, Due
from qiaoliang.work.cases.actions import deadlines, information, telling
from qiaoliang.work.cases.actions.transition import locked, log
from qiaoliang.work.cases.choices import MAIN, Clock
from qiaoliang.work.cases.models import Case, Deadline

#: terms that depend on which days are worked; hours run through nights and holidays
UNITS = ("wd", "d")
ANSWERS = (Clock.ANSWER, Clock.REWORK)


@dataclass(frozen=True, slots=True)
class Term:
    """So much of a unit, and the source that says so."""

    amount: Decimal
    unit: str
    source: str


def outdated() -> list[UUID]:
    """Running deadlines that were counted with another version of the calendar, or by a term that has changed for them;
    oldest first."""
    live = Deadline.objects.filter(ended_at=None)
    other = Q(unit__in=UNITS) & ~Q(calendar=str(workdays.calendar().version))
    found = set(live.filter(other).values_list("pk", flat=True))
    if catalog.recounted():
        with still():
            found |= {item.pk for item in _with_categories() if _other_term(item)}
    return sorted(found)


@transaction.atomic
def recount(deadline_id: UUID) -> bool:
    """Count one deadline again; whether its date moved. It moves by as much as the same term moved between the two
    calendars, or as the new term differs from the old one, so what stood still or was extended meanwhile is kept. A date that
    comes earlier never lies before the end of the next working day: no notice and no clock makes anybody late."""
    case = locked(Deadline.objects.values_list("case_id", flat=True).get(pk=deadline_id))
    item = Deadline.objects.filter(pk=deadline_id, ended_at=None).first()
    if item is None:
        return False
    item.case = case
    calendar, term = workdays.calendar(), _other_term(item)
    if term is None and (item.unit not in UNITS or item.calendar == str(calendar.version)):
        return False
    old, before = item.due_at, deadlines.counted(item, workdays.calendar(_version(item)))
    if term:
        item.amount, item.unit, item.source = term.amount, term.unit, term.source
    counted = deadlines.counted(item, calendar)
    item.due_at = _moved(item, before, counted, calendar)
    item.days = [[day.date.isoformat(), day.counted, day.kind, day.name] for day in counted.days]
    item.provisional, item.calendar = counted.provisional, str(counted.version)
    item.save(update_fields=["due_at", "days", "provisional", "calendar", "amount", "unit", "source"])
    if item.due_at != old:
        _say(case, item, old, by_term=term is not None)
    return item.due_at != old


def foresee(intended: Intended, valid_from: datetime) -> list[Move]:
    """How many open cases would get which date, as they stand now."""
    moves: Counter[tuple[str, datetime, datetime]] = Counter()
    with still():
        calendar = workdays.calendar()
        for item in _with_categories():
            term = _intended(item, intended, valid_from)
            if term is not None:
                before = deadlines.counted(item, calendar)
                old = item.due_at
                item.amount, item.unit = term.amount, term.unit
                new = _moved(item, before, deadlines.counted(item, calendar), calendar)
                if new != old:
                    moves[item.step, old, new] += 1
    return [Move(step, old, new, count) for (step, old, new), count in moves.items()]


def _with_categories() -> Iterator[Deadline]:
    return Deadline.objects.filter(ended_at=None).select_related("case__category").order_by("pk").iterator(500)


def _other_term(item: Deadline) -> Term | None:
    """The term that holds for a deadline by now, where it was counted by an earlier one; None for a term of its own."""
    terms = catalog.clock_steps(item.case.category, item.step, item.case.received_at)
    now = Term(terms[-1].amount, terms[-1].unit, terms[-1].source)
    earlier = {(one.amount, one.unit) for one in terms[:-1]}
    same = (item.amount, item.unit) == (now.amount, now.unit)
    return now if not same and (item.amount, item.unit) in earlier else None


def _intended(item: Deadline, intended: Intended, valid_from: datetime) -> Term | None:
    """The term that a deadline would get."""
    case = item.case
    held = catalog.clock_steps(case.category, item.step, case.received_at, valid_from)[-1]
    if (item.amount, item.unit) != (held.amount, held.unit):
        return None
    clocks = (intended.categories or {}).get(case.category.code) if case.category else None
    base = catalog.view(valid_from).steps.get(clocks, {}).get(item.step, held) if clocks else held
    terms = {(one.clocks, one.step): one for one in intended.terms}
    new = terms.get((clocks or held.clocks, item.step)) or base
    return Term(new.amount, new.unit, "") if (new.amount, new.unit) != (item.amount, item.unit) else None


def _moved(item: Deadline, before: Due, counted: Due, calendar: Calendar) -> datetime:
    new = item.due_at + (counted.at - before.at)
    if new >= item.due_at:
        return new
    soonest = calendar.add(clock.now(), 1, "wd").at
    return min(item.due_at, max(new, soonest))


def _version(item: Deadline) -> int:
    return int(item.calendar) if item.calendar.isdigit() else 0


def _say(case: Case, item: Deadline, old: datetime, *, by_term: bool) -> None:
    """The history names both dates and why; the unit hears it, and the person where their answer comes later, or their
    answer's term was changed."""
    deadlines.moved(case, item)
    if item.step == Clock.INFORMATION:
        information.recounted(case, item)
    refs = {"deadline": str(item.pk), "clock": item.step, "old": old.isoformat(), "new": item.due_at.isoformat()}
    refs |= {"why": "term"} if by_term else {}
    event = log(SYSTEM, "recount", case, refs=refs, calendar=item.calendar)
    if item.step in ANSWERS and (by_term or item.due_at > old):
        telling.letter(event, "recounted_term" if by_term else "recounted", old=old, due=item.due_at)
    if item.step in MAIN and case.lead_id:
        telling.tell(case, "recounted", "cases.work", case.lead_id)
