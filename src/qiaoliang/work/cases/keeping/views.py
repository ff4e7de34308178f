"""The pages on what is kept: the terms and the lists so far, one list with each case on it, and the two persons' words."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from qiaoliang.base.access.routes import officer
from qiaoliang.base.catalog import queries as catalog
from qiaoliang.base.catalog.choices import Certainty, Terms
from qiaoliang.base.core.errors import Refusal
from qiaoliang.base.jobs import steady
from qiaoliang.base.jobs.models import Job
from qiaoliang.ui import format
from qiaoliang.ui.pages import flash, page
from qiaoliang.work.cases.keeping import queries
from qiaoliang.work.cases.keeping.actions import decide
from qiaoliang.work.cases.keeping.actions.propose import propose
from qiaoliang.work.cases.keeping.choices import What
from qiaoliang.work.cases.keeping.forms import Drop
from qiaoliang.work.cases.keeping.models import Clearing, Line

KEPT = (Terms.KEEP_CONTACT, Terms.KEEP_TEXT, Terms.KEEP_LOGS)


@officer("vault.review", "vault.confirm")
@require_GET
def every(request: HttpRequest) -> HttpResponse:
    """How long what is kept, what is due by today, and the lists so far."""
    actor = request.actor  # type: ignore[attr-defined]
    open_one = queries.open_one()
    unseen = steady.unseen()
    found = Clearing.objects.order_by("-id").select_related("put_forward_by", "confirmed_by", "dropped_by")[:50]
    context = {
        "terms": [_term(code) for code in KEPT],
        "due": _due_now() if open_one is None else "",
        "open": reverse("keeping:one", args=[open_one.pk]) if open_one else "",
        "may_look": actor.may("vault.review"),
        "unseen": format.lasting(unseen) if unseen.days else "",
        "columns": [
            {"label": _("List of"), "prime": True},
            {"label": _("What is on it")},
            {"label": _("How it stands")},
        ],
        "rows": [_row(one) for one in found],
    }
    return page(request, "keeping/every.html", context)


@officer("vault.review")
@require_POST
def look(request: HttpRequest) -> HttpResponse:
    """Put today's list together now."""
    try:
        made = propose(request.actor)  # type: ignore[attr-defined]
    except Refusal as refusal:
        flash(request, refusal.message, tone="wait")
        return redirect("keeping:every")
    if made is None:
        flash(request, _("Nothing has been kept longer than its term."))
        return redirect("keeping:every")
    return redirect("keeping:one", clearing_id=made.pk)


@officer("vault.review")
@require_POST
def clock_is_right(request: HttpRequest) -> HttpResponse:
    """The server was only switched off: the time that nobody saw counts, too."""
    steady.vouch(request.actor.who)  # type: ignore[attr-defined]
    flash(request, _("The time while the server was off counts now."))
    return redirect("keeping:every")


@officer("vault.review", "vault.confirm")
@require_GET
def one(request: HttpRequest, clearing_id: UUID) -> HttpResponse:
    """The dry run: exactly what goes, case by case. Nothing goes by looking."""
    return page(request, "keeping/one.html", _shown(request, _load(clearing_id), Drop()))


@officer("vault.review")
@require_POST
def forward(request: HttpRequest, clearing_id: UUID) -> HttpResponse:
    """The first person: looked through."""
    return _did(request, clearing_id, decide.put_forward, _("Put forward. A second person confirms it."))


@officer("vault.confirm")
@require_POST
def second(request: HttpRequest, clearing_id: UUID) -> HttpResponse:
    """The second person: it may go."""
    return _did(request, clearing_id, decide.confirm, _("Confirmed. It is being erased."))


@officer("vault.review", "vault.confirm")
@require_http_methods(["GET", "POST"])
def drop_it(request: HttpRequest, clearing_id: UUID) -> HttpResponse:
    """Nothing of it goes."""
    if request.method == "GET":
        return redirect("keeping:one", clearing_id=clearing_id)
    form = Drop(request.POST)
    if not form.is_valid():
        return page(request, "keeping/one.html", _shown(request, _load(clearing_id), form), status=422)
    reason = form.cleaned_data["reason"]
    return _did(
        request, clearing_id, lambda actor, pk: decide.drop(actor, pk, reason=reason), _("Dropped. Nothing was erased.")
    )


@officer("vault.review", "vault.confirm")
@require_GET
def progress(request: HttpRequest, clearing_id: UUID) -> HttpResponse:
    """How far it is; once it is over the page is loaded anew."""
    clearing = _load(clearing_id)
    response = page(request, "keeping/progress.html", {"progress": _progress(clearing)})
    if clearing.done_at:
        response["HX-Refresh"] = "true"
    return response


def _did(request: HttpRequest, pk: UUID, act: Callable[[Any, UUID], Any], said: str) -> HttpResponse:
    _load(pk)
    try:
        act(request.actor, pk)  # type: ignore[attr-defined]
    except Refusal as refusal:
        flash(request, refusal.message, tone="wait")
    else:
        flash(request, said)
    return redirect("keeping:one", clearing_id=pk)


