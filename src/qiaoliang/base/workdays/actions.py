"""Writing the calendar: a file of yearly arrangements becomes the next version."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from qiaoliang.base.audit import actions as audit
from qiaoliang.base.core import textfile
from qiaoliang.base.core.errors import Refusal
from qiaoliang.base.core.who import Who
from qiaoliang.base.workdays import notice, queries, registry, years
from qiaoliang.base.workdays.models import CalendarVersion, DayRule, YearRule
from qiaoliang.base.workdays.years import Arrangements, Day, Year


@dataclass(frozen=True, slots=True)
class Changes:
    """What a file would change, year by year: dates that get a rule, another rule, or lose theirs; ``problems`` stop it."""

    years: tuple[int, ...] = ()
    added: tuple[date, ...] = ()
    changed: tuple[date, ...] = ()
    withdrawn: tuple[date, ...] = ()
    hours: bool = False
    problems: tuple[str, ...] = ()
    version: int | None = None

    def __bool__(self) -> bool:
        return bool(self.years) or self.hours


def preview(file: Path | str | Arrangements) -> Changes:
    """What loading the file would change; nothing is written. A path to a .txt is the notice itself, another path or a text
    is a file of arrangements; what was read already is taken as it is."""
    found = _read(file)
    return Changes(problems=found.problems) if found.problems else _changes(found)


@transaction.atomic
def load(file: Path | str | Arrangements, who: Who, *, note: str = "") -> Changes:
    """Put the file's years in the place of what was known about those years, as a new version; other years stay.

    Nothing is deleted: what no longer holds keeps its row, ended by the new version. Refusal, with every problem as a
    sentence, when the file is not sound; no change, no version.
    """
    found = _read(file)
    if found.problems:
        raise Refusal("\n".join(found.problems), code="workdays-file")
    _begin(who)
    return _apply(found, who, note)


@transaction.atomic
def load_shipped(who: Who) -> Changes:
    """After an upgrade: take over years that came with the release and are not announced here yet. Keeps the office's own."""
    _begin(who)
    known = set(YearRule.objects.filter(until=None, announced=True).values_list("year", flat=True))
    new = tuple(year for year in years.shipped().years if year.announced and year.year not in known)
    return _apply(Arrangements(new, None, None, ()), who, str(_("shipped with the product")))


def _read(file: Path | str | Arrangements) -> Arrangements:
    if isinstance(file, Arrangements):
        return file
    if isinstance(file, str):
        return years.read(file)
    try:
        text = textfile.read(file)
    except Refusal as no:
        return Arrangements((), None, None, (str(no),))
    return notice.read(text) if file.suffix.lower() == ".txt" else years.read(text)


def _begin(who: Who) -> None:
    if not CalendarVersion.objects.exists():
        _apply(years.shipped(), who, str(_("shipped with the product")))


def _apply(found: Arrangements, who: Who, note: str) -> Changes:
    changes = _changes(found)
    if not changes:
        return changes
    before = CalendarVersion.objects.order_by("-number").first()
    old = before.number if before else 0
    version = CalendarVersion(number=old + 1, note=note)
    version.noon = found.noon or (before.noon if before else version.noon)
    version.close = found.close or (before.close if before else version.close)
    version.save()
    for year in found.years:
        _replace(year, version.number)
    audit.record(who, "workdays.load", version, fields=[str(year) for year in changes.years])
    queries.calendars.changed()
    registry.tell(old, version.number)
    return replace(changes, version=version.number)


def _replace(year: Year, number: int) -> None:
    dates = [day.date for day in year.days]
    YearRule.objects.filter(year=year.year, until=None).update(until=number)
    DayRule.objects.filter(year=year.year, until=None).update(until=number)
    DayRule.objects.filter(date__in=dates, until=None).update(until=number)
    row = YearRule.objects.create(
        year=year.year,
        title=year.title,
        number=year.number,
        certainty=year.certainty,
        announced=year.announced,
        version=number,
    )
    common = {"year": year.year, "source": row.source, "certainty": year.certainty, "version": number}
    DayRule.objects.bulk_create([DayRule(date=d.date, kind=d.kind, name=d.name, **common) for d in year.days])


def _changes(found: Arrangements) -> Changes:
    held = _held()
    differing = [year for year in found.years if held.get(year.year) != year]
    new = {day.date: day for year in differing for day in year.days}
    old = {day.date: day for year in differing if year.year in held for day in held[year.year].days}
    return Changes(
        years=tuple(year.year for year in differing),
        added=tuple(sorted(new.keys() - old.keys())),
        changed=tuple(sorted(day for day in new.keys() & old.keys() if new[day] != old[day])),
        withdrawn=tuple(sorted(old.keys() - new.keys())),
        hours=_hours_differ(found),
    )


def _held() -> dict[int, Year]:
    """The years as they stand, in the file's shape."""
    if not CalendarVersion.objects.exists():
        return {}
    days: dict[int, list[Day]] = defaultdict(list)
    for date_, kind, name, year in DayRule.objects.filter(until=None).values_list("date", "kind", "name", "year"):
        days[year].append(Day(date_, kind, name))
    return {
        row.year: Year(row.year, row.title, row.number, row.certainty, row.announced, tuple(days[row.year]))
        for row in YearRule.objects.filter(until=None)
    }


def _hours_differ(found: Arrangements) -> bool:
    row = CalendarVersion.objects.order_by("-number").first() or CalendarVersion()
    return (found.noon or row.noon, found.close or row.close) != (row.noon, row.close)
