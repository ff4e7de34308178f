"""Starting, meeting and moving a case's clocks. A deadline moves only here, each time with the event that moved it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal

from django.db.models import F

from qiaoliang.base.catalog import queries as catalog
from qiaoliang.base.core import clock
from qiaoliang.base.core.remembered import still
from qiaoliang.base.workdays import queries as workdays
from qiaoliang.base.workdays.calendar import Calendar, Due
from qiaoliang.work.cases import ladder, queries
from qiaoliang.work.cases.choices import MAIN, Clock
from qiaoliang.work.cases.models import Case, Deadline


def start(case: Case, step: str, since: datetime | None = None, amount: Decimal | int | None = None) -> Deadline:
    """Start the clock of ``step`` for the case's category; a running one of the same step ends first. ``amount`` takes the
    place of the catalogue's, in its unit."""
    end(case, step)
    with still():
        deadline = _counted(case, step, since or clock.now(), amount)
    deadline.save(force_insert=True)
    if step in MAIN:
        case.stopped_at = None
        show(case, deadline)
    return deadline


def first(case: Case, step: str) -> Deadline:
    """The clock with which a case begins, from when it came. Neither is saved yet; the case shows its date already."""
    with still():
        deadline = _counted(case, step, case.received_at, None)
    _show(case, deadline)
    return deadline


def first_contact(case: Case) -> None:
    """The clock of the first contact, where somebody left a way to reach them."""
    if queries.left_a_contact(case):
        start(case, Clock.CONTACT)


def _counted(case: Case, step: str, since: datetime, amount: Decimal | int | None) -> Deadline:
    rule = catalog.clock_step(case.category, step, case.received_at)
    amount = rule.amount if amount is None else Decimal(amount)
    due = workdays.calendar().add(since, amount, rule.unit)
    deadline = Deadline(
        case=case,
        step=step,
        start=since,
        due_at=due.at,
        first_due_at=due.at,
        amount=amount,
        unit=rule.unit,
        source=rule.source,
        days=_days(due),
        provisional=due.provisional,
        calendar=str(due.version),
    )
    deadline.rung_at = ladder.first_at(deadline)
    return deadline


def meet(case: Case, *steps: str) -> None:
    """The steps were done now."""
    _settle(case, steps)
    now = clock.now()
    if case.deadlines.filter(step__in=steps, ended_at=None).update(met_at=now, ended_at=now):
        _close_letters(case, *steps)


def end(case: Case, *steps: str) -> None:
    """Stop clocks without their having been met (all of them when none is named)."""
    _settle(case, steps)
    live = case.deadlines.filter(ended_at=None)
    if (live.filter(step__in=steps) if steps else live).update(ended_at=clock.now()) or not steps:
        _close_letters(case, *steps)


def _close_letters(case: Case, *steps: str) -> None:
    """What a letter asked for is over with its deadline; all of a case's letters are over with the case."""
    if not steps:
        case.letters.filter(closed_at=None).update(closed_at=clock.now())
    elif set(steps) & set(MAIN):
        over = case.letters.filter(closed_at=None, deadline__ended_at__isnull=False)
        over.update(closed_at=clock.now())


def extend(case: Case, amount: Decimal) -> Deadline:
    """Put the answer's date off by ``amount`` of its own unit, counted from the date as it stands.

    A date that has passed is not taken back: that clock ends late, and another one goes on with the same first date."""
    running = case.deadlines.get(step__in=(Clock.ANSWER, Clock.REWORK), ended_at=None)
    stood = case.stopped_at
    if (stood or clock.now()) > running.due_at:
        running = _ended_late(case, running)
        case.stopped_at = clock.now() if stood else None
    due = workdays.calendar().add(running.due_at, amount, running.unit)
    running.due_at, running.added = due.at, amount
    running.days = [*running.days, *_days(due)]
    running.provisional, running.calendar = running.provisional or due.provisional, str(due.version)
    running.save()
    running.case = case
    moved(case, running)
    return running


