"""催办督办: when each rung of the catalogue's ladder is due for a deadline. Reads only; ``actions/late.py`` takes them.

A share of a term is counted on the clock, back from the date as it stands now: while the case stands still none of it runs,
and a date that moves takes its rungs along.
"""

from __future__ import annotations

from datetime import date, datetime, time
from typing import NamedTuple

from qiaoliang.base.catalog import queries as catalog
from qiaoliang.base.catalog.choices import RungUnit
from qiaoliang.base.catalog.models import Rung
from qiaoliang.base.core import clock
from qiaoliang.base.workdays import queries as workdays
from qiaoliang.work.cases.choices import MAIN
from qiaoliang.work.cases.models import Deadline


class Ahead(NamedTuple):
    """The rungs that are due and not taken, lowest first, and when the next one after them is."""

    due: list[Rung]
    next_at: datetime | None


def ahead(deadline: Deadline) -> Ahead:
    """What is left of the ladder for a running deadline. Rungs of a ladder that no longer has the one taken last count
    as taken where their moment is over: nothing is told twice."""
    now = clock.now()
    rungs = _moments(deadline)
    codes = [row.code for _at, row in rungs]
    if deadline.rung in codes:
        rungs = rungs[codes.index(deadline.rung) + 1 :]
    elif deadline.rung:
        rungs = [(at, row) for at, row in rungs if at >= now]
    later = [at for at, _row in rungs if at >= now]
    return Ahead([row for at, row in rungs if at < now], later[0] if later else None)


def first_at(deadline: Deadline) -> datetime | None:
    """When the first rung not taken is due, be it over."""
    found = ahead(deadline)
    return clock.now() if found.due else found.next_at


def day_end(day: date) -> datetime:
    """The last second of a day in the district."""
    return datetime.combine(day, time(23, 59, 59), clock.ZONE)


def _moments(deadline: Deadline) -> list[tuple[datetime, Rung]]:
    """Every rung with its moment, in the order in which they come."""
    if deadline.step not in MAIN:
        return []
    rungs = catalog.ladder(deadline.step, deadline.case.received_at)
    return sorted(((_moment(deadline, row), row) for row in rungs), key=lambda pair: (pair[0], pair[1].place))


def _moment(deadline: Deadline, row: Rung) -> datetime:
    if row.unit == RungUnit.SHARE:
        return deadline.due_at - (deadline.first_due_at - deadline.start) * float(1 - row.amount / 100)
    at = deadline.due_at
    if row.amount:
        at = workdays.calendar().add(at, row.amount, row.unit).at
    return max(at, day_end(deadline.explained_until)) if row.waits and deadline.explained_until else at
