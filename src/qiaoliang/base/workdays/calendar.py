"""The calendar of working days and the one way to count a term. Pure: rules go in, nothing is asked of a database.

How a term is counted, with its sources:

- The day on which something happens is not counted; counting begins with the next day
  (民法典 Civil Code, Art. 201 para. 1). A term in working days begins with the next *working* day.
- A term in calendar days whose last day is a rest day ends on the next working day (Art. 203 para. 1).
- A last day ends at 24:00, or when business stops where there are business hours (Art. 203 para. 2). Officers work in office
  hours, so a term in working days ends at the close of the office (17:30 unless the district says otherwise) and half a
  working day ends at its noon (12:00). People may write at any hour, so a term in calendar days ends with the day.
- A term in hours runs on the clock, day and night, and counts from the minute (Art. 201 para. 2).
- Which days are worked: weekdays, changed by the yearly notice of the State Council's General Office. Beyond the last announced
  year only the days off fixed by law are known, so a deadline there is provisional: 暂定，以国务院公布的安排为准.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from functools import cached_property
from typing import Literal, NamedTuple, Self

from qiaoliang.base.core import clock
from qiaoliang.base.workdays.words import why

Unit = Literal["wd", "h", "d"]
UNITS: tuple[Unit, ...] = ("wd", "h", "d")
#: how many years past the last rule the calendar goes on (by law and weekends only)
YEARS_BEYOND = 10
#: how far into the old year a notice has reached so far (2008 and 2019: from 29 December)
REACHES_BACK = timedelta(days=3)
HALF = Decimal("0.5")
_DAY_END = time(23, 59, 59)


class Rule(NamedTuple):
    """What is special about a date: ``kind`` is holiday or workday, ``name`` the festival it belongs to."""

    kind: str
    name: str


class CountedDay(NamedTuple):
    """One day of a term: was it counted, and what kind of day it is (see :func:`words.why`)."""

    date: date
    counted: bool
    kind: str
    name: str = ""

    @property
    def why(self) -> str:
        """What the day is, in the reader's language: 工作日, 周六, 国庆节, 调休上班（国庆节）."""
        return why(self.kind, self.name)


@dataclass(frozen=True, slots=True)
class Due:
    """A deadline that explains itself: the moment ``at`` (aware, UTC), each day after the start with its reason, whether any of
    them lies in a year not yet announced, and the calendar version that was used."""

    at: datetime
    days: tuple[CountedDay, ...]
    provisional: bool
    version: int


@dataclass(frozen=True, slots=True)
class OfficeHours:
    """When the morning and the day end at the desk, on the district's clock."""

    noon: time = time(12, 0)
    close: time = time(17, 30)


