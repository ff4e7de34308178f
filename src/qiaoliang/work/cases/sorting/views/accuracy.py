"""How good the suggestions are: month by month, how often what was suggested is what a person decided, and how often nothing was
said."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from qiaoliang.base.access.routes import officer
from qiaoliang.ui import format
from qiaoliang.ui.pages import page
from qiaoliang.work.cases.sorting import present, queries
from qiaoliang.work.cases.sorting.actions.measure import BEGINNER
from qiaoliang.work.cases.sorting.choices import What
from qiaoliang.work.cases.sorting.models import Accuracy


@officer("system.check", "cases.supervise")
@require_GET
def accuracy(request: HttpRequest) -> HttpResponse:
    """Both models."""
    return page(request, "sorting/accuracy.html", {"parts": [_part(what) for what in What]})


def _part(what: What) -> dict[str, Any]:
    rows = queries.accuracy(what)
    titles = {What.CATEGORY: _("What a case is about"), What.LEAD: _("Which unit leads")}
    return {
        "title": titles[what],
        "labels": [format.month(row.month) for row in rows],
        "series": present.lines(rows),
        "description": present.in_a_sentence(rows),
        "stats": _stats(rows),
        "shown": bool(rows),
        "note": _note(rows),
    }


def _stats(rows: list[Accuracy]) -> list[dict[str, Any]]:
    decided, said = (sum(getattr(row, name) for row in rows) for name in ("decided", "said"))
    first, among = (sum(getattr(row, name) for row in rows) for name in ("first", "among"))
    return [
        _stat(_("The first was right"), first, said),
        _stat(_("One of those shown was right"), among, said),
        _stat(_("Something was suggested"), said, decided),
    ]


def _stat(label: str, part: int, whole: int) -> dict[str, Any]:
    value = f"{part * 100 / whole:.0f}%" if whole else "—"
    of = _("%(part)s of %(whole)s decisions") % {"part": format.number(part), "whole": format.number(whole)}
    return {"label": label, "value": value, "of": of if whole else ""}


def _note(rows: list[Accuracy]) -> str:
    young = sum(row.beginner for row in rows)
    words = _(
        "%(n)s of these were decided while fewer than %(least)s decisions had been learned: the beginning is counted, too."
    )
    return words % {"n": format.number(young), "least": BEGINNER} if young else ""
