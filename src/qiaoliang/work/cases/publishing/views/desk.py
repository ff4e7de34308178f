"""At the desk: what waits to be checked and what is published; one case's public answer; writing one."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from qiaoliang.base.access.routes import officer
from qiaoliang.base.core.errors import Refusal
from qiaoliang.ui import format
from qiaoliang.ui import registry as ui
from qiaoliang.ui.pages import flash, page
from qiaoliang.work.cases import masking, present, queries, rules
from qiaoliang.work.cases.models import Case
from qiaoliang.work.cases.publishing import present as shown
from qiaoliang.work.cases.publishing import queries as published
from qiaoliang.work.cases.publishing.actions import decide, end, propose
from qiaoliang.work.cases.publishing.choices import Standing
from qiaoliang.work.cases.publishing.forms import Decide, Propose, TakeDown
from qiaoliang.work.cases.publishing.models import Publication
from qiaoliang.work.cases.views.report import status_of

WRITERS = ("cases.work", "cases.approve", "cases.answer_directly")
#: what whoever lets a text out has looked at
QUESTIONS = (
    gettext_lazy("Could a neighbour tell from it who asked? A rare job, an only shop, a family's story tells, too."),
    gettext_lazy(
        "Does it say nothing of names, door numbers, days of the matter, and nothing in the person's own words?"
    ),
    gettext_lazy("Is it true as it stands, and does it help others with the same matter?"),
)
#: of the list of those decided
SHOWN = 50


@officer(*WRITERS, "cases.publish")
@require_GET
def every(request: HttpRequest) -> HttpResponse:
    """Those that wait for a second person, the oldest first; then those decided, the newest first."""
    actor = request.actor  # type: ignore[attr-defined]
    mine = {one.pk for one in published.to_check(actor)}
    columns = [
        {"label": _("Title"), "prime": True},
        {"label": _("Case")},
        {"label": _("Signed by")},
        {"label": _("How it stands")},
    ]
    context = {
        "columns": columns,
        "waiting": [_row(one, _("Waits for you") if one.pk in mine else "") for one in published.waiting(actor)[:SHOWN]],
        "settled": [_row(one) for one in published.settled(actor)[:SHOWN]],
    }  # fmt: skip
    return page(request, "publishing/every.html", context)


@officer("cases.read")
@require_GET
def one(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """What is public of a case, what waits, and what came before."""
    return page(request, "publishing/case.html", _page_of(request, _load(request, case_id), Decide(), TakeDown()))


@officer(*WRITERS)
@require_http_methods(["GET", "POST"])
def write(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Write a public text beside the case; what was typed stays, whatever is in the way."""
    found, actor = _load(request, case_id), request.actor  # type: ignore[attr-defined]
    form = Propose(request.POST if request.method == "POST" else None, case=found, initial=_start(found))
    verdict = rules.judge(actor, "propose_publication", found)
    if request.method == "GET" and not verdict.allowed:
        flash(request, verdict.why, tone="wait")
        return redirect("publishing:of_case", case_id=case_id)
    if request.method == "POST" and form.is_valid():
        try:
            propose.propose(actor, found.pk, form.words)
        except Refusal as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        else:
            flash(request, _("Sent to be checked. Nothing is public before a second person agrees."))
            return redirect("publishing:of_case", case_id=case_id)
    return page(request, "publishing/write.html", {"form": form, **_beside(request, found)}, status=status_of(form))


