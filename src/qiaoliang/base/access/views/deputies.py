"""Who stands in for whom: the holder's page, and the head's for the unit."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from qiaoliang.base.access import deputies
from qiaoliang.base.access.actor import Actor
from qiaoliang.base.access.forms import DeputyForm
from qiaoliang.base.access.navigation import actor_of
from qiaoliang.base.access.routes import signed_in
from qiaoliang.base.core import clock
from qiaoliang.base.core.errors import Refusal
from qiaoliang.base.organizations import queries
from qiaoliang.base.organizations.models import Deputy, Membership
from qiaoliang.ui import format
from qiaoliang.ui.pages import flash, page


@signed_in
@require_http_methods(["GET", "POST"])
def index(request: HttpRequest) -> HttpResponse:
    """Those to come and of today, and a form where one may name somebody."""
    actor = actor_of(request)
    terms = _terms(actor)
    able = queries.able_deputies(terms)
    if len({one.person_id for one in terms}) == 1:  # nobody stands in for themselves
        able = able.exclude(pk=terms[0].person_id)
    form = DeputyForm(request.POST if request.method == "POST" else None, terms=terms, able=able)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            made = deputies.name(
                actor, data["membership"], data["person"], start=data["start"], end=data["last"] + timedelta(days=1)
            )
        except Refusal as refusal:
            form.refuse(refusal)
        except OverflowError:
            form.add_error(
                "last", _("Three months at most. Who is away longer leaves the post, and somebody is appointed.")
            )
        else:
            flash(request, _("%s stands in on these days, and is told.") % made.person)
            return redirect("access:deputies")
    rows = [_row(actor, one) for one in _shown(actor, terms)]
    return page(
        request, "access/deputies.html", {"rows": rows, "form": form if terms else None}, 422 if form.errors else 200
    )


@signed_in
@require_POST
def end(request: HttpRequest, deputy_id: UUID) -> HttpResponse:
    row = get_object_or_404(Deputy.objects.select_related("membership__post", "person"), pk=deputy_id)
    actor = actor_of(request)
    mine = actor.person is not None and row.person_id == actor.person.pk
    if not mine and not deputies.may_name_for(actor, row.membership):
        raise Http404
    try:
        deputies.end(actor, row)
    except Refusal as refusal:
        flash(request, str(refusal.message), tone="act")
    else:
        began = row.start <= clock.today()
        flash(request, (_("%s no longer stands in.") if began else _("Cancelled: %s does not stand in.")) % row.person)
    return redirect("access:deputies")


def _terms(actor: Actor) -> QuerySet[Membership]:
    """The terms for which the actor may name somebody: the own ones, the head's unit."""
    found: QuerySet[Membership] = Membership.objects.at().filter(post__isnull=False)
    if actor.person is None or actor.stands_for is not None:
        return found.none()
    theirs = Q(person=actor.person)
    if actor.may(deputies.NAME):
        theirs |= Q(post__organization=actor.organization)
    return found.filter(theirs).select_related("person", "post__organization").order_by("post__rank", "pk")


def _shown(actor: Actor, terms: QuerySet[Membership]) -> list[Deputy]:
    rows = {one.pk: one for one in queries.deputies_to_come(terms)}
    if actor.person is not None:
        standing = Membership.objects.at().filter(deputies__person=actor.person)
        rows |= {one.pk: one for one in queries.deputies_to_come(standing) if one.person_id == actor.person.pk}
    return sorted(rows.values(), key=lambda one: (one.start, one.pk))


def _row(actor: Actor, one: Deputy) -> dict[str, Any]:
    held = one.membership
    assert held.post is not None and one.end is not None
    return {
        "id": one.pk,
        "person": str(one.person),
        "holder": str(held.person),
        "post": f"{held.post.organization.label} {held.post}",
        "from": format.day(one.start),
        "last": format.day(one.end - timedelta(days=1)),
        "now": one.holds_on(clock.today()),
    }
