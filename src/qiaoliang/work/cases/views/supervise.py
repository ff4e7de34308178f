"""督办: the supervisor's pages. Filters stand in the address, lists are paged by key, every figure opens its rows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from qiaoliang.base.access.routes import officer
from qiaoliang.base.core import clock
from qiaoliang.base.jobs import steady
from qiaoliang.base.organizations import finding
from qiaoliang.base.organizations.models import Organization
from qiaoliang.base.workdays import queries as workdays
from qiaoliang.ui import format
from qiaoliang.ui.pages import page
from qiaoliang.work.cases import masking, present, queries, supervision, watched
from qiaoliang.work.cases.forms.watching import Filters
from qiaoliang.work.cases.listing import LISTS
from qiaoliang.work.cases.models import Deadline, Letter
from qiaoliang.work.cases.saved import present as show_saved
from qiaoliang.work.cases.saved import queries as saved
from qiaoliang.work.cases.views.choosing import bulk_of, choosing, table_of
from qiaoliang.work.cases.views.taking import taken_out

watcher = officer("cases.supervise", "cases.instruct")
#: the tabs in their order; by_unit is a page of its own
TABS = ("overdue", "soon", "answered_late", "letters", "instructions", "by_unit")
EMPTY = {
    "overdue": gettext_lazy("Nothing is overdue."),
    "soon": gettext_lazy("Nothing falls due within three working days."),
    "answered_late": gettext_lazy("No answer went out late."),
    "letters": gettext_lazy("No letter is open."),
    "instructions": gettext_lazy("Every instruction has its report."),
}


@watcher
@require_GET
def overdue(request: HttpRequest) -> HttpResponse:
    """已超期: the longest first, or by unit or town."""
    return _cases(request, "overdue")


@watcher
@require_GET
def soon(request: HttpRequest) -> HttpResponse:
    """即将到期."""
    return _cases(request, "soon")


def _cases(request: HttpRequest, which: str) -> HttpResponse:
    listed = LISTS[which]
    filters, views = listed.form(request.GET), saved.of_list(request.actor, which)
    if begins := show_saved.beginning(views, bool(request.GET)):
        return redirect(begins)
    found, following = listed.page(request.actor, filters.given, request.GET.get("after", ""))
    more = {
        "columns": choosing(which, filters),
        "bulk": bulk_of(which, filters, request.actor) if found else None,
        "views": show_saved.of_page(request.actor, which, filters, views),
    }
    return _shown(request, which, filters, table_of(listed, filters, found, request.actor), following, more)


@watcher
@require_GET
def answered_late(request: HttpRequest) -> HttpResponse:
    """曾超期（已答复）."""
    filters = LISTS["answered_late"].form(request.GET)
    found, following = LISTS["answered_late"].page(request.actor, filters.given, request.GET.get("after", ""))
    columns = [
        {"label": _("Case"), "prime": True},
        {"label": _("Lead unit")},
        {"label": _("Due")},
        {"label": _("Answered")},
        {"label": _("Late by")},
        {"label": _("Reason given")},
    ]
    table = {"columns": columns, "rows": [_met_row(one) for one in found]}
    return _shown(request, "answered_late", filters, table, following)


def _met_row(item: Deadline) -> dict[str, Any]:
    assert item.met_at is not None
    cells = [
        item.case.lead.label if item.case.lead else "",
        watched.unbroken(format.moment(item.due_at)),
        watched.unbroken(format.moment(item.met_at)),
        format.lasting(item.met_at - item.due_at),
        watched.reason_of(item),
    ]
    return watched.line(item.case, cells)


@watcher
@require_GET
def letters(request: HttpRequest) -> HttpResponse:
    """催办单、督办单 whose deadline still runs; "no reason given yet" are the reminders nobody answered."""
    filters = LISTS["letters"].form(request.GET)
    found, following = LISTS["letters"].page(request.actor, filters.given, request.GET.get("after", ""))
    columns = [
        {"label": _("Case"), "prime": True},
        {"label": _("Letter")},
        {"label": _("Unit")},
        {"label": _("Issued")},
        {"label": _("To be obeyed by")},
        {"label": _("Reason given")},
    ]
    table = {"columns": columns, "rows": [_letter_row(one) for one in found]}
    return _shown(request, "letters", filters, table, following)


def _letter_row(item: Letter) -> dict[str, Any]:
    number = watched.letter_number(item.kind, item.year, item.number)
    late = (
        _("Late by %(span)s") % {"span": format.lasting(clock.now() - item.due_at)} if item.due_at < clock.now() else ""
    )
    cells = [
        watched.link(reverse("cases:letter", args=[item.pk]), number),
        item.organization.label if item.organization else _("Case office of the district"),
        watched.unbroken(format.day(item.issued_at)),
        watched.tagged(watched.unbroken(format.day(item.due_at)), "" if item.answered_at else late),
        format.day(item.answered_at) if item.answered_at else _("No reason yet"),
    ]
    return watched.line(item.case, cells)


@watcher
@require_GET
def instructions(request: HttpRequest) -> HttpResponse:
    """批示 on which no report has come, the reader's own first, then the longest overdue."""
    filters = LISTS["instructions"].form(request.GET)
    found, following = LISTS["instructions"].page(request.actor, filters.given, request.GET.get("after", ""))
    columns = [
        {"label": _("Case"), "prime": True},
        {"label": _("Instruction")},
        {"label": _("Unit asked")},
        {"label": _("Written by")},
        {"label": _("To be done by")},
    ]
    table = {"columns": columns, "rows": [_instruction_row(one, masking.reader(request.actor)) for one in found]}
    return _shown(request, "instructions", filters, table, following)


