"""The desk's lists: filtered in the address, paged by key, every row from :func:`queries.visible_to`."""

from __future__ import annotations

from datetime import UTC, datetime
from enum import Enum
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django import forms
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from qiaoliang.base.access.routes import officer
from qiaoliang.ui.pages import page
from qiaoliang.work.cases import present, queries
from qiaoliang.work.cases.choices import State
from qiaoliang.work.cases.models import Case


class Listing(Enum):
    """The lists and the names of their routes."""

    TODO = "todo"
    DONE = "done"
    STARTED = "started"
    ALL = "every"


TITLES = {
    Listing.TODO: _("Waiting for me"),
    Listing.DONE: _("I have handled"),
    Listing.STARTED: _("I took in"),
    Listing.ALL: _("All cases"),
}
EMPTY = {
    Listing.TODO: _("Nothing waits for you. Well done."),
    Listing.DONE: _("What you have handled will stand here."),
    Listing.STARTED: _("What you take in on someone's behalf will stand here."),
    Listing.ALL: _("No case fits. Take a filter away, or search for a shorter word."),
}


class Filters(forms.Form):
    """What a list can be narrowed by; everything stands in the address."""

    q = forms.CharField(label=_("Word, code or place"), required=False, max_length=100)
    state = forms.ChoiceField(label=_("State"), required=False, choices=[("", _("All")), *State.choices])
    late = forms.BooleanField(label=_("Late only"), required=False)


@officer("cases.list")
@require_GET
def todo(request: HttpRequest) -> HttpResponse:
    """待我处理: the most urgent first."""
    return _list(request, Listing.TODO)


@officer("cases.list")
@require_GET
def done(request: HttpRequest) -> HttpResponse:
    """我已处理."""
    return _list(request, Listing.DONE)


@officer("cases.list")
@require_GET
def started(request: HttpRequest) -> HttpResponse:
    """我发起."""
    return _list(request, Listing.STARTED)


@officer("cases.list")
@require_GET
def every(request: HttpRequest) -> HttpResponse:
    """All cases one may see, by word, state and lateness."""
    return _list(request, Listing.ALL)


def _list(request: HttpRequest, which: Listing) -> HttpResponse:
    filters = Filters(request.GET)
    filters.is_valid()
    asked = {name: value for name, value in filters.cleaned_data.items() if value}
    cases = _filtered(_start(request, which), asked).select_related("lead", "category", "area")
    found, after = _page(queries.with_next_clock(cases), request.GET.get("after", ""), which)
    context = {
        "title": TITLES[which],
        "empty": EMPTY[Listing.ALL if asked else which],
        "tabs": [_tab(one, which) for one in Listing],
        "filters": filters,
        "reset": reverse(f"cases:{which.value}") if asked else "",
        "chips": _chips(filters, asked),
        "table": present.table(found),
        "next": _address(asked, after) if after else "",
        "previous": _address(asked) if request.GET.get("after") else "",
        "elsewhere": f"{reverse('cases:every')}{_address(asked)}" if asked and which is not Listing.ALL else "",
        "may_take_in": request.actor.may("cases.intake"),
    }
    return page(request, "cases/desk/list.html", context)


def _tab(one: Listing, which: Listing) -> dict[str, Any]:
    return {"label": str(TITLES[one]), "href": reverse(f"cases:{one.value}"), "current": one is which}


def _chips(filters: Filters, asked: dict[str, Any]) -> list[dict[str, str]]:
    """The filters in force, each with the address of the list without it."""
    chips = []
    for name, value in asked.items():
        shown = State(value).label if name == "state" else filters.fields[name].label if name == "late" else value
        chips.append({"label": str(shown), "href": _address({key: asked[key] for key in asked if key != name})})
    return chips


def _address(asked: dict[str, Any], after: str = "") -> str:
    words = {name: "on" if value is True else value for name, value in asked.items()}
    return "?" + urlencode({**words, "after": after} if after else words)


def _start(request: HttpRequest, which: Listing) -> QuerySet[Case]:
    if which is Listing.ALL:
        return queries.visible_to(request.actor, "cases.list").order_by("-id")
    lists = {Listing.TODO: queries.todo, Listing.DONE: queries.done_by, Listing.STARTED: queries.started_by}
    return lists[which](request.actor)


def _filtered(cases: QuerySet[Case], asked: dict[str, Any]) -> QuerySet[Case]:
    cases = queries.matching(cases, asked.get("q", ""))
    if "state" in asked:
        cases = cases.filter(state=asked["state"])
    return queries.late(cases) if "late" in asked else cases


def _page(cases: QuerySet[Case], after: str, which: Listing) -> tuple[list[Case], str]:
    """Up to a page of rows after the key ``after``, and the key of the next page (empty on the last)."""
    by_due = which is Listing.TODO
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