def _load(pk: UUID) -> Clearing:
    found = Clearing.objects.select_related("put_forward_by", "confirmed_by", "dropped_by").filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def _term(code: str) -> dict[str, str]:
    term = catalog.term(code)
    months = int(term.amount)
    span = ngettext("%(n)s month", "%(n)s months", months) % {"n": months}
    sure = "" if term.certainty == Certainty.CONFIRMED else _("still to be confirmed by the district")
    return {"label": term.label, "value": " · ".join(filter(None, (span, sure)))}


def _due_now() -> str:
    contact, words = queries.due(What.CONTACT).count(), queries.due(What.WORDS).count()
    if not contact and not words:
        return _("Nothing has been kept longer than its term.")
    return _("Due today: contact data of %(contact)d cases, words and files of %(words)d.") % {
        "contact": contact,
        "words": words,
    }


def _what(clearing: Clearing, found: Any) -> str:
    return _("contact data of %(contact)d cases, words and files of %(words)d, %(records)d records of who looked") % {
        "contact": found[What.CONTACT],
        "words": found[What.WORDS],
        "records": clearing.records,
    }


def _standing(clearing: Clearing) -> str:
    if clearing.dropped_at:
        return _("dropped by %(who)s: %(reason)s") % {"who": clearing.dropped_by, "reason": clearing.reason}
    if clearing.done_at:
        return _("erased %(at)s") % {"at": format.moment(clearing.done_at)}
    if clearing.confirmed_at:
        return _("is being erased")
    if clearing.put_forward_at:
        return _("waits for a second person")
    return _("waits to be looked through")


def _row(clearing: Clearing) -> dict[str, Any]:
    day = format.full_day(clearing.created_at)
    return {
        "href": reverse("keeping:one", args=[clearing.pk]),
        "cells": [day, _what(clearing, queries.counts(clearing)), _standing(clearing)],
    }


def _shown(request: HttpRequest, clearing: Clearing, form: Drop) -> dict[str, Any]:
    actor, found = request.actor, queries.counts(clearing)  # type: ignore[attr-defined]
    rows = queries.lines(clearing, _key(request.GET.get("after", "")))
    hidden = queries.hidden_from(actor, rows)
    waiting = not (clearing.confirmed_at or clearing.dropped_at or clearing.done_at)
    mine = actor.person is not None and clearing.put_forward_by_id == actor.person.pk
    return {
        "clearing": clearing,
        "day": format.full_day(clearing.created_at),
        "what": _what(clearing, found),
        "standing": _standing(clearing),
        "course": _course(clearing),
        "columns": [{"label": _("Case"), "prime": True}, {"label": _("What goes")}, {"label": _("Nothing owed since")}, {"label": _("How it stands")}],
        "rows": [_line(line, line.case_id in hidden) for line in rows[: queries.PAGE]],
        "next": f"?after={rows[queries.PAGE - 1].pk}" if len(rows) > queries.PAGE else "",
        "may_forward": waiting and clearing.put_forward_at is None and actor.may("vault.review"),
        "may_confirm": waiting and clearing.put_forward_at is not None and not mine and actor.may("vault.confirm"),
        "mine": waiting and mine,
        "may_drop": waiting,
        "moving": clearing.confirmed_at is not None and clearing.done_at is None,
        "progress": _progress(clearing),
        "skipped": found["skipped"],
        "form": form,
    }  # fmt: skip


def _course(clearing: Clearing) -> list[dict[str, str]]:
    steps = (
        (_("Put forward by"), clearing.put_forward_by, clearing.put_forward_at),
        (_("Confirmed by"), clearing.confirmed_by, clearing.confirmed_at),
        (_("Dropped by"), clearing.dropped_by, clearing.dropped_at),
    )
    return [{"label": label, "value": f"{who} · {format.moment(at)}"} for label, who, at in steps if at]


def _line(line: Line, hidden: bool) -> dict[str, Any]:
    standing = line.get_skipped_display() if line.skipped else _("erased") if line.done_at else ""
    code = _("A case about your own unit") if hidden else line.case.code
    return {"cells": [code, line.get_what_display(), format.full_day(line.free_at), standing]}


def _progress(clearing: Clearing) -> dict[str, Any]:
    found = queries.counts(clearing)
    stuck = Job.objects.given_up().filter(kind="keeping.clear", payload__clearing=str(clearing.pk)).exists()
    text = (
        _("stopped by a fault; it is among the jobs that the administrator looks at")
        if stuck
        else f"{found['done']:,} / {found['all']:,}"
    )
    url = reverse("keeping:progress", args=[clearing.pk]) if clearing.done_at is None else ""
    return {"label": _("Erasing"), "value": found["done"], "total": found["all"], "text": text, "url": url}


def _key(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
