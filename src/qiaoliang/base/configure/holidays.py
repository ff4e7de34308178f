"""What the pages of the calendar show, as ready-made strings."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from qiaoliang.base.configure import labels
from qiaoliang.base.core import clock
from qiaoliang.base.workdays import queries, words
from qiaoliang.base.workdays.actions import Changes
from qiaoliang.base.workdays.calendar import Calendar
from qiaoliang.base.workdays.years import Year
from qiaoliang.ui import format, registry

#: versions that are listed
MOST = 50


def years_shown() -> list[str]:
    """The years around this one that the calendar reaches."""
    calendar, this = queries.calendar(), clock.today().year
    return [str(one) for one in range(this - 2, this + 3) if calendar.first.year <= one <= calendar.last.year]


def index(year: int) -> dict[str, Any]:
    """A year as it stands, its neighbours, and the versions."""
    calendar, this = queries.calendar(), clock.today().year
    missing = queries.missing_year(this)
    days = sorted(day for day in calendar.rules if day.year == year)
    return {
        "tabs": [
            {"label": one, "href": f"{reverse('configure:holidays')}?year={one}", "current": one == str(year)}
            for one in years_shown()
        ],
        "year": year,
        "sources": [labels.said(one) for one in queries.sources(date(year, 1, 1), date(year + 1, 1, 1))],
        "provisional": "" if year in calendar.announced else words.PROVISIONAL,
        "missing": _("The days off of %(year)d are not entered yet. Until then its dates are provisional.")
        % {"year": missing}
        if missing
        else "",
        "columns": [{"label": _("Day"), "prime": True}, {"label": _("What it is")}],
        "rows": [{"cells": [format.day(day, date(year, 1, 1)), _is(calendar, day)]} for day in days],
        "version_columns": [{"label": _("Version"), "prime": True}, {"label": _("Source")}, {"label": _("Entered")}],
        "versions": [
            {
                "cells": [
                    _("Version %(number)d") % {"number": one.number},
                    labels.said(one.note or "—"),
                    format.moment(one.created_at, clock.today()),
                ]
            }
            for one in queries.versions()[:MOST]
        ],
    }


def look(year: Year, changes: Changes) -> dict[str, Any]:
    """Every day of a notice, what it is now and what it becomes, and those that lose their rule."""
    old, new = queries.calendar(), {day.date: day for day in year.days}
    dates = sorted({*new, *changes.withdrawn})
    return {
        "year": year.year,
        "source": labels.said(f"{year.title}（{year.number}）" if year.number else year.title),
        "summary": [
            _("Days off: %(count)d.") % {"count": sum(day.kind == "holiday" for day in year.days)},
            _("Weekend days worked instead: %(count)d.") % {"count": sum(day.kind == "workday" for day in year.days)},
            _("Open cases are counted again by it. The old date is kept, and nobody is late because of it."),
        ],
        "columns": [{"label": _("Day"), "prime": True}, {"label": _("Until now")}, {"label": _("From then on")}],
        "rows": [
            {
                "cells": [
                    format.day(day, date(year.year, 1, 1)),
                    _is(old, day),
                    _tag(new[day].kind, words.why("makeup" if new[day].kind == "workday" else "holiday", new[day].name))
                    if day in new
                    else _plain(day),
                ]
            }
            for day in dates
        ],
    }


def _is(calendar: Calendar, day: date) -> str:
    """What a day is by a calendar."""
    if not calendar.first <= day <= calendar.last:
        return _plain(day)
    found = calendar.describe(day)
    return _tag("workday" if found.counted else "holiday", labels.said(found.why))


def _plain(day: date) -> str:
    kind = ("workday", "saturday", "sunday")[max(0, day.weekday() - 4)]
    return _tag("workday" if kind == "workday" else "holiday", words.why(kind))


def _tag(kind: str, why: str) -> str:
    label, tone = (
        (pgettext("of a day", "worked"), "active") if kind == "workday" else (pgettext("of a day", "off"), "done")
    )
    return format_html("{} {}", registry.render("state_tag", {"label": label, "tone": tone}, {}), labels.said(str(why)))
