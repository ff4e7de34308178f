"""一屏看全区: what was asked, answered, is stuck and why, in five minutes on a phone. Every figure opens its rows."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from functools import cache
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from qiaoliang.base.access.routes import officer
from qiaoliang.base.catalog import queries as catalog
from qiaoliang.base.core import clock
from qiaoliang.base.organizations import finding
from qiaoliang.base.organizations.models import Organization
from qiaoliang.ui import format
from qiaoliang.ui.pages import page
from qiaoliang.ui.words import either
from qiaoliang.work.cases import narrow, overview, panels, suppress, watched
from qiaoliang.work.cases.forms.filters import reason_label, stage_label
from qiaoliang.work.cases.overview import Figures, Opinion, Overview, Rate

#: so far behind the figures say so
SLOW = timedelta(minutes=5)
Line = tuple[str, dict[str, str], Figures]


@officer("cases.instruct", "cases.supervise")
@require_GET
def district(request: HttpRequest) -> HttpResponse:
    """The whole page."""
    if not overview.sees_everything(request.actor):
        return page(request, "cases/desk/overview.html", {"narrow": reverse("cases:every")})
    span = _span(request.GET.get("months", ""))
    found = overview.read(request.actor, span)
    quarter = _quarter(request.GET.get("quarter", ""))
    said = [overview.opinions(quarter, question) for question in (False, True)]
    units = _units({*found.work["unit"], *found.work["town"], *said[0][1], *said[1][1]})
    lines = {
        "unit": _lines(found.work["unit"], units, "unit", _("At the case office"), {"unassigned": "on"}),
        "theme": list(_themes(found)),
        "town": _lines(found.work["town"], units, "town", _("No town named"), {"town": narrow.NONE}),
    }
    context = {
        "tabs": [_tab(one, span, quarter) for one in overview.SPANS],
        "stuck": _stuck(found),
        "stats": _stats(found),
        "stages": _bars(_stages(found)),
        "reasons": _reasons(found),
        "groups": [_group(name, rows, found.since) for name, rows in lines.items()],
        "months": _over_time(found),
        "series": _series(),
        "behind": _behind(),
        "mine": [watched.instruction_line(one) for one in overview.asked_by(request.actor)],
        "panels": panels.of_overview(request.actor),
    }
    return page(request, "cases/desk/overview.html", context | _people(quarter, span, said, units))


def _span(text: str) -> int:
    return int(text) if text in [str(one) for one in overview.SPANS] else overview.USUAL


def _tab(span: int, now: int, quarter: date) -> dict[str, Any]:
    names = {1: _("This month"), 3: _("Three months"), 12: _("Twelve months")}
    return {"label": names[span], "href": _here(span, quarter), "current": span == now}


def _here(span: int, quarter: date) -> str:
    return "?" + urlencode({"months": span, "quarter": f"{quarter:%Y-%m}"})


def _opens(**asked: Any) -> str:
    """The list behind a figure."""
    return f"{_every()}?{urlencode({name: value for name, value in asked.items() if value})}"


@cache
def _every() -> str:
    """Asked for once: a page has three hundred of these links."""
    return reverse("cases:every")


# ---------------------------------------------------------------- the work


def _stats(found: Overview) -> list[dict[str, Any]]:
    whole, since = found.of("all"), found.since.isoformat()
    stats: list[dict[str, Any]] = [
        {"label": _("Received"), "value": format.number(whole["asked"]), "href": _opens(since=since, counted="on")},
        {"label": _("Answered"), "value": format.number(whole["answered"]), "href": _opens(answered_since=since)},
        {
            "label": _("Answered in time"),
            "value": f"{whole['in_time'] * 100 / whole['answered']:.0f}%" if whole["answered"] else "—",
            "of": _("%(part)s of %(whole)s answered")
            % {"part": format.number(whole["in_time"]), "whole": format.number(whole["answered"])},
            "href": _opens(answered_since=since),
        },
        {"label": _("Not answered yet"), "value": format.number(whole["open"]), "href": _opens(open="on")},
        {
            "label": _("Overdue"),
            "value": format.number(whole["late"]),
            "href": _opens(overdue="on"),
            "late": whole["late"] > 0,
        },
    ]
    return [{"of": "", "late": False} | one for one in stats]


def _stuck(found: Overview) -> str:
    """How much is stuck, and at which stage most of it, in one sentence; late cases where there are any."""
    whole, stages = found.of("all"), _stages(found)
    if not stages:
        return ""
    words = {"open": format.number(whole["open"]), "late": format.number(whole["late"])}
    if not whole["late"]:
        return _("%(open)s not answered yet, none of them overdue.") % words
    label, _asked, most = max(stages, key=lambda stage: stage[2]["late"])
    words |= {"stage": label, "most": format.number(most["late"])}
    return (
        _("%(open)s not answered yet, %(late)s of them overdue. Of these the most, %(most)s, stand at “%(stage)s”.")
        % words
    )


def _stages(found: Overview) -> list[Line]:
    return [
        (stage_label(one), {"stage": str(one)}, found.of("stage", str(one)))
        for one in narrow.STAGES
        if found.of("stage", str(one))["open"]
    ]


def _bars(lines: Iterable[Line]) -> list[dict[str, Any]]:
    """Open cases, those overdue in another colour; the bar opens them."""
    return [
        {
            "label": label,
            "values": [figures["open"] - figures["late"], figures["late"]],
            "text": _open_words(figures),
            "href": _opens(**asked, open="" if "stage" in asked else "on"),
        }
        for label, asked, figures in lines
        if figures["open"]
    ]


def _open_words(figures: Figures) -> str:
    if not figures["late"]:
        return format.number(figures["open"])
    words = _("%(open)s, %(late)s overdue")
    return words % {"open": format.number(figures["open"]), "late": format.number(figures["late"])}


def _reasons(found: Overview) -> list[dict[str, Any]]:
    keys = sorted(found.work["why"].items(), key=lambda one: (not one[0], -one[1]["late"], one[0]))
    return [
        {
            "label": reason_label(key),
            "values": [figures["late"]],
            "text": format.number(figures["late"]),
            "href": _opens(why=key or narrow.NONE),
        }
        for key, figures in keys
        if figures["late"]
    ]


def _lines(
    work: dict[str, Figures], units: dict[str, tuple[str, str]], axis: str, nobody: str, none: dict[str, str]
) -> list[Line]:
    """Those with overdue cases first, else in the order of the directory: where help is needed, not who comes first."""
    lines: list[Line] = []
    for key, (label, typed) in units.items():
        if key in work and any(work[key].values()):
            lines.append((label, {axis: typed if axis == "unit" else key}, work[key]))
    if "" in work and any(work[""].values()):
        lines.append((nobody, none, work[""]))
    return sorted(lines, key=lambda line: not line[2]["late"])


def _themes(found: Overview) -> Iterable[Line]:
    for topic in catalog.topics():
        if any(found.of("theme", topic.code).values()):
            yield topic.label, {"category": topic.code}, found.of("theme", topic.code)
    known = {topic.code for topic in catalog.topics()} | {""}
    for code in sorted(found.work["theme"].keys() - known):
        yield catalog.category(code).label, {"category": code}, found.of("theme", code)
    if any(found.of("theme").values()):
        yield _("Not said yet"), {"category": narrow.NONE}, found.of("theme")


def _units(keys: set[str]) -> dict[str, tuple[str, str]]:
    """id → (what it is called, how it is typed), by code."""
    known = Organization.objects.filter(pk__in=[key for key in keys if key]).order_by("code")
    typed = {one.id: one.value for one in finding.show([(unit, ()) for unit in known])}
    return {str(unit.pk): (unit.label, typed[unit.pk]) for unit in known}


def _group(name: str, lines: list[Line], since: date) -> dict[str, Any]:
    titles = {"unit": _("By unit"), "theme": _("By theme"), "town": _("By place")}
    heads = {"unit": _("Unit"), "theme": _("Theme"), "town": _("Place")}
    names = (_("Received"), _("Answered"), _("In time"), _("Not answered yet"), _("Overdue"))
    columns = [{"label": heads[name], "prime": True}, *({"label": one, "right": True} for one in names)]
    rows = [{"cells": [label, *_cells(asked, figures, since)]} for label, asked, figures in lines]
    bars, chart = _bars(lines), _("Not answered yet")
    if name == "theme":  # what people raise most
        bars, chart = _asked_bars(lines, since), _("Received")
    return {
        "title": titles[name],
        "head": heads[name],
        "bars": bars,
        "chart": chart,
        "series": [] if name == "theme" else _series(),
        "columns": columns,
        "rows": rows,
    }


def _series() -> list[str]:
    return [_("Not overdue"), _("Overdue")]


def _asked_bars(lines: Iterable[Line], since: date) -> list[dict[str, Any]]:
    """What was received, the most first; of these, what is late now stands in the table."""
    return [
        {
            "label": label,
            "values": [figures["asked"]],
            "text": format.number(figures["asked"]),
            "href": _opens(**asked, since=since.isoformat(), counted="on"),
        }
        for label, asked, figures in sorted(lines, key=lambda line: -line[2]["asked"])
        if figures["asked"]
    ]


def _cells(asked: dict[str, str], figures: Figures, since: date) -> list[Any]:
    first = since.isoformat()

    def linked(count: int, **more: str) -> Any:
        return watched.link(_opens(**asked, **more), format.number(count)) if count else "0"

    return [
        linked(figures["asked"], since=first, counted="on"),
        linked(figures["answered"], answered_since=first),
        format.share(figures["in_time"], figures["answered"]),
        linked(figures["open"], open="on"),
        linked(figures["late"], overdue="on"),
    ]


def _over_time(found: Overview) -> dict[str, Any]:
    today = clock.today()
    months = [overview.first_of(today, back) for back in range(overview.LONG - 1, -1, -1)]
    asked = [found.months[one]["asked"] if one in found.months else 0 for one in months]
    answered = [found.months[one]["answered"] if one in found.months else 0 for one in months]
    most = max(range(len(months)), key=lambda at: asked[at])
    words = _("Most were received in %(month)s: %(most)s. This month so far %(now)s.")
    return {
        "labels": [_month(one, first=not at) for at, one in enumerate(months)],
        "description": words % {"month": format.month(months[most]), "most": asked[most], "now": asked[-1]},
        "series": [
            {"name": _("Received"), "values": asked},
            {"name": _("Answered"), "values": answered},
        ],
        "links": [
            {
                "label": format.month(one),
                "href": _opens(since=one.isoformat(), until=overview.last_of(one).isoformat(), counted="on"),
            }
            for one in reversed(months)
        ],
    }


def _month(one: date, *, first: bool) -> str:
    """A month under the chart; with the year where that begins, since the first is called like the last."""
    year = first or one.month == 1
    return either(f"{one:%y}年{one.month}月" if year else f"{one.month}月", f"{one:%b %y}" if year else f"{one:%b}")


def _behind() -> str:
    """A sentence where the figures lag by more than people would think."""
    oldest = overview.behind()
    if oldest is None or clock.now() - oldest < SLOW:
        return ""
    words = _("The figures know of everything up to %(when)s. What came later is still being counted.")
    return words % {"when": format.moment(oldest)}


# ---------------------------------------------------------------- what people said


def _quarter(text: str) -> date:
    """The quarter asked for, else the present one; none that has not begun."""
    now = overview.quarter_of(clock.today())
    try:
        asked = overview.quarter_of(date.fromisoformat(f"{text}-01"))
    except ValueError:
        return now
    return min(max(asked, date(2000, 1, 1)), now)


Said = tuple[Opinion, dict[str, Opinion]]


def _people(quarter: date, span: int, said: list[Said], units: dict[str, tuple[str, str]]) -> dict[str, Any]:
    now = overview.quarter_of(clock.today())
    return {
        "quarter": _quarter_name(quarter),
        "before": _here(span, overview.first_of(quarter, 3)),
        "after": _here(span, overview.first_of(quarter, -3)) if quarter < now else "",
        "said": [_said(quarter, said[at], question, units) for at, question in enumerate((False, True))],
        "least": _(
            "Units of which fewer than %(n)s people said something do not stand alone, nor do those that would give them away by subtraction; they are counted together in the last row."
        )
        % {"n": suppress.LEAST},
    }


def _quarter_name(quarter: date) -> str:
    number = quarter.month // 3 + 1
    return either(f"{quarter.year}年第{'一二三四'[number - 1]}季度", f"Q{number} {quarter.year}")


def _said(quarter: date, said: Said, question: bool, units: dict[str, tuple[str, str]]) -> dict[str, Any]:
    whole, each = said
    alone, others = overview.apart(whole, each)
    order = {key: place for place, key in enumerate(units)}
    first, last = quarter.isoformat(), overview.last_of(overview.first_of(quarter, -2)).isoformat()
    asked = {"answered_since": first, "answered_until": last, "matter": "question" if question else "other"}
    rates = ("contacted", "solved", "satisfied")
    columns = [
        {"label": _("Unit"), "prime": True},
        *(
            {"label": label, "right": True}
            for label in (_("Contacted"), _("Solved"), _("Satisfied"), _("Said something"))
        ),
    ]
    rows = [
        {
            "cells": [
                _unit_link(units.get(key), asked),
                *(_rate(one.rates[name]) for name in rates),
                _coverage(one),
            ]
        }
        for key, one in sorted(alone.items(), key=lambda item: order.get(item[0], len(order)))
    ]
    if others:
        rows.append(
            {
                "cells": [
                    _("All that is not shown, together"),
                    *(_rate(others.rates[name]) for name in rates),
                    _coverage(others),
                ]
            }
        )
    return {
        "title": _("Questions") if question else _("What people said of the handling"),
        "stats": [_stat(name, whole, _opens(**asked)) for name in rates],
        "columns": columns,
        "rows": rows,
        "coverage": _coverage_words(whole),
    }


def _unit_link(unit: tuple[str, str] | None, asked: dict[str, str]) -> Any:
    if unit is None:
        return watched.link(_opens(**asked, unassigned="on"), _("At the case office"))
    return watched.link(_opens(**asked, unit=unit[1]), unit[0])


def _stat(name: str, whole: Opinion, href: str) -> dict[str, Any]:
    labels = {"contacted": _("Contacted"), "solved": _("Solved"), "satisfied": _("Satisfied")}
    rate = whole.rates[name]
    if not rate.n or not rate.shown:
        return {"label": labels[name], "value": "—", "of": _few(rate), "href": href}
    of = _("%(yes)s of %(n)s who said; %(called)s asked") % {"yes": rate.yes, "n": rate.n, "called": whole.called}
    return {"label": labels[name], "value": f"{rate.yes * 100 / rate.n:.0f}%", "of": of, "href": href}


def _few(rate: Rate) -> str:
    return _("Fewer than %(n)s people said") % {"n": suppress.LEAST} if rate.n else _("Nobody has said yet")


def _rate(rate: Rate) -> str:
    return format.share(rate.yes, rate.n) if rate.shown else _("not shown")


def _coverage(one: Opinion) -> str:
    return format.share(one.rated, one.called) if one.shown else _("not shown")


def _coverage_words(whole: Opinion) -> str:
    if not whole.shown:
        return ""
    words = _("%(share)s of the people asked said something. Silence counts as nothing.")
    return words % {"share": format.share(whole.rated, whole.called)} if whole.called else ""
