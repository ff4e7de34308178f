"""Terms that the catalogue gives for a case: until when something may be asked for, and how often it is handled.

They are those of the day on which the case came in, like its clocks."""

from __future__ import annotations

from datetime import datetime

from qiaoliang.base.catalog import queries as catalog
from qiaoliang.base.catalog.choices import Unit
from qiaoliang.base.catalog.models import ClockSet
from qiaoliang.base.workdays import queries as workdays
from qiaoliang.work.cases.choices import OPEN, Clock
from qiaoliang.work.cases.models import Case


def until(case: Case, step: str, since: datetime) -> datetime:
    """The end of the term of ``step`` that began at ``since``."""
    rule = catalog.clock_step(case.category, step, case.received_at)
    return workdays.calendar().add(since, rule.amount, rule.unit).at


def in_hours(case: Case) -> bool:
    """Whether the answer is still owed, and within hours."""
    if case.category is None or case.state not in OPEN:
        return False
    return catalog.clock_step(case.category, Clock.ANSWER, case.received_at).unit == Unit.HOURS


def rounds(case: Case) -> int:
    """How often it is answered before other people look at it."""
    return _set(case).rounds


def reviews(case: Case) -> int:
    """How many reviews there may be."""
    return _set(case).reviews


def _set(case: Case) -> ClockSet:
    return catalog.clock_set(case.category, case.received_at)
