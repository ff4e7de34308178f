"""Organisations, their posts and who holds them; and how somebody leaves a post."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from qiaoliang.base.access import tables
from qiaoliang.base.access.forms import LeavingForm
from qiaoliang.base.access.navigation import actor_of, words_of
from qiaoliang.base.access.routes import officer
from qiaoliang.base.core import clock
from qiaoliang.base.core.errors import Refusal
from qiaoliang.base.organizations import actions, finding, queries, registry
from qiaoliang.base.organizations.choices import Relation
from qiaoliang.base.organizations.models import Membership, Organization
from qiaoliang.ui.pages import flash, page

MANAGE = "organizations.manage"
_SUGGESTED = 12


@officer(MANAGE)
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """The tree of one relation, today or on another day, or what a word finds; as JSON what a form suggests."""
    words, day = words_of(request), day_of(request)
    if request.GET.get("as") == "json":
        found = finding.find(words, _SUGGESTED)
        shown = [{"value": one.value, "label": one.label, "above": one.above, "kind": one.kind} for one in found]
        return JsonResponse({"units": shown})
    relation = Relation.LINE if request.GET.get("by") == "line" else Relation.TERRITORY
    context = {
        "q": words,
        "relation": relation.value,
        "found": queries.search(words) if words else [],
        "day": _iso(day),
    }
    if not words:
        context["tree"] = tables.tree(relation, day)
    return page(request, "access/organizations.html", context)


def day_of(request: HttpRequest) -> date | None:
    """The day a page is asked to show things as of; None for today, and for what is no day."""
    try:
        day = date.fromisoformat(request.GET.get("on", ""))
    except ValueError:
        return None
    return None if day == clock.today() else day


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""


@officer(MANAGE)
@require_safe
def show(request: HttpRequest, organization_id: UUID) -> HttpResponse:
    organization, day = get_object_or_404(Organization, pk=organization_id), day_of(request)
    return page(request, "access/organization.html", tables.organization(organization, day) | {"day": _iso(day)})


@officer(MANAGE)
@require_http_methods(["GET", "POST"])
def leave(request: HttpRequest, membership_id: UUID) -> HttpResponse:
    """End a term from today, and say who goes on with what is open."""
    held = get_object_or_404(
        Membership.objects.at().select_related("person__account", "post__organization"),
        pk=membership_id,
        post__isnull=False,
    )
    able, work = registry.successors(held), registry.open_work(held)
    form = LeavingForm(request.POST if request.method == "POST" else None, able=able)
    if request.method == "POST" and form.is_valid():
        try:
            actions.relieve(actor_of(request).who, held, **form.cleaned_data)
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            flash(request, _("%s no longer holds the post; what was open is handed over.") % held.person)
            return redirect("access:organization", held.post.organization_id)
    last = queries.memberships_of(held.person_id).count() == 1
    context = {"form": form, "held": held, "work": work, "last": last, "alone": bool(work) and not able}
    return page(request, "access/leaving.html", context, 422 if form.errors else 200)
