"""公开答复、承诺清单、有回音: what anybody reads without logging in. Nothing here is stored by a browser or found by a search
engine, so that what is taken down is gone."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET

from qiaoliang.base.access.routes import public
from qiaoliang.base.catalog import queries as catalog
from qiaoliang.base.search import queries as search
from qiaoliang.ui import format
from qiaoliang.ui.pages import page
from qiaoliang.work.cases.publishing import present, queries
from qiaoliang.work.cases.publishing.figures import COLUMNS, NAMES
from qiaoliang.work.cases.publishing.forms import Look
from qiaoliang.work.cases.publishing.models import Quarter

Figures = dict[str, int | None]


@public
@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """The newest first; narrowed by a word, a theme, a place."""
    form = Look(request.GET)
    asked = form.given
    after = request.GET.get("after", "")
    words, theme, place = (asked.get(name, "") for name in ("q", "theme", "place"))
    rows = queries.after(queries.found(words, theme, place), after)
    found = list(rows[: queries.PAGE + 1])
    last = found[queries.PAGE - 1].slug if len(found) > queries.PAGE else ""
    context = {
        "form": form,
        "tabs": _tabs("index"),
        "cards": [present.card(one) for one in found[: queries.PAGE]],
        "asked": bool(asked),
        "narrowed": bool(theme or place),
        "no_words": bool(words) and not search.says_something(words),
        "next": "?" + urlencode({**asked, "after": last}) if last else "",
        "first": "?" + urlencode(asked) if after else "",
        "feed": _feed(theme),
    }
    return page(request, "publishing/index.html", context)


@public
@require_GET
def one(request: HttpRequest, slug: str) -> HttpResponse:
    """One answer. What was taken down was never there."""
    found = queries.by_slug(slug)
    if found is None:
        raise Http404
    return page(request, "publishing/one.html", {"one": present.whole(found)})


@public
@require_GET
def promises(request: HttpRequest) -> HttpResponse:
    """Not done yet, what is overdue first; or kept."""
    kept = request.GET.get("kept") == "on"
    after = request.GET.get("after", "")
    rows = queries.promises_after(queries.promises(kept), after, kept)
    found = list(rows[: queries.PAGE + 1])
    last = found[queries.PAGE - 1].slug if len(found) > queries.PAGE else ""
    here = {"kept": "on"} if kept else {}
    context = {
        "tabs": _tabs("promises"),
        "sides": [_side(_("Not done yet"), "", not kept), _side(_("Kept"), "?kept=on", kept)],
        "promises": [present.promise(one, one.answer.promise) for one in found[: queries.PAGE]],
        "kept": kept,
        "next": "?" + urlencode({**here, "after": last}) if last else "",
        "first": "?" + urlencode(here) if after else "",
    }
    return page(request, "publishing/promises.html", context)


@public
@require_GET
def heard(request: HttpRequest) -> HttpResponse:
    """What became of what was asked, in the last quarter whose figures are settled."""
    quarter = queries.quarter()
    return page(request, "publishing/heard.html", {"tabs": _tabs("heard"), **(_figures(quarter) if quarter else {})})


def _tabs(current: str) -> list[dict[str, Any]]:
    names = {
        "index": pgettext("public answer", "Answers"),
        "promises": pgettext("public answer", "Promises"),
        "heard": pgettext("public answer", "What became of it"),
    }
    return [
        {"label": label, "href": reverse(f"publishing:{name}"), "current": name == current}
        for name, label in names.items()
    ]


def _side(label: str, asked: str, current: bool) -> dict[str, Any]:
    return {"label": label, "href": reverse("publishing:promises") + asked, "current": current}


def _feed(theme: str) -> str:
    return reverse("publishing:feed") + (f"?{urlencode({'theme': theme})}" if theme else "")


def _figures(quarter: Quarter) -> dict[str, Any]:
    whole, questions, themes = (quarter.figures[name] for name in ("whole", "questions", "themes"))
    shown = {code: one for code, one in themes.items() if any(one[name] is not None for name in COLUMNS)}
    lines = sorted(shown.items(), key=lambda one: (not one[0], -(one[1]["asked"] or 0), one[0]))
    rows = [[_theme(code), *(_cell(one, name) for name in COLUMNS)] for code, one in lines]
    others = _others(whole, list(shown.values()))
    rows += [[_rest(shown), *(_cell(others, name) for name in COLUMNS)]] if any(others.values()) else []
    return {
        "quarter": present.quarter_name(quarter.first),
        "stats": [_stat(label, whole, name) for name, label in _labels().items()],
        "columns": [{"label": _("About"), "prime": True}, *({"label": label, "right": True} for label in _labels().values())],
        "rows": [{"cells": cells} for cells in rows],
        "questions": _question_words(questions),
    }  # fmt: skip


def _others(whole: Figures, shown: list[Figures]) -> Figures:
    """What the shown groups leave over: anybody could work it out, and it is never one small group."""
    return {
        name: None if whole[name] is None else (whole[name] or 0) - sum(one[name] or 0 for one in shown)
        for name in NAMES
    }


def _rest(shown: dict[str, Figures]) -> str:
    """What the last row is called: a figure that is not shown above is in it, too, so that its columns may be of different themes."""
    whole = all(one[name] is not None for one in shown.values() for name in COLUMNS)
    return _("All others together") if whole else _("All others together, with what is not shown above")


def _labels() -> dict[str, str]:
    return {
        "asked": pgettext("public answer", "Asked"),
        "answered": pgettext("public answer", "Answered"),
        "solved_n": _("Said to be solved"),
    }


def _theme(code: str) -> str:
    return catalog.category(code).label if code else _("Not sorted yet")


def _cell(figures: Figures, name: str) -> str:
    """A rate with what it is of; a group too small is not shown."""
    count, yes = figures[name], figures["solved"]
    if count is None:
        return _("not shown")
    return format.share(yes or 0, count) if name == "solved_n" and count else format.number(count) if count else "—"


def _stat(label: str, figures: Figures, name: str) -> dict[str, str]:
    if name != "solved_n" or not figures[name]:
        return {"label": label, "value": _cell(figures, name), "of": ""}
    yes, count = figures["solved"] or 0, figures["solved_n"] or 0
    of = _("%(yes)s of %(count)s who said how it went") % {"yes": format.number(yes), "count": format.number(count)}
    return {"label": label, "value": f"{yes * 100 / count:.0f}%", "of": of}


def _question_words(figures: Figures) -> str:
    """Questions apart: they are settled by saying something, and would flatter the rates."""
    if not figures["asked"] or not figures["answered"]:
        return ""
    return _("Besides, %(asked)s questions were asked and %(answered)s answered.") % {
        "asked": format.number(figures["asked"]),
        "answered": format.number(figures["answered"]),
    }
