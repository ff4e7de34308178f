from __future__ import annotations

from datetime import date
from itertools import groupby
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from qiaoliang.base.core import clock
from qiaoliang.base.core.audience import signed_in
from qiaoliang.base.notify import actions, queries, registry
from qiaoliang.base.notify.models import Notice
from qiaoliang.ui import format
from qiaoliang.ui.pages import flash, page

SIZE = 30


@signed_in
@require_safe
def notices(request: HttpRequest) -> HttpResponse:
    """One's own notices by day, newest first: those not read, or with ``show=all`` every one."""
    person, every = queries.reader(request), request.GET.get("show") == "all"
    found = (queries.latest(person) if every else queries.unread(person)) if person else Notice.objects.none()
    before = _id(request.GET.get("before", ""))
    page_of = list((found.filter(pk__lt=before) if before else found)[: SIZE + 1])
    here = {"show": "all"} if every else {}
    unread = queries.unread_count(person)
    context = {
        "days": _by_day(request, page_of[:SIZE]),
        "tabs": [
            {
                "label": _("Unread"),
                "href": "?",
                "current": not every,
                "count": "99+" if unread > 99 else str(unread or ""),
            },
            {"label": _("All notices"), "href": "?show=all", "current": every},
        ],
        "unread": unread,
        "next": f"?{urlencode({**here, 'before': page_of[SIZE - 1].pk})}" if len(page_of) > SIZE else "",
        "previous": f"?{urlencode(here)}" if before else "",
        "every": every,
    }
    return page(request, "notify/notices.html", context)


def _by_day(request: HttpRequest, found: list[Notice]) -> list[dict[str, Any]]:
    titles = registry.titles(request, found)
    days = groupby(found, key=lambda notice: clock.localtime(notice.created_at).date())
    return [{"name": _day(day), "items": [_item(one, titles) for one in of_day]} for day, of_day in days]


def _day(day: date) -> str:
    ago = (clock.today() - day).days
    return {0: _("Today"), 1: _("Yesterday")}.get(ago) or format.full_day(day)


def _item(notice: Notice, titles: dict[UUID, str]) -> dict[str, Any]:
    """A button, because opening marks the notice read; its form stands once on the page."""
    return {
        "url": reverse("notify:open", args=[notice.pk]),
        "text": registry.said(notice)[0],
        "title": titles.get(notice.subject_id, ""),
        "when": format.clock(notice.created_at),
        "unread": notice.read_at is None and notice.done_at is None,
        "done": notice.done_at is not None,
    }


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
    if actions.mark_read(_person(request)):
        flash(request, _("All notices are marked as read."))
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