@officer("cases.publish")
@require_http_methods(["GET", "POST"])
def check(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """The second person's word on the text that they have read: the page says which one that is."""
    found = _load(request, case_id)
    waits = found.publications.filter(standing=Standing.PROPOSED).first()
    if request.method == "GET" or waits is None:
        return redirect("publishing:of_case", case_id=case_id)
    if request.POST.get("text") != str(waits.pk):
        flash(request, _("Another text was sent meanwhile. Read this one, then decide."), tone="wait")
        return redirect("publishing:of_case", case_id=case_id)
    form = Decide(request.POST)
    if form.is_valid():
        try:
            _decide(request, waits, form)
        except Refusal as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        else:
            return redirect("publishing:of_case", case_id=case_id)
    return page(request, "publishing/case.html", _page_of(request, found, form, TakeDown()), status=422)


@officer("cases.publish")
@require_http_methods(["GET", "POST"])
def take_down(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Take what is public of a case down."""
    found = _load(request, case_id)
    if request.method == "GET":
        return redirect("publishing:of_case", case_id=case_id)
    form = TakeDown(request.POST)
    if form.is_valid():
        try:
            end.take_down(request.actor, found.pk, reason=form.cleaned_data["reason"])  # type: ignore[attr-defined]
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            flash(request, _("Taken down. Nobody finds it any more."))
            return redirect("publishing:of_case", case_id=case_id)
    return page(request, "publishing/case.html", _page_of(request, found, Decide(), form), status=422)


def _decide(request: HttpRequest, waits: Publication, form: Decide) -> None:
    actor = request.actor  # type: ignore[attr-defined]
    if form.cleaned_data["agree"]:
        decide.publish(actor, waits.pk)
        flash(request, _("Published. Everybody finds it now."))
    else:
        decide.refuse(actor, waits.pk, reason=form.cleaned_data["reason"])
        flash(request, _("Sent back. Who wrote it reads why."))


def _load(request: HttpRequest, case_id: UUID) -> Case:
    try:
        return queries.load(request.actor, case_id)  # type: ignore[attr-defined]
    except Case.DoesNotExist as missing:
        raise Http404 from missing


def _start(found: Case) -> dict[str, str]:
    """What is public already, else the text that was written with the answer."""
    area = next((str(one.pk) for one in published.place_choices(found)[-1:]), "")
    last = found.publications.order_by("-id").first()
    if last is not None:
        return propose.texts_of(last) | {"area": str(last.area_id or "")}
    answer = found.answers.filter(round=found.round).first()
    return {"text": answer.public_text if answer else "", "area": area}


def _beside(request: HttpRequest, found: Case) -> dict[str, Any]:
    """What the person said and was told, as this reader may read it: to write from, not to copy."""
    eyes = masking.reader(request.actor)  # type: ignore[attr-defined]
    answers = found.answers.exclude(approved_at=None).select_related("organization").order_by("-round")[:1]
    return {
        "case": present.head(found),
        "case_id": found.pk,
        "text": masking.shown(found, "text", eyes),
        "answers": [present.answer(one, eyes) for one in answers],
    }


def _page_of(request: HttpRequest, found: Case, form: Decide, down: TakeDown) -> dict[str, Any]:
    actor, every_one = request.actor, published.of_case(found)  # type: ignore[attr-defined]
    now = next((one for one in every_one if one.standing == Standing.PUBLISHED), None)
    waits = next((one for one in every_one if one.standing == Standing.PROPOSED), None)
    write, check = (rules.judge(actor, step, found) for step in ("propose_publication", "publish"))
    own = waits is not None and waits.proposed_by == actor.person
    return _beside(request, found) | {
        "now": _shown(now) | {"seen": published.live().filter(pk=now.pk).exists()} if now else None,
        "waits": _shown(waits) | {"pk": waits.pk} if waits else None,
        "before": [_before(one) for one in every_one if one not in (now, waits)],
        "may_write": write.allowed and waits is None,
        "why_not": "" if write.allowed or waits or now else write.why,
        "own": own,
        "may_see_all": any(actor.may(one) for one in (*WRITERS, "cases.publish")),
        "questions": QUESTIONS,
        "form": form if waits and check.allowed and not own else None,
        "down": down if now and rules.judge(actor, "unpublish", found).allowed else None,
    }


def _shown(found: Publication) -> dict[str, Any]:
    by = _("written by %(who)s on %(day)s") % {"who": found.proposed_by, "day": format.full_day(found.created_at)}
    return propose.texts_of(found) | {
        "tag": shown.standing_tag(found),
        "unit": str(found.organization),
        "place": str(found.area) if found.area else _("nothing about where"),
        "by": by,
        "checked": str(found.decided_by) if found.decided_by else "",
        "href": shown.address(found),
        "day": format.full_day(found.published_on) if found.published_on else "",
    }


def _before(found: Publication) -> dict[str, str]:
    when = format.full_day(found.ended_at) if found.ended_at else ""
    who = str(found.ended_by) if found.ended_by else ""
    return {
        "title": found.title,
        "when": " · ".join(filter(None, (str(found.get_standing_display()), when, who))),
        "reason": masking.plain(found, "reason"),
    }


def _row(found: Publication, mine: str = "") -> dict[str, Any]:
    tag = shown.standing_tag(found) | ({"label": mine, "tone": "act"} if mine else {})
    return {
        "href": reverse("publishing:of_case", args=[found.case_id]),
        "cells": [found.title, found.case.code, str(found.organization), ui.render("state_tag", tag, {})],
    }
