"""The pages of a batch: from the ticks of a list to what became of each case."""

from __future__ import annotations

import re
from urllib.parse import quote, urlencode
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from qiaoliang.base.access.routes import officer
from qiaoliang.base.core import clock
from qiaoliang.base.core.errors import Refusal
from qiaoliang.ui import format, navigation
from qiaoliang.ui.pages import flash, page
from qiaoliang.work.cases.bulk import present, queries, steps
from qiaoliang.work.cases.bulk.actions.begin import begin
from qiaoliang.work.cases.bulk.actions.choose import Shown, choose, choose_all
from qiaoliang.work.cases.bulk.actions.take_back import take_back
from qiaoliang.work.cases.bulk.actions.take_out import take_out
from qiaoliang.work.cases.bulk.choices import Fate, State, Step
from qiaoliang.work.cases.bulk.forms import FORMS
from qiaoliang.work.cases.bulk.models import Batch
from qiaoliang.work.cases.exports import tables
from qiaoliang.work.cases.exports.choices import Format
from qiaoliang.work.cases.listing import LISTS

actor_in_bulk = officer(*steps.RIGHTS)
#: a tick of a list: the case, and the version in which it was shown
_TICK = re.compile(r"([0-9a-f-]{36})~(\d{1,8})")


@actor_in_bulk
@require_POST
def chosen(request: HttpRequest, listed: str) -> HttpResponse:
    """The ticked rows of a list, or all that fit its address; then the page that asks what the step needs."""
    found = LISTS.get(listed)
    step = next((one for one in Step if one.value == request.POST.get("step")), None)
    if found is None or step is None or not found.sorts or not found.open_to(request.actor):  # type: ignore[attr-defined]
        raise Http404
    filters = found.form(request.GET)
    try:
        if "all" in request.POST:
            batch = choose_all(request.actor, step, listed, filters.given)  # type: ignore[attr-defined]
        else:
            batch = choose(request.actor, step, listed, _ticks(request))  # type: ignore[attr-defined]
    except Refusal as no:
        flash(request, str(no), tone="act")
        return redirect(reverse(f"cases:{listed}") + filters.here)
    return redirect(_address("one", batch, filters.here))


def _ticks(request: HttpRequest) -> list[Shown]:
    found = (_TICK.fullmatch(one) for one in request.POST.getlist("row")[: queries.MOST])
    shown = [(_uuid(one[1]), int(one[2])) for one in found if one]
    return [(key, version) for key, version in shown if key is not None]


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


@actor_in_bulk
@require_http_methods(["GET", "POST"])
def one(request: HttpRequest, batch_id: UUID) -> HttpResponse:
    """Before it begins: what it is done to and what is asked; afterwards: what became of each."""
    batch = _load(request, batch_id)
    navigation.stand_at(request, reverse(f"cases:{batch.listed}"))
    if batch.state != State.CHOSEN:
        return (
            redirect(_address("one", batch, _came(request, batch)))
            if request.method == "POST"
            else _after(request, batch)
        )
    form = FORMS[batch.step](request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            begin(request.actor, batch.pk, **form.said)  # type: ignore[attr-defined]
        except Refusal as no:
            flash(request, str(no), tone="act")
        return redirect(_address("one", batch, _came(request, batch)))
    items, total = queries.seen(request.actor, batch), batch.items.count()  # type: ignore[attr-defined]
    context = {
        "batch": batch,
        "form": form,
        "total": total,
        "most": queries.MOST if batch.more else 0,
        "later": total > queries.AT_ONCE,
        "table": present.cases(batch, items[: queries.AT_ONCE], request.actor),  # type: ignore[attr-defined]
        "rest": max(0, total - queries.AT_ONCE),
        "back": _back(request, batch),
    }
    return page(request, "bulk/before.html", context, status=422 if form.errors else 200)


def _after(request: HttpRequest, batch: Batch) -> HttpResponse:
    found = queries.counts(batch)
    refused = queries.seen(request.actor, batch, Fate.REFUSED)  # type: ignore[attr-defined]
    left = queries.seen(request.actor, batch, Fate.DONE).exclude(why="")  # type: ignore[attr-defined]
    context = {
        "batch": batch,
        "facts": present.outcome(batch, found),
        "progress": present.progress(batch, found),
        "refused": present.with_reasons(refused),
        "may_take_out": request.actor.may("cases.export"),  # type: ignore[attr-defined]
        "left": present.with_reasons(left),
        "done": found[Fate.DONE],
        "undo": _address("undo", batch, _came(request, batch)),
        "may_go_back": bool(found[Fate.DONE]) and queries.may_go_back(batch),
        "back": _back(request, batch),
    }
    return page(request, "bulk/after.html", context)


def _came(request: HttpRequest, batch: Batch) -> str:
    """The part of the list from which the batch was chosen, as its address says it; nothing that no list knows."""
    return LISTS[batch.listed].form(QueryDict(request.GET.get("list", "").lstrip("?"))).here.rstrip("?")


def _address(name: str, batch: Batch, came: str) -> str:
    """A page of the batch, from which a way leads back to the list as one left it."""
    address = reverse(f"bulk:{name}", args=[batch.pk])
    return f"{address}?{urlencode({'list': came})}" if came.rstrip("?") else address


def _back(request: HttpRequest, batch: Batch) -> dict[str, str]:
    href = reverse(f"cases:{batch.listed}") + _came(request, batch)
    return {"href": href, "label": str(LISTS[batch.listed].title)}


@actor_in_bulk
@require_GET
def progress(request: HttpRequest, batch_id: UUID) -> HttpResponse:
    """How far it is, for the page that waits; once it is over, the page is loaded anew."""
    batch = _load(request, batch_id)
    found = present.progress(batch, queries.counts(batch))
    response = page(request, "bulk/progress.html", {"progress": found})
    if found is None:
        response["HX-Refresh"] = "true"
    return response


@officer("cases.export")
@require_GET
def refused(request: HttpRequest, batch_id: UUID) -> HttpResponse:
    """The cases that were not done, with the reasons, as a table to keep: a list taken out like any other, by the same right
    and written down."""
    batch = _load(request, batch_id)
    rows = present.refusals(take_out(request.actor, batch))  # type: ignore[attr-defined]
    data = tables.file(Format.CSV, _("Not done"), [_("Number"), _("Title"), _("Why not")], rows, {})
    title = _("%(step)s, not done") % {"step": batch.get_step_display()}
    name = tables.name(title, clock.localtime(batch.created_at), Format.CSV)
    response = HttpResponse(data, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    response["Cache-Control"] = "no-store"
    return response


@actor_in_bulk
@require_POST
def undo(request: HttpRequest, batch_id: UUID) -> HttpResponse:
    """Take back all that it did, as far as each case allows it."""
    batch = _load(request, batch_id)
    if not queries.may_go_back(batch):
        flash(request, _("The ten minutes are over. Open a single case to see what can still be done."), tone="act")
        return redirect(_address("one", batch, _came(request, batch)))
    back, left = take_back(request.actor, batch.pk)  # type: ignore[attr-defined]
    words = ngettext("%(count)s case taken back.", "%(count)s cases taken back.", back) % {"count": format.number(back)}
    flash(request, words, tone="wait" if left else "done")
    return redirect(_address("one", batch, _came(request, batch)))


def _load(request: HttpRequest, batch_id: UUID) -> Batch:
    found = queries.mine(request.actor).filter(pk=batch_id).first()  # type: ignore[attr-defined]
    if found is None:
        raise Http404
    return found
