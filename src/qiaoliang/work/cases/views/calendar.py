"""日历: a month of deadlines at the desk, with the days that are not worked and why; on a phone a list by day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from qiaoliang.base.access.routes import officer
from qiaoliang.base.core import clock
from qiaoliang.base.workdays import queries as workdays
from qiaoliang.base.workdays.calendar import CountedDay
from qiaoliang.ui import format
from qiaoliang.ui.pages import page
from qiaoliang.work.cases import agenda, masking
from qiaoliang.work.cases.choices import Clock
from qiaoliang.work.cases.models import Deadline, Instruction


@officer("cases.list")
@require_GET
def month(request: HttpRequest) -> HttpResponse:
    """One month of what falls due for oneself, one's unit, or all one may see; ``day`` shows one day whole."""
    whose = agenda.whose(request.actor, request.GET.get("of", ""))
    day = _day(request.GET.get("day", ""))
    first = day.replace(day=1) if day else _day(request.GET.get("month", "") + "-01") or clock.today().replace(day=1)
    following = _next(first)
    mine = agenda.Agenda(request.actor, whose)
    context = {
        "title": format.month(first),
        "tabs": _tabs(request, whose, first),
        "before": _address(whose, first - timedelta(days=1)),
        "after": _address(whose, following),
        "now": _address(whose, clock.today()) if clock.today().replace(day=1) != first else "",
        "sources": workdays.sources(first, following),
        "provisional": workdays.calendar().provisional_from < following,
    }
    if day:
        return page(request, "cases/desk/day.html", context | _one_day(mine, day, whose))
    days = list(_days(mine, first, following, whose))
    context |= {"days": days, "weekdays": format.weekdays(), "nothing": not any(one["count"] for one in days)}
    return page(request, "cases/desk/calendar.html", context)


def _days(mine: agenda.Agenda, first: date, following: date, whose: str) -> Iterator[dict[str, Any]]:
    """The days of the month, with as many empty places before the first as the week needs."""
    counts = mine.counts(_start(first), _start(following))
    shown: dict[date, list[dict[str, Any]]] = defaultdict(list)
    for row in mine.first_of_each_day(_start(first), _start(following)):
        shown[clock.localtime(row.due_at).date()].append(_entry(row))
    yield from ({"blank": True, "count": 0} for _place in range(first.weekday()))
    calendar = workdays.calendar()
    for number in range((following - first).days):
        day = first + timedelta(days=number)
        more = counts.get(day, 0) - len(shown[day])
        yield {
            **_named(calendar.describe(day), day),
            "provisional": day >= calendar.provisional_from,
            "count": counts.get(day, 0),
            "entries": shown[day],
            "more": _("%(n)s more") % {"n": more} if more > 0 else "",
            "url": f"{reverse('cases:calendar')}?{urlencode({'day': day.isoformat(), 'of': whose})}",
        }


def _named(found: CountedDay, day: date) -> dict[str, Any]:
    """The number, the whole date for who hears it, and what kind of day it is where it is special."""
    special = found.kind in ("holiday", "makeup")
    return {
        "number": str(day.day),
        "date": format.day(day),
        "what": found.why if special else "",
        "rest": not found.counted,
        "makeup": found.kind == "makeup",
        "today": day == clock.today(),
    }


def _one_day(mine: agenda.Agenda, day: date, whose: str) -> dict[str, Any]:
    rows = mine.between(_start(day), _start(day + timedelta(days=1)))
    shown = rows[: agenda.MOST]
    found = workdays.calendar().describe(day)
    return {
        "title": format.day(day, clock.today()),
        "what": found.why,
        "entries": [_entry(row) for row in shown],
        "more": len(rows) > len(shown),
        "back": _address(whose, day),
    }


def _entry(row: Deadline | Instruction) -> dict[str, Any]:
    """One line of a day: when, what is due, for which case."""
    late = row.due_at < clock.now()
    step = Clock(row.step).label if isinstance(row, Deadline) else _("Instruction")
    return {
        "when": format.clock(row.due_at),
        "step": str(step),
        "title": masking.plain(row.case, "title"),
        "code": row.case.code,
        "url": reverse("cases:case", args=[row.case_id]),
        "late": late,
        "provisional": isinstance(row, Deadline) and row.provisional,
    }


def _tabs(request: HttpRequest, whose: str, first: date) -> list[dict[str, Any]]:
    labels = {"me": _("Mine"), "unit": _("My unit's"), "all": _("All I may see")}
    return [
        {"label": labels[one], "href": _address(one, first), "current": one == whose}
        for one in agenda.choices_of(request.actor)
    ]


def _address(whose: str, day: date) -> str:
    return f"{reverse('cases:calendar')}?{urlencode({'month': f'{day:%Y-%m}', 'of': whose})}"


def _next(first: date) -> date:
    return (first + timedelta(days=32)).replace(day=1)


def _start(day: date) -> datetime:
    return datetime.combine(day, time(), clock.ZONE)


def _day(text: str) -> date | None:
    """A day of the years this calendar knows; None for anything else that stands in an address."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    calendar = workdays.calendar()
    return day if calendar.first <= day <= calendar.last - timedelta(days=40) else None
