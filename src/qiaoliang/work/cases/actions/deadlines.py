"""Starting, meeting and moving a case's clocks. A deadline moves only here, each time with the event that moved it."""

from __future__ import annotations

from datetime import datetime

from qiaoliang.base.catalog import queries as catalog
from qiaoliang.base.core import clock
from qiaoliang.base.core.remembered import still
from qiaoliang.base.workdays import queries as workdays
from qiaoliang.work.cases import ladder
from qiaoliang.work.cases.choices import MAIN, Clock
from qiaoliang.work.cases.models import Case, Deadline


def start(case: Case, step: str, since: datetime | None = None) -> Deadline:
    """Start the clock of ``step`` for the case's category; a running one of the same step ends first."""
    end(case, step)
    with still():
        return _started(case, step, since)


def _started(case: Case, step: str, since: datetime | None) -> Deadline:
    rule = catalog.clock_step(case.category, step, case.received_at)
    since = since or clock.now()
    due = workdays.calendar().add(since, rule.amount, rule.unit)
    deadline = Deadline(
        case=case,
        step=step,
        start=since,
        due_at=due.at,
        first_due_at=due.at,
        amount=rule.amount,
        unit=rule.unit,
        source=rule.source,
        days=[[day.date.isoformat(), day.counted, day.kind, day.name] for day in due.days],
        provisional=due.provisional,
        calendar=str(due.version),
    )
    deadline.rung_at = ladder.first_at(deadline)
    deadline.save(force_insert=True)
    if step in MAIN:
        case.stopped_at = None
        _show(case, deadline)
    return deadline


def meet(case: Case, *steps: str) -> None:
    """The steps were done now."""
    now = clock.now()
    if case.deadlines.filter(step__in=steps, ended_at=None).update(met_at=now, ended_at=now):
        _close_letters(case, *steps)


def end(case: Case, *steps: str) -> None:
    """Stop clocks without their having been met (all of them when none is named)."""
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


def moved(case: Case, deadline: Deadline) -> None:
    """Call this after a running deadline has got another date: the case shows it, and its reminders follow it."""
    if deadline.step in MAIN:
        _show(case, deadline)
        rehang(deadline)


def rehang(deadline: Deadline) -> None:
    """Say when the next rung of the ladder is due for this deadline."""
    deadline.rung_at = ladder.first_at(deadline)
    deadline.save(update_fields=["rung_at"])


def _show(case: Case, deadline: Deadline) -> None:
    case.due_at = deadline.due_at
    if deadline.step == Clock.ANSWER and case.first_due_at is None:
        case.first_due_at = deadline.first_due_at
    case.save(update_fields=["due_at", "first_due_at", "stopped_at"])
