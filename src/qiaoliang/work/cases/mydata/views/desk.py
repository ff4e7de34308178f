"""The officers' side: who asked to be erased, by when it is decided, and the decision."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from qiaoliang.base.access.actor import Actor
from qiaoliang.base.access.routes import officer
from qiaoliang.base.core import clock
from qiaoliang.base.core.errors import Refusal
from qiaoliang.ui import format
from qiaoliang.ui.pages import flash, page
from qiaoliang.work.cases.mydata import queries
from qiaoliang.work.cases.mydata.actions import decide
from qiaoliang.work.cases.mydata.choices import WAITING, Standing
from qiaoliang.work.cases.mydata.forms import Decide
from qiaoliang.work.cases.mydata.models import Erasure
from qiaoliang.work.cases.views.report import status_of

#: of each list
SHOWN = 50


@officer("vault.review", "vault.confirm")
@require_GET
def every(request: HttpRequest) -> HttpResponse:
    """Those to be decided, the most urgent first; then those decided lately."""
    actor = request.actor  # type: ignore[attr-defined]
    columns = [{"label": _("Case"), "prime": True}, {"label": _("Asked")}, {"label": _("How it stands")}]
    context = {
        "columns": columns,
        "waiting": [_row(one) for one in queries.waiting(actor)[:SHOWN]],
        "decided": [_row(one) for one in queries.decided(actor)[:SHOWN]],
    }
    return page(request, "mydata/every.html", context)


@officer("vault.review", "vault.confirm")
@require_http_methods(["GET", "POST"])
def one(request: HttpRequest, erasure_id: UUID) -> HttpResponse:
    """One wish, what hangs on it, and the decision of whoever's turn it is."""
    actor = request.actor  # type: ignore[attr-defined]
    found = queries.visible_to(actor).filter(pk=erasure_id).first()
    if found is None:
        raise Http404
    act = _turn(actor, found)
    form = Decide(request.POST if request.method == "POST" else None)
    if request.method == "POST" and act is None:
        flash(request, str(decide.GONE), tone="wait")
        return redirect("mydata:one", erasure_id=erasure_id)
    if request.method == "POST" and form.is_valid():
        try:
            act(actor, erasure_id, agree=form.cleaned_data["agree"], reason=form.cleaned_data["reason"])
        except Refusal as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        else:
            flash(request, _("Decided."))
            return redirect("mydata:one", erasure_id=erasure_id)
    context = {
        "form": form if act else None,
        "code": found.receipt.code,
        "facts": _facts(found),
        "live": not found.receipt.case.has_ended and found.standing in WAITING,
        "first": found.standing == Standing.OPEN,
        "mine": found.standing == Standing.AGREED and act is None and found.first_by == actor.person,
    }
    return page(request, "mydata/one.html", context, status=status_of(form))


def _turn(actor: Actor, found: Erasure) -> Any:
    """The action that this person may take now; None where it is nobody's or somebody else's turn."""
    if found.standing == Standing.OPEN and actor.may("vault.review"):
        return decide.decide
    second = found.standing == Standing.AGREED and actor.may("vault.confirm") and found.first_by != actor.person
    return decide.confirm if second else None


def _row(found: Erasure) -> dict[str, Any]:
    return {
        "href": reverse("mydata:one", args=[found.pk]),
        "cells": [found.receipt.code, format.full_day(found.created_at), _standing(found)],
    }


def _standing(found: Erasure) -> str:
    if found.standing not in WAITING:
        at = format.full_day(found.decided_at) if found.decided_at else ""
        return f"{found.get_standing_display()} · {at}"
    day = format.full_day(found.due_at)
    late = _("was to be decided by %(day)s") if found.due_at < clock.now() else _("to be decided by %(day)s")
    return f"{found.get_standing_display()} · {late % {'day': day}}"


def _facts(found: Erasure) -> list[dict[str, str]]:
    case = found.receipt.case
    rows = (
        (_("Asked"), format.full_day(found.created_at)),
        (_("How it stands"), _standing(found)),
        (_("The case"), str(case.get_state_display())),
        (_("Decided by whom"), " · ".join(str(who) for who in (found.first_by, found.second_by) if who)),
        (_("Reason given to the person"), found.reason),
    )
    return [{"label": label, "value": value} for label, value in rows if value]
