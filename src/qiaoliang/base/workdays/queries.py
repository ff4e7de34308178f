"""Reading the calendar."""

from __future__ import annotations

from datetime import date, time
from typing import Any, NamedTuple

from django.db.models import Q, QuerySet

from qiaoliang.base.asking import written
from qiaoliang.base.core.remembered import Remembered
from qiaoliang.base.workdays import years
from qiaoliang.base.workdays.calendar import Calendar, OfficeHours, Rule
from qiaoliang.base.workdays.models import CalendarVersion, DayRule, YearRule


class Key(NamedTuple):
    """One version of the calendar; its row's id tells it from the same number in another life of the database."""

    number: int
    id: object
    noon: time
    close: time


_SHIPPED = Key(0, None, time(12, 0), time(17, 30))


def calendar(version: int | None = None) -> Calendar:
    """The calendar now, or as it was in an earlier version. Before any row is loaded: the shipped one, version 0."""
    return calendars.get() if version is None else calendars.of(_key(version))


def held(version: int) -> Q:
    """The rules that held in that version."""
    return Q(version__lte=version) & (Q(until=None) | Q(until__gt=version))


def missing_year(year: int) -> int | None:
    """The first of this year and the next whose arrangement is not announced yet, for ``check`` and the desk."""
    known = calendar().announced
    return next((one for one in (year, year + 1) if one not in known), None)


def versions() -> QuerySet[CalendarVersion]:
    """All versions, the newest first."""
    return CalendarVersion.objects.order_by("-number")


def sources(first: date, end: date) -> list[str]:
    """The notices behind the special days in ``[first, end)``, as the calendar of today holds them."""
    days = DayRule.objects.filter(until=None, date__gte=first, date__lt=end)
    return list(days.order_by("source").values_list("source", flat=True).distinct())


def _key(version: int | None = None) -> Key:
    row = written.first(_newest) if version is None else _keys().filter(number=version).first()
    return Key(*row) if row else _SHIPPED


def _keys() -> QuerySet[CalendarVersion, Any]:
    return CalendarVersion.objects.order_by("-number").values_list("number", "id", "noon", "close")


def _newest() -> QuerySet[CalendarVersion, Any]:
    return _keys()[:1]


def _make(key: Key) -> Calendar:
    return _from_rows(key) if key.number else from_file(years.shipped())


def _from_rows(key: Key) -> Calendar:
    days = DayRule.objects.filter(held(key.number)).values_list("date", "kind", "name")
    known = YearRule.objects.filter(held(key.number), announced=True).values_list("year", flat=True)
    rules = {day: Rule(kind, name) for day, kind, name in days}
    return Calendar(rules, frozenset(known), key.number, OfficeHours(key.noon, key.close))


def from_file(found: years.Arrangements) -> Calendar:
    """The calendar that a file describes, without a database."""
    rules = {day.date: Rule(day.kind, day.name) for year in found.years for day in year.days}
    return Calendar(rules, frozenset(year.year for year in found.years if year.announced))


calendars: Remembered[Key, Calendar] = Remembered(_key, _make)
