"""Organisations, their posts and who holds them: to read."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from qiaoliang.base.access import tables
from qiaoliang.base.access.navigation import words_of
from qiaoliang.base.access.routes import officer
from qiaoliang.base.organizations import queries
from qiaoliang.base.organizations.choices import Relation
from qiaoliang.base.organizations.models import Organization
from qiaoliang.ui.pages import page

MANAGE = "organizations.manage"


@officer(MANAGE)
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """The tree of one relation, or what a word finds."""
    words = words_of(request)
    relation = Relation.LINE if request.GET.get("by") == "line" else Relation.TERRITORY
    context = {"q": words, "relation": relation.value, "found": queries.search(words) if words else []}
    if not words:
        context["tree"] = tables.tree(relation)
    return page(request, "access/organizations.html", context)


@officer(MANAGE)
@require_safe
def show(request: HttpRequest, organization_id: UUID) -> HttpResponse:
    organization = get_object_or_404(Organization, pk=organization_id)
    return page(request, "access/organization.html", tables.organization(organization))
