from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from qiaoliang.base.core import clock
from qiaoliang.base.core.audience import signed_in
from qiaoliang.base.notify import actions, queries, registry
from qiaoliang.base.notify.models import Notice
from qiaoliang.ui import format
from qiaoliang.ui.pages import page

SIZE = 30


@signed_in
@require_safe
def notices(request: HttpRequest) -> HttpResponse:
    """One's own notices, newest first."""
    person = queries.reader(request)
    found = list(queries.latest(person, before=_id(request.GET.get("before", "")))[: SIZE + 1]) if person else []
    context = {
        "rows": [_row(notice) for notice in found[:SIZE]],
        "columns": [{"label": _("Notice"), "prime": True}, {"label": _("When")}],
        "unread": queries.unread_count(person),
        "next": f"?before={found[SIZE - 1].pk}" if len(found) > SIZE else "",
    }
    return page(request, "notify/notices.html", context)


def _row(notice: Notice) -> dict[str, Any]:
    """A button, because opening marks the notice read; its form stands once on the page."""
    unread = notice.read_at is None
    button = format_html(
        '<button class="pick" form="open" formaction="{}">{}{}</button>',
        reverse("notify:open", args=[notice.pk]),
        registry.said(notice)[0],
        format_html('<span class="sr"> {}</span>', _("unread")) if unread else "",
    )
    when = format_html('<span class="nowrap">{}</span>', format.ago(notice.created_at, clock.now()))
    return {"cells": [button, when], "unread": unread}


@signed_in
@require_POST
def opened(request: HttpRequest, notice_id: UUID) -> HttpResponse:
    """Mark one's own notice read and go to what it is about."""
    person = _person(request)
    notice = get_object_or_404(Notice, pk=notice_id, person_id=person)
    actions.mark_read(person, notice.pk)
    return redirect(registry.said(notice)[1] or "notify:list")


@signed_in
@require_POST
def all_read(request: HttpRequest) -> HttpResponse:
    actions.mark_read(_person(request))
    return redirect("notify:list")


def _person(request: HttpRequest) -> UUID:
    person = queries.reader(request)
    if person is None:
        raise Http404
    return person


def _id(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
