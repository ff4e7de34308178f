"""What the worker has to do, and what it gave up: for whoever looks after the system."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from qiaoliang.base.core import clock
from qiaoliang.base.core.audience import officer
from qiaoliang.base.core.errors import Refusal
from qiaoliang.base.jobs import actions, queries, registry
from qiaoliang.base.jobs.models import Job
from qiaoliang.ui import format
from qiaoliang.ui.pages import flash, page

MOST = 100


@officer("system.check")
@require_safe
def jobs(request: HttpRequest) -> HttpResponse:
    today = clock.today()
    context = {
        "given_up": [_given_up(job, today) for job in queries.given_up()[:MOST]],
        "given_up_columns": [
            {"label": _("Work"), "prime": True},
            {"label": _("Given up")},
            {"label": _("Tries"), "right": True},
            {"label": _("Fault")},
            {"label": _("Another try")},
        ],
        "waiting": [_waiting(row, today) for row in queries.waiting()],
        "waiting_columns": [
            {"label": _("Work"), "prime": True},
            {"label": _("Waiting"), "right": True},
            {"label": _("Since")},
        ],
        "under_way": [
            (registry.word(job.kind), job.progress_done, job.progress_total) for job in queries.under_way()[:MOST]
        ],
    }
    return page(request, "jobs/jobs.html", context)


def _given_up(job: Job, today: Any) -> dict[str, Any]:
    button = format_html(
        '<button class="btn btn-quiet" form="again" name="job" value="{}">{}</button>',
        job.pk,
        _("Try again from the start"),
    )
    return {
        "cells": [registry.word(job.kind), format.moment(job.failed_at, today), str(job.attempts), job.error, button]
    }  # type: ignore[arg-type]


def _waiting(row: dict[str, Any], today: Any) -> dict[str, Any]:
    return {"cells": [registry.word(row["kind"]), format.number(row["count"]), format.moment(row["since"], today)]}


@officer("system.check")
@require_POST
def again(request: HttpRequest) -> HttpResponse:
    """Start a given-up job again; one that somebody else started meanwhile is told, not started twice."""
    job = get_object_or_404(Job, pk=_id(request.POST.get("job", "")))
    try:
        actions.try_again(request.actor.who, job)  # type: ignore[attr-defined]
    except Refusal as refusal:
        flash(request, refusal.message, tone="wait")
    else:
        flash(request, _("The work was started again."))
    return redirect("jobs:list")


def _id(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