def _ended_late(case: Case, running: Deadline) -> Deadline:
    """End a clock as late; the one that goes on in its place, with all that the first one said."""
    end(case, running.step)
    running.refresh_from_db()
    running._state.adding, running.pk = True, Deadline._meta.pk.get_default()
    running.ended_at = None
    running.rung = running.delay_reason = ""
    running.explained_until = None
    return running


def lend(running: Deadline, case: Case, step: str = Clock.ANSWER) -> Deadline:
    """Another case of the same matter gets this clock as its own, with all that it said."""
    running._state.adding, running.pk = True, Deadline._meta.pk.get_default()
    running.case, running.step = case, step
    running.rung = running.delay_reason = ""
    running.explained_until = None
    running.rung_at = ladder.first_at(running)
    running.save(force_insert=True)
    show(case, running)
    return running


def _settle(case: Case, steps: tuple[str, ...]) -> None:
    """Before a main clock ends while it stands still, the time it stood still is put on: standing still is not being late."""
    ending = set(steps or MAIN) & set(MAIN)
    if case.stopped_at is not None and ending and case.deadlines.filter(step__in=ending, ended_at=None).exists():
        resume(case)


def stop(case: Case) -> None:
    """From now on the case is not getting later: the person is asked something, or has the answer."""
    case.stopped_at = clock.now()
    case.save(update_fields=["stopped_at"])


def resume(case: Case) -> None:
    """Move the running main deadline on by exactly as long as it stood still."""
    pause = clock.now() - (case.stopped_at or clock.now())
    case.stopped_at = None
    for deadline in case.deadlines.filter(step__in=MAIN, ended_at=None):
        deadline.due_at += pause
        deadline.save(update_fields=["due_at"])
        deadline.case = case
        moved(case, deadline)


def go_on(case: Case, kept: Sequence[str]) -> None:
    """These clocks run again as if they had never ended, with the letters that had closed with them."""
    case.letters.filter(deadline__in=kept, closed_at=F("deadline__ended_at")).update(closed_at=None)
    case.deadlines.filter(pk__in=kept).update(ended_at=None, met_at=None)
    show_running(case)


def moved(case: Case, deadline: Deadline) -> None:
    """Call this after a running deadline has got another date: the case shows it, and its reminders follow it."""
    if deadline.step in MAIN:
        show(case, deadline)
        rehang(deadline)


def rehang(deadline: Deadline) -> None:
    """Say when the next rung of the ladder is due for this deadline."""
    deadline.rung_at = ladder.first_at(deadline)
    deadline.save(update_fields=["rung_at"])


def show_running(case: Case) -> None:
    """Let the case show the main clock that runs now, and stand still no longer."""
    case.stopped_at = None
    for deadline in case.deadlines.filter(step__in=MAIN, ended_at=None):
        show(case, deadline)


def show(case: Case, deadline: Deadline) -> None:
    """Let the case show this clock's date as its own."""
    _show(case, deadline)
    case.save(update_fields=["due_at", "first_due_at", "stopped_at"])


def _show(case: Case, deadline: Deadline) -> None:
    case.due_at = deadline.due_at
    if deadline.step == Clock.ANSWER and case.first_due_at is None:
        case.first_due_at = deadline.first_due_at


def counted(item: Deadline, calendar: Calendar) -> Due:
    """The whole term of a deadline by that calendar: as it was at first, and what an extension added."""
    first = calendar.add(item.start, item.amount, item.unit)
    if not item.added:
        return first
    more = calendar.add(first.at, item.added, item.unit)
    return Due(more.at, (*first.days, *more.days), first.provisional or more.provisional, more.version)


def _days(due: Due) -> list[list[object]]:
    """Every day a term looked at: [ISO date, counted?, kind of day, festival]."""
    return [[day.date.isoformat(), day.counted, day.kind, day.name] for day in due.days]
