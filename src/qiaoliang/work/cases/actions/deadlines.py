"""Starting, meeting and moving a case's clocks. A deadline moves only here, each time with the event that moved it."""

from __future__ import annotations

from datetime import datetime

from qiaoliang.base.catalog import queries as catalog
from qiaoliang.base.core import clock
from qiaoliang.base.workdays import queries as workdays
from qiaoliang.work.cases.choices import MAIN, Clock
from qiaoliang.work.cases.models import Case, Deadline


def start(case: Case, step: str, since: datetime | None = None) -> Deadline:
    """Start the clock of ``step`` for the case's category; a running one of the same step ends first."""
    end(case, step)
    rule = catalog.clock_step(case.category, step, case.received_at)
    since = since or clock.now()
    due = workdays.calendar().add(since, rule.amount, rule.unit)
    deadline = Deadline.objects.create(
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
    if step in MAIN:
        case.stopped_at = None
        _show(case, deadline)
    return deadline


def meet(case: Case, *steps: str) -> None:
    """The steps were done now."""
    now = clock.now()
    case.deadlines.filter(step__in=steps, ended_at=None).update(met_at=now, ended_at=now)


def end(case: Case, *steps: str) -> None:
    """Stop clocks without their having been met (all of them when none is named)."""
    live = case.deadlines.filter(ended_at=None)
    (live.filter(step__in=steps) if steps else live).update(ended_at=clock.now())


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
        _show(case, deadline)


def _show(case: Case, deadline: Deadline) -> None:
    case.due_at = deadline.due_at
    if deadline.step == Clock.ANSWER and case.first_due_at is None:
        case.first_due_at = deadline.first_due_at
    case.save(update_fields=["due_at", "first_due_at", "stopped_at"])
