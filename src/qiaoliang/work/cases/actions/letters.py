"""催办单、督办单: numbered without a gap, a series of their own each year."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from qiaoliang.base.catalog import queries as catalog
from qiaoliang.base.catalog.models import Rung
from qiaoliang.base.core import clock
from qiaoliang.base.workdays import queries as workdays
from qiaoliang.work.cases import terms
from qiaoliang.work.cases.choices import MAIN, Clock, LetterKind, State
from qiaoliang.work.cases.models import Case, Deadline, Letter, Series


def write(case: Case, kind: str, within: Decimal, **more: Any) -> Letter:
    """The next letter of this kind to the unit that has the case, to be obeyed ``within`` working days."""
    return _numbered(case, kind, workdays.calendar().add(clock.now(), within, "wd").at, **more)


def _numbered(case: Case, kind: str, due_at: datetime, **more: Any) -> Letter:
    year = clock.localtime(clock.now()).year
    unit = case.lead_id if case.state != State.REVIEW else None
    return Letter.objects.create(
        case=case, kind=kind, year=year, number=_next(kind, year), organization_id=unit, due_at=due_at, **more
    )


def of_rung(case: Case, deadline: Deadline, row: Rung) -> Letter:
    """The letter that a rung writes."""
    return write(case, row.letter, row.within, deadline=deadline, missed_at=deadline.due_at, rung=row.code)


def of_hand(case: Case, kind: str = LetterKind.REMINDER, **more: Any) -> Letter:
    """A letter written by a supervisor."""
    deadline = running(case)
    missed = deadline.due_at if deadline and deadline.is_late else None
    return _numbered(case, kind, answer_by(case, kind, deadline), deadline=deadline, missed_at=missed, **more)


def answer_by(case: Case, kind: str, deadline: Deadline | None) -> datetime:
    """By when a letter of a supervisor is to be answered: within the ladder's own days; where the matter's clock, the
    ``deadline`` that runs, counts hours and so does the answer's, within half of these."""
    now = clock.now()
    if deadline is not None and deadline.unit == "h" and terms.in_hours(case):
        return now + timedelta(hours=float(deadline.amount) / 2)
    rungs = catalog.ladder(Clock.ANSWER, case.received_at)
    within = next((row.within for row in rungs if row.letter == kind), Decimal(1))
    return workdays.calendar().add(now, within, "wd").at


def running(case: Case) -> Deadline | None:
    """The main clock of the case that runs."""
    return case.deadlines.filter(step__in=MAIN, ended_at=None).first()


def _next(kind: str, year: int) -> int:
    """Locked until our commit, so a number is given once and one that was rolled back is given again."""
    Series.objects.bulk_create([Series(kind=kind, year=year)], ignore_conflicts=True)
    row = Series.objects.select_for_update().get(kind=kind, year=year)
    row.last += 1
    row.save(update_fields=["last"])
    return row.last