@dataclass(frozen=True)
class Calendar:
    """Working days between the first and the last year of the rules, and some years beyond.

    ``announced`` are the years whose yearly notice is in the rules; ``version`` is the number of the rows it was made from.
    """

    rules: Mapping[date, Rule]
    announced: frozenset[int]
    version: int = 0
    hours: OfficeHours = field(default_factory=OfficeHours)

    @classmethod
    def load(cls, version: int | None = None) -> Self:
        """The calendar of this district, today's or an earlier version (to explain a deadline of then); kept in memory."""
        from qiaoliang.base.workdays import queries

        return queries.calendar(version)  # type: ignore[return-value]

    # ------------------------------------------------------------------ days

    @cached_property
    def first(self) -> date:
        """The first day this calendar knows."""
        return date(min((*self.announced, *(day.year for day in self.rules))), 1, 1)

    @cached_property
    def last(self) -> date:
        """The last day this calendar can count to."""
        return date(max((*self.announced, *(day.year for day in self.rules))) + YEARS_BEYOND, 12, 31)

    @cached_property
    def provisional_from(self) -> date:
        """From this day on a deadline may still move: the first year without a notice, and the last days before it, because
        a notice may reach back over the New Year (that of 2008 changed 29 to 31 December 2007)."""
        year = min(self.announced)
        while year in self.announced:
            year += 1
        return date(year, 1, 1) - REACHES_BACK

    def is_workday(self, day: date) -> bool:
        """Is the office open on that day? Weekdays beyond what is known count as open."""
        rule = self.rules.get(day)
        return day.weekday() < 5 if rule is None else rule.kind == "workday"

    def describe(self, day: date) -> CountedDay:
        """What that day is, counted when it is worked."""
        rule = self.rules.get(day)
        if rule is None:
            return CountedDay(day, day.weekday() < 5, ("workday", "saturday", "sunday")[max(0, day.weekday() - 4)])
        return CountedDay(day, rule.kind == "workday", "makeup" if rule.kind == "workday" else "holiday", rule.name)

    def workdays_between(self, start: date, end: date) -> int:
        """How many working days lie after ``start``, up to and including ``end`` (negative when ``end`` is earlier)."""
        return self._position(end) - self._position(start)

    # ------------------------------------------------------------------ terms

    def add(self, start: datetime, amount: Decimal | int, unit: str) -> Due:
        """When a term that began at ``start`` (aware) ends: ``amount`` working days "wd" (halves allowed), hours "h" or
        calendar days "d". ValueError for another unit, an amount of nothing, or an end outside the calendar."""
        amount = Decimal(amount)
        if start.tzinfo is None:
            raise ValueError("a term starts at an aware moment")
        if amount <= 0:
            raise ValueError(f"a term must be longer than nothing, not {amount}")
        day = clock.localtime(start).date()
        if unit == "h":
            return self._hours(start, amount)
        if unit == "wd":
            return self._working_days(day, amount)
        if unit == "d":
            return self._calendar_days(day, amount)
        raise ValueError(f"unknown unit {unit!r}: use wd, h or d")

    def _hours(self, start: datetime, amount: Decimal) -> Due:
        at = start.astimezone(UTC) + timedelta(seconds=int(amount * 3600))
        return Due(at, (), False, self.version)

    def _working_days(self, day: date, amount: Decimal) -> Due:
        halves = amount / HALF
        if halves != int(halves):
            raise ValueError(f"working days are counted in halves, not {amount}")
        whole, half = divmod(int(halves), 2)
        place = self._position(day) + whole + half - 1
        end = self._worked_day(place)
        days = self._worked[self._index(day) + 1 : end - self._base + 1]
        return self._due(days, self.hours.noon if half else self.hours.close)

    def _calendar_days(self, day: date, amount: Decimal) -> Due:
        if amount != int(amount):
            raise ValueError(f"calendar days are whole, not {amount}")
        start, end = self._index(day), self._index(day) + int(amount)
        if end >= len(self._worked):
            raise ValueError(self._beyond())
        actual = self._worked_day(bisect_right(self._workdays, end - 1 + self._base)) - self._base
        days = [*self._every[start + 1 : end], *self._worked[end : actual + 1]]
        return self._due(days, _DAY_END)

    def _due(self, days: list[CountedDay], close: time) -> Due:
        end = days[-1].date
        at = datetime.combine(end, close, clock.ZONE).astimezone(UTC)
        return Due(at, tuple(days), end >= self.provisional_from, self.version)

    # ------------------------------------------------------------------ arrays, made once for each calendar

    @cached_property
    def _base(self) -> int:
        return self.first.toordinal()

    @cached_property
    def _worked(self) -> list[CountedDay]:
        return [self.describe(date.fromordinal(n)) for n in range(self._base, self.last.toordinal() + 1)]

    @cached_property
    def _every(self) -> list[CountedDay]:
        return [day._replace(counted=True) for day in self._worked]

    @cached_property
    def _workdays(self) -> list[int]:
        return [self._base + index for index, day in enumerate(self._worked) if day.counted]

    def _index(self, day: date) -> int:
        index = day.toordinal() - self._base
        if not 0 <= index < len(self._worked):
            raise ValueError(self._beyond())
        return index

    def _position(self, day: date) -> int:
        self._index(day)
        return bisect_right(self._workdays, day.toordinal())

    def _worked_day(self, place: int) -> int:
        if place >= len(self._workdays):
            raise ValueError(self._beyond())
        return self._workdays[place]

    def _beyond(self) -> str:
        return f"the calendar knows {self.first} to {self.last} only"
