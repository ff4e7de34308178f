"""The figures of a week. A brief leaves the circle of those who handle cases, so it is the same for every reader, holds
nothing of cases about somebody's conduct, and small groups are left out together with what would give them away.

Weeks do not overlap, and each table is one total and its groups: received and answered by unit, and by theme. Shares in time
are of the answered that are shown. What is open or overdue is the unit's work, not a group of people; it is shown whole."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from qiaoliang.base.core import clock
from qiaoliang.work.cases import supervision, tallies
from qiaoliang.work.cases.models import Case, Promise, Tally
from qiaoliang.work.cases.suppress import LEAST, hidden

WEEK = timedelta(days=7)
#: with how many weeks before a theme is compared, and from which share on it is "more than usual"
BEFORE, MORE = 4, 1.5
#: how many overdue cases are named
NAMED = 20
AXES = ("unit", "theme")


def week_before(day: date) -> tuple[date, date]:
    """Monday and Sunday of the last whole week."""
    sunday = day - timedelta(days=day.isoweekday())
    return sunday - timedelta(days=6), sunday


def of_week(first: date, last: date) -> dict[str, Any]:
    """All a brief holds."""
    received, answered, in_time = _counted(first, last)
    standing = _standing()
    whole = {"asked": sum(received["unit"].values()), "answered": sum(answered["unit"].values())}
    whole |= {"in_time": sum(in_time["unit"].values()), **standing["all"].get("", {"open": 0, "late": 0})}
    return {
        "all": whole,
        "unit": _table(received["unit"], answered["unit"], in_time["unit"], standing["unit"]),
        "theme": _table(received["theme"], answered["theme"], in_time["theme"], {}),
        "more": _more(first, last),
        "overdue": _overdue(),
        "promises": _promises(last),
    }


def _cases() -> QuerySet[Case]:
    return Case.objects.filter(accused_organization=None)


def _within(column: str, first: date, last: date) -> QuerySet[Case]:
    begin, end = clock.start_of(first), clock.start_of(last + timedelta(days=1))
    return _cases().filter(**{f"{column}__gte": begin, f"{column}__lt": end})


Axes = dict[str, Counter[str]]


def _counted(first: date, last: date) -> tuple[Axes, Axes, Axes]:
    """Received, answered, in time: axis → key → how many."""
    received: Axes = defaultdict(Counter)
    answered: Axes = defaultdict(Counter)
    in_time: Axes = defaultdict(Counter)
    for facts in _facts(_within("received_at", first, last)):
        for axis in AXES:
            received[axis][facts[axis]] += 1
    for facts in _facts(_within("answered_at", first, last)):
        for axis in AXES:
            answered[axis][facts[axis]] += 1
            in_time[axis][facts[axis]] += bool(facts.get("in_time"))
    return received, answered, in_time


def _facts(cases: QuerySet[Case], at_once: int = 500) -> Iterator[dict[str, Any]]:
    """What the leader's page counts of them, by the same rules."""
    keys = list(cases.values_list("pk", flat=True))
    for start in range(0, len(keys), at_once):
        for facts, _late in tallies.facts_of(keys[start : start + at_once]).values():
            yield facts


def _standing() -> dict[str, dict[str, dict[str, int]]]:
    """axis → key → open and late now, from the counters."""
    found: dict[str, dict[str, dict[str, int]]] = {axis: {} for axis in ("all", "unit")}
    rows = Tally.objects.filter(accused="", axis__in=found).exclude(open=0)
    for line in tallies.summed(rows, "open", "late"):
        kept = found[line["axis"]].setdefault(line["key"], {"open": 0, "late": 0})
        kept["open"] += line["n_open"]
        kept["late"] += line["n_late"]
    return found


def _table(
    received: Counter[str], answered: Counter[str], in_time: Counter[str], standing: Mapping[str, Mapping[str, int]]
) -> dict[str, dict[str, int | None]]:
    """key → figures; None stands for what is not shown."""
    few, fewer = hidden(received), hidden(answered)
    return {
        key: {
            "asked": None if key in few else received[key],
            "answered": None if key in fewer else answered[key],
            "in_time": None if key in fewer else in_time[key],
            "open": standing.get(key, {}).get("open", 0),
            "late": standing.get(key, {}).get("late", 0),
        }
        for key in sorted({*received, *answered, *standing})
    }


def _more(first: date, last: date) -> list[dict[str, Any]]:
    """Matters of which clearly more came in than in the weeks before: at least ten, the most first."""
    now = _by_category(first, last)
    before = _by_category(first - BEFORE * WEEK, first - timedelta(days=1))
    found = [
        {"category": code, "now": count, "before": _mean(before[code])}
        for code, count in now.most_common()
        if count >= LEAST and count >= MORE * before[code] / BEFORE
    ]
    return found[:10]


def _by_category(first: date, last: date) -> Counter[str]:
    rows = (
        _within("received_at", first, last)
        .exclude(tallies.left_out() | Q(category=None))
        .order_by()
        .values_list("category__code")
    )
    return Counter(dict(rows.annotate(Count("pk"))))


def _mean(count: int) -> int | None:
    """A week's share of the weeks before; None where it is of fewer than ten."""
    return round(count / BEFORE) if count >= LEAST * BEFORE else None


def _overdue() -> list[dict[str, Any]]:
    """The longest overdue, by number, unit and day: no title, place or word."""
    now = clock.now()
    rows = supervision.overdue(supervision.with_holder(_cases())).order_by("due_at", "id")[:NAMED]
    return [
        {"code": one.code, "unit": str(one.holder or ""), "days": (now - one.due_at).days}
        for one in rows
        if one.due_at is not None
    ]


def _promises(last: date) -> dict[str, Any]:
    """What was promised and is open: whose day is over, and what falls due in the week to come, by unit."""
    rows = Promise.objects.filter(done_at=None, ended_at=None, case__accused_organization=None)
    over, soon = rows.filter(due_on__lte=last), rows.filter(due_on__gt=last, due_on__lte=last + WEEK)
    return {"open": rows.count(), "over": _by_unit(over), "soon": _by_unit(soon)}


def _by_unit(rows: QuerySet[Promise]) -> dict[str, int]:
    counted: Iterable[tuple[UUID, int]] = rows.order_by().values_list("organization").annotate(Count("pk"))
    return {str(unit): count for unit, count in counted}
