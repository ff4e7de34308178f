"""催办单、督办单: numbered without a gap, a series of their own each year."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from qiaoliang.base.catalog import queries as catalog
from qiaoliang.base.catalog.models import Rung
from qiaoliang.base.core import clock
from qiaoliang.base.workdays import queries as workdays
from qiaoliang.work.cases.choices import MAIN, Clock, LetterKind, State
from qiaoliang.work.cases.models import Case, Deadline, Letter, Series


def write(case: Case, kind: str, within: Decimal, **more: Any) -> Letter:
    """The next letter of this kind to the unit that has the case, to be obeyed ``within`` working days."""
    now = clock.now()
    year = clock.localtime(now).year
    due_at = workdays.calendar().add(now, within, "wd").at
    unit = case.lead_id if case.state != State.REVIEW else None
    return Letter.objects.create(
        case=case, kind=kind, year=year, number=_next(kind, year), organization_id=unit, due_at=due_at, **more
    )


def of_rung(case: Case, deadline: Deadline, row: Rung) -> Letter:
    """The letter that a rung writes."""
    return write(case, row.letter, row.within, deadline=deadline, missed_at=deadline.due_at, rung=row.code)


def of_hand(case: Case, **more: Any) -> Letter:
    """催办单 written by a supervisor; it asks for as many days as the ladder's own."""
    rungs = catalog.ladder(Clock.ANSWER, case.received_at)
    within = next((row.within for row in rungs if row.letter == LetterKind.REMINDER), Decimal(1))
    deadline = case.deadlines.filter(step__in=MAIN, ended_at=None).first()
    missed = deadline.due_at if deadline and deadline.is_late else None
    return write(case, LetterKind.REMINDER, within, deadline=deadline, missed_at=missed, **more)


def _next(kind: str, year: int) -> int:
    """Locked until our commit, so a number is given once and one that was rolled back is given again."""
    Series.objects.bulk_create([Series(kind=kind, year=year)], ignore_conflicts=True)
    row = Series.objects.select_for_update().get(kind=kind, year=year)
    row.last += 1
    row.save(update_fields=["last"])
    return row.last
