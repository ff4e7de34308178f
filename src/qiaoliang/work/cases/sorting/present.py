"""Issues and figures in words, ready to be shown."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from qiaoliang.base.catalog import queries as catalog
from qiaoliang.ui import format
from qiaoliang.ui.words import either
from qiaoliang.work.cases import among
from qiaoliang.work.cases.sorting.choices import Trend
from qiaoliang.work.cases.sorting.models import Accuracy, Issue

AMONG = "issue"
#: trend → (tone, icon) of its tag
TAGS = {
    Trend.NEW: ("act", "alert"),
    Trend.GROWING: ("wait", "plus"),
    Trend.STEADY: ("active", "clock"),
    Trend.FADING: ("done", "check"),
}


def issue_title(issue: Issue) -> str:
    """ "拖欠工资 · 清泉食品厂": what it is about, and where if it is one place."""
    known = catalog.view().categories.get(issue.category)
    about = known.label if known else either("、", ", ").join(issue.words[:2])
    return " · ".join(filter(None, (about, issue.place))) or _("Several matters")


def why_hot(issue: Issue, opens_rows: bool) -> str:
    """Why it stands here: how many lately beside before, since when, where. The weeks and the first day are those of a few
    cases, so whoever cannot open the cases reads only where."""
    where = _("mostly at %(place)s") % {"place": issue.place} if issue.place else _("in several places")
    if not opens_rows:
        return where
    parts = [
        _("%(recent)s cases in the last four weeks, %(before)s in the four before")
        % {"recent": issue.recent, "before": issue.before},
        _("first on %(day)s") % {"day": format.day(issue.first)},
        where,
    ]
    return either("；", "; ").join(parts)


def issue(item: Issue, opens_rows: bool) -> dict[str, Any]:
    """An issue as the page shows it; ``opens_rows``: whether the reader sees the cases behind it."""
    tone, icon = TAGS[Trend(item.trend)]
    return {
        "id": f"issue-{item.pk}",
        "title": issue_title(item),
        "why": why_hot(item, opens_rows),
        "words": item.words,
        "count": format.number(item.count),
        "tag": {"label": str(Trend(item.trend).label), "tone": tone, "icon": icon},
        "href": f"{reverse('cases:every')}?among={among.address(AMONG, item.pk)}" if opens_rows else "",
        "weeks": _weeks(item) if opens_rows else None,
    }


def _weeks(item: Issue) -> dict[str, Any]:
    days = [item.since + timedelta(weeks=number) for number in range(len(item.weeks))]
    most = max(range(len(item.weeks)), key=lambda at: item.weeks[at])
    words = _("Most in the week from %(day)s: %(most)s. This week so far: %(now)s.")
    return {
        "labels": [_short(day) for day in days],
        "series": [{"name": _("Cases"), "values": item.weeks}],
        "description": words % {"day": format.day(days[most]), "most": item.weeks[most], "now": item.weeks[-1]},
    }


def _short(day: date) -> str:
    return either(f"{day.month}/{day.day}", f"{day.day}/{day.month}")


def lines(rows: list[Accuracy]) -> list[dict[str, Any]]:
    """The lines of a chart: shares, in its table each with what it rests on."""
    parts = (
        (_("First right"), "first", "said"),
        (_("One of those shown right"), "among", "said"),
        (_("Something suggested"), "said", "decided"),
    )
    return [
        {
            "name": name,
            "values": [_percent(getattr(row, part), getattr(row, whole)) for row in rows],
            "texts": [format.share(getattr(row, part), getattr(row, whole)) for row in rows],
        }
        for name, part, whole in parts
    ]


def in_a_sentence(rows: list[Accuracy]) -> str:
    """The newest month in words."""
    if not rows:
        return ""
    last = rows[-1]
    words = _("In %(month)s the first was right in %(share)s.")
    return words % {"month": format.month(last.month), "share": format.share(last.first, last.said)}


def _percent(part: int, whole: int) -> float | None:
    return round(part * 100 / whole) if whole else None
