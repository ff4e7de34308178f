"""The desk's lists: filtered in the address, paged by key, every row from :func:`queries.visible_to`."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from qiaoliang.base.access.routes import officer
from qiaoliang.base.core import addresses, clock
from qiaoliang.ui import format
from qiaoliang.ui.pages import page
from qiaoliang.work.cases.listing import LISTS
from qiaoliang.work.cases.models import Case
from qiaoliang.work.cases.saved import present as show_saved
from qiaoliang.work.cases.saved import queries as saved
from qiaoliang.work.cases.views import keeping
from qiaoliang.work.cases.views.choosing import bulk_of, choosing, table_of
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
    asked, views = filters.given, saved.of_list(request.actor, which)
    if begins := show_saved.beginning(views, bool(request.GET)):
        return redirect(begins)
    found, after = listed.page(request.actor, asked, request.GET.get("after", ""))
    context = {
        "title": listed.title,
        "empty": EMPTY["every" if filters.narrowed else which],
        "tabs": [_tab(one, which) for one in TABS],
        "filters": filters,
        "reset": filters.cleared() if filters.narrowed else "",
        "shown": ["q", "state", "unit"],
        "chips": filters.chips(),
        "orders": listed.orders(asked),
        "order": asked.get("sort", ""),
        "table": table_of(listed, filters, found, request.actor),
        "columns": choosing(which, filters),
        "next": filters.address(after=after) if after else "",
        "previous": filters.address_before(listed.before(request.actor, asked, request.GET.get("after", ""))),
        "elsewhere": f"{addresses.plain('cases:every')}{filters.address()}"
        if filters.narrowed and which != "every"
        else "",
        "bulk": bulk_of(which, filters, request.actor) if found else None,
        "today": _today(found) if which == "todo" and not (filters.narrowed or after or request.GET) else "",
        "views": show_saved.of_page(request.actor, which, filters, views),
        "begun": keeping.begun(request.actor) if which == "todo" and not asked else [],
        "may_take_in": request.actor.may("cases.intake"),
        "export": taken_out(request, which, filters) if found else "",
    }
    return page(request, "cases/desk/list.html", context)


def _today(found: list[Case]) -> str:
    """What the day asks, from the rows that are shown anyway: all of them, as it is said only where there is one page."""
    now, end = clock.now(), clock.localtime(clock.now()).replace(hour=23, minute=59, second=59)
    due = [one.next_due or one.due_at for one in found if not one.has_ended and one.stopped_at is None]  # type: ignore[attr-defined]
    late = sum(1 for one in due if one is not None and one < now)
    today = sum(1 for one in due if one is not None and now <= one <= end)
    words = _("%(day)s: %(today)s due today, %(late)s overdue.")
    return str(words) % {"day": format.day(clock.today()), "today": today, "late": late}


def _tab(one: str, which: str) -> dict[str, Any]:
    return {"label": str(LISTS[one].title), "href": addresses.plain(f"cases:{one}"), "current": one == which}
