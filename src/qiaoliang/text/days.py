"""Working days as an argument: ``text`` knows no holidays, whoever calls it brings the calendar."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Protocol


class WorkingDays(Protocol):
    """A calendar of working days.

    ``provisional`` is true when the answer may still change (暂定): holidays not published, or plain weekdays only.
    """

    @property
    def provisional(self) -> bool: ...

    def is_working(self, day: date) -> bool: ...


@dataclass(frozen=True)
class Weekdays:
    """Monday to Friday, no holidays and no make-up days: always 暂定, good for an estimate and never for a term."""

    provisional: bool = True

    def is_working(self, day: date) -> bool:
        return day.weekday() < 5


@dataclass(frozen=True)
class DatedDays:
    """Weekdays corrected by published rows: ``rows[day]`` is True for a make-up working day, False for a holiday.

    Set ``provisional`` when the year in question has not been published.
    """

    rows: dict[date, bool] = field(default_factory=dict)
    provisional: bool = False

    def is_working(self, day: date) -> bool:
        return self.rows.get(day, day.weekday() < 5)


def add_working_days(start: date, count: int, calendar: WorkingDays) -> date:
    """The ``count``-th working day after ``start``; the first day is not counted (民法典 art. 201).

    Raises ValueError for a count below 1.
    """
    if count < 1:
        raise ValueError("a term has at least one working day")
    day = start
    while count:
        day += timedelta(days=1)
        count -= calendar.is_working(day)
    return day


def months_before(day: date, months: int) -> date:
    """The same day of the month so many months earlier; the last day where that month is shorter."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    last = (date(year + (month == 11), (month + 1) % 12 + 1, 1) - timedelta(days=1)).day
    return date(year, month + 1, min(day.day, last))
