"""The desk's lists: filtered in the address, paged by key, every row from :func:`queries.visible_to`."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from qiaoliang.base.access.routes import officer
from qiaoliang.ui.pages import page
from qiaoliang.work.cases import present, queries
from qiaoliang.work.cases.listing import LISTS
from qiaoliang.work.cases.models import Case
from qiaoliang.work.cases.views import keeping
from qiaoliang.work.cases.views.taking import taken_out

#: the lists of cases, in the order of their tabs
TABS = ("todo", "done", "started", "every")
EMPTY = {
    "todo": _("Nothing waits for you. Well done."),
    "done": _("What you have handled will stand here."),
    "started": _("What you take in on someone's behalf will stand here."),
    "every": _("No case fits. Take a filter away, or search for a shorter word."),
}


@officer("cases.list")
@require_GET
def todo(request: HttpRequest) -> HttpResponse:
    """待我处理: the most urgent first."""
    return _list(request, "todo")


@officer("cases.list")
@require_GET
def done(request: HttpRequest) -> HttpResponse:
    """我已处理."""
    return _list(request, "done")


@officer("cases.list")
@require_GET
def started(request: HttpRequest) -> HttpResponse:
    """我发起."""
    return _list(request, "started")


@officer("cases.list")
@require_GET
def every(request: HttpRequest) -> HttpResponse:
    """All cases one may see, by word, state and lateness."""
    return _list(request, "every")


def _list(request: HttpRequest, which: str) -> HttpResponse:
    listed = LISTS[which]
    filters = listed.form(request.GET)
    asked = filters.given
    found, after = _page(listed.rows(request.actor, asked), request.GET.get("after", ""), which)
    context = {
        "title": listed.title,
        "empty": EMPTY["every" if asked else which],
        "tabs": [_tab(one, which) for one in TABS],
        "filters": filters,
        "reset": reverse(f"cases:{which}") if asked else "",
        "shown": ["q", "state", "unit"],
        "chips": filters.chips(),
        "table": present.table(found, request.actor),
        "next": filters.address(after=after) if after else "",
        "previous": filters.address() if request.GET.get("after") else "",
        "elsewhere": f"{reverse('cases:every')}{filters.address()}" if asked and which != "every" else "",
        "begun": keeping.begun(request.actor) if which == "todo" and not asked else [],
        "may_take_in": request.actor.may("cases.intake"),
        "export": taken_out(request, which, filters) if found else "",
    }
    return page(request, "cases/desk/list.html", context)


def _tab(one: str, which: str) -> dict[str, Any]:
    return {"label": str(LISTS[one].title), "href": reverse(f"cases:{one}"), "current": one == which}


def _page(cases: QuerySet[Case], after: str, which: str) -> tuple[list[Case], str]:
    """Up to a page of rows after the key ``after``, and the key of the next page (empty on the last)."""
    by_due = which == "todo"
    found = list(_after(cases, after, by_due)[: queries.PAGE + 1])
    if len(found) <= queries.PAGE:
        return found, ""
    last = found[queries.PAGE - 1]
    return found[: queries.PAGE], f"{last.due_at.isoformat()}~{last.id}" if by_due and last.due_at else str(last.id)


def _after(cases: QuerySet[Case], after: str, by_due: bool) -> QuerySet[Case]:
    due, _tilde, key = after.rpartition("~")
    try:
        case_id = UUID(key)
    except ValueError:
        return cases
    if not by_due:
        return cases.filter(id__lt=case_id)
    moment = _moment(due)
    return cases.filter(Q(due_at__gt=moment) | Q(due_at=moment, id__gt=case_id)) if moment else cases


def _moment(text: str) -> datetime | None:
    """The moment in a key that this list made; None for anything else that stands in an address."""
    try:
        moment = parse_datetime(text)
        return moment.astimezone(UTC) if moment and moment.tzinfo else None
    except (ValueError, OverflowError):
        return None
