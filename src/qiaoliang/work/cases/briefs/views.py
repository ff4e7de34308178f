"""The briefs so far, one brief to read, and its files."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from qiaoliang.base.access.routes import officer
from qiaoliang.office.official import Grid, level
from qiaoliang.ui import format
from qiaoliang.ui.pages import page
from qiaoliang.work.cases import watched
from qiaoliang.work.cases.briefs import papers, queries
from qiaoliang.work.cases.briefs.actions.paper import paper
from qiaoliang.work.cases.briefs.models import Brief
from qiaoliang.work.cases.views.papers import TYPES, attached, file

#: as many signs as a case's number has
SHORT = 10
reader = officer("cases.instruct", "cases.supervise")


@reader
@require_GET
def every(request: HttpRequest) -> HttpResponse:
    """The weeks, the newest first."""
    found = list(queries.visible_to(request.actor)[:53])  # type: ignore[attr-defined]
    labels = (
        _("Week"),
        _("Received"),
        _("Answered"),
        _("In time"),
        _("Not answered yet"),
        _("Overdue"),
        _("Both as of"),
        _("Full text"),
    )
    columns = [{"label": label, "prime": not place, "right": bool(place)} for place, label in enumerate(labels)]
    return page(request, "briefs/every.html", {"columns": columns, "rows": [_line(one) for one in found]})


def _line(brief: Brief) -> dict[str, Any]:
    whole = brief.figures["all"]
    days = f"{format.full_day(brief.first)} – {format.full_day(brief.last)}"
    figures = [format.number(whole[name]) for name in ("asked", "answered")]
    figures += [
        format.share(whole["in_time"], whole["answered"]),
        *(format.number(whole[one]) for one in ("open", "late")),
    ]
    href = reverse("briefs:one", args=[brief.pk])
    counted = format.moment(brief.created_at)
    return {"href": href, "cells": [days, *figures, counted, watched.link(href, _("Read it"))]}


@reader
@require_GET
def one(request: HttpRequest, brief_id: UUID) -> HttpResponse:
    """What the paper says, to read on the screen."""
    brief = _load(request, brief_id)
    told = papers.brief(brief).told
    files = {name: reverse("briefs:paper", args=[brief.pk, kind]) for name, kind in (("word", "docx"), ("pdf", "pdf"))}
    return page(
        request,
        "briefs/one.html",
        {"told": told, "week": f"{brief.first:%F}", "parts": [_part(one) for one in told.body], **files},
    )


def _part(part: str | Grid) -> dict[str, Any]:
    if isinstance(part, str):
        return {"heading": part if level(part) == 1 else "", "text": part}
    columns = [{"label": label, "prime": not place, "right": bool(place)} for place, label in enumerate(part.header)]
    rows = [{"cells": list(map(_unbroken, row)), **_led(part.header[0], row)} for row in part.rows]
    return {"columns": columns, "rows": rows}


def _unbroken(cell: str) -> Any:
    """A number, a share or a span stays on one line; a name may take two."""
    return format_html('<span class="nowrap">{}</span>', cell) if len(cell) <= SHORT else cell


def _led(head: str, row: Sequence[str]) -> dict[str, str]:
    """A case's number leads to the case, for who may read it."""
    return {"href": f"{reverse('cases:every')}?{urlencode({'q': row[0]})}"} if head == papers.NUMBER else {}


@reader
@require_GET
def sheet(request: HttpRequest, brief_id: UUID, kind: str) -> HttpResponse:
    """Word or PDF."""
    brief = _load(request, brief_id)
    if kind not in TYPES:
        raise Http404
    made = papers.brief(brief)
    data = file(made, kind)
    paper(request.actor, brief, kind)  # type: ignore[attr-defined]
    return attached(data, f"{made.name}.{kind}", kind)


def _load(request: HttpRequest, brief_id: UUID) -> Brief:
    found = queries.visible_to(request.actor).filter(pk=brief_id).first()  # type: ignore[attr-defined]
    if found is None:
        raise Http404
    return found