def _instruction_row(item: Any, eyes: masking.Reader) -> dict[str, Any]:
    shown = watched.instruction(item, eyes)
    short = shown["text"] if len(shown["text"]) <= 60 else shown["text"][:59] + "…"
    return watched.line(
        item.case,
        [
            short,
            shown["owner"],
            watched.tagged(
                f"{shown['who']} {format.day(item.written_at)}", _("Written by me") if item.mine else "", "active"
            ),
            watched.tagged(watched.unbroken(shown["due"]), shown["late"]),
        ],
    )


@watcher
@require_GET
def units(request: HttpRequest) -> HttpResponse:
    """How much stands where, units with overdue cases first, else in the order of the directory: where to help, not who
    is first."""
    counts = supervision.by_unit(supervision.seen_by(request.actor))
    units = Organization.objects.filter(pk__in=[one for one in counts if one]).order_by("code")
    shown = finding.show([(one, ()) for one in units])
    short = {one.pk: one.label for one in units}
    lines = [({"unit": one.value}, short[one.id], counts[one.id]) for one in shown]
    if None in counts:
        lines.append(({"unassigned": "on"}, _("At the case office"), counts[None]))
    lines.sort(key=lambda line: not line[2]["overdue"])
    bars = [
        {
            "label": label,
            "values": [count["soon"], count["overdue"]],
            "text": _("%(late)s overdue, %(soon)s soon") % {"late": count["overdue"], "soon": count["soon"]},
            "href": _opens("overdue" if count["overdue"] else "soon", asked),
        }
        for asked, label, count in lines
        if count["overdue"] or count["soon"]
    ]
    columns = [
        {"label": _("Unit"), "prime": True},
        *({"label": label, "right": True} for label in (_("Overdue"), _("Due soon"), _("Letters"), _("Instructions"))),
    ]
    rows = [
        {"cells": [label, *(_figure(name, asked, count[name]) for name in COUNTED)]} for asked, label, count in lines
    ]
    context = {"bars": bars, "series": [_("Due soon"), _("Overdue")], "columns": columns, "rows": rows}
    return page(request, "cases/desk/by_unit.html", context | _around(request, "by_unit"))


COUNTED = ("overdue", "soon", "letters", "instructions")


def _figure(name: str, asked: dict[str, str], count: int) -> Any:
    return watched.link(_opens(name, asked), format.number(count)) if count else "0"


def _opens(name: str, asked: dict[str, str]) -> str:
    if name == "instructions" and "unassigned" in asked:
        asked = {}
    return f"{reverse(f'cases:{name}')}?{urlencode(asked)}"


@officer("cases.read")
@require_GET
def letter(request: HttpRequest, letter_id: UUID) -> HttpResponse:
    """A letter to print, for those who may read its case."""
    found = Letter.objects.select_related("case", "organization", "person", "deadline").filter(pk=letter_id).first()
    if found is None or not queries.visible_to(request.actor).filter(pk=found.case_id).exists():
        raise Http404
    files = {
        name: reverse("cases:letter_paper", args=[found.pk, kind]) for name, kind in (("word", "docx"), ("pdf", "pdf"))
    }
    context = {"letter": watched.letter(found), "case": present.head(found.case), **files}
    return page(request, "cases/desk/letter.html", context)


# ---------------------------------------------------------------- around every list


def _shown(
    request: HttpRequest,
    which: str,
    filters: Filters,
    table: dict[str, Any],
    following: str,
    more: Mapping[str, Any] | None = None,
) -> HttpResponse:
    context = {
        "filters": filters,
        "shown": [name for name in ("unit", "category", "rung", "kind") if name in filters.fields],
        "chips": filters.chips(),
        "orders": LISTS[which].orders(filters.given),
        "order": filters.given.get("sort", ""),
        "reset": filters.cleared() if filters.narrowed else "",
        "table": table,
        "next": filters.address(after=following) if following else "",
        "previous": filters.address_before(
            LISTS[which].before(request.actor, filters.given, request.GET.get("after", ""))
        ),
        "export": taken_out(request, which, filters) if table["rows"] else "",
        "empty": _("No row fits. Take a filter away.") if filters.narrowed else EMPTY[which],
    }
    return page(request, "cases/desk/supervision.html", context | _around(request, which) | (more or {}))


def _around(request: HttpRequest, which: str) -> dict[str, Any]:
    """The tabs with their counts, and what the reader should know about time."""
    cases = supervision.seen_by(request.actor)
    lists: dict[str, QuerySet[Any]] = {
        "overdue": supervision.overdue(cases),
        "soon": supervision.due_soon(cases),
        "letters": supervision.open_letters(cases),
        "instructions": supervision.open_instructions(cases),
    }
    counts = {name: format.capped(supervision.capped(rows), supervision.MOST) for name, rows in lists.items()}
    tabs = [
        {
            "label": _title(name),
            "href": reverse(f"cases:{name}"),
            "current": name == which,
            "count": counts.get(name, ""),
        }
        for name in TABS
    ]
    return {"title": _title(which), "tabs": tabs, "notices": _notices()}


def _title(name: str) -> str:
    return str(LISTS[name].title) if name in LISTS else _("By unit")


def _notices() -> list[str]:
    """A year without a holiday notice, a clock that has jumped."""
    found = []
    if year := workdays.missing_year(clock.today().year):
        found.append(
            _("The holidays of %(year)s are not announced yet, so dates in that year are provisional.") % {"year": year}
        )
    if until := steady.waits_until():
        found.append(
            _("The server's clock has jumped. Reminders and letters wait until %(until)s, then go on; nothing is lost.")
            % {"until": format.moment(until)}
        )
    return found
