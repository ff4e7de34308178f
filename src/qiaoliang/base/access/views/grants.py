"""The security officer's pages: who has which role, and why not otherwise."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from qiaoliang.base.access import actions, explain, queries, tables
from qiaoliang.base.access import wanted as wanting
from qiaoliang.base.access.forms import GrantForm, ReasonForm
from qiaoliang.base.access.navigation import actor_of, address, key_of, words_of
from qiaoliang.base.access.roles import roles
from qiaoliang.base.access.routes import officer
from qiaoliang.base.core.errors import Refusal
from qiaoliang.base.organizations import finding
from qiaoliang.base.organizations.models import Post
from qiaoliang.ui.pages import flash, page
from qiaoliang.ui.words import either

GRANT = "access.grant"
_SHOWN = 40


@officer(GRANT)
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    words = words_of(request)
    role, after = request.GET.get("role", ""), key_of(request)
    if role not in roles():
        context = {"groups": tables.grants(words), "q": words, "waiting": wanting.waiting().count()}
        return page(request, "access/grants.html", context)
    groups, onwards = tables.grants_of(role, words, after)
    context = {"groups": groups, "q": words, "role": role}
    context["next"] = address(q=words, role=role, after=onwards) if onwards else ""
    context["previous"] = address(q=words, role=role) if after else ""
    return page(request, "access/grants.html", context)


@officer(GRANT)
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """First a post is found by its title, its organisation or its holder, then it gets a role."""
    words = words_of(request)
    form = GrantForm(request.POST if request.method == "POST" else None, posts=_posts(words))
    if request.method == "POST" and form.is_valid():
        try:
            given = actions.grant(actor_of(request).who, **form.cleaned_data)
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            flash(request, _("Granted. It counts from %s.") % given.start.isoformat())
            return redirect("access:grants")
    context = {"form": form, "q": words, "found": bool(words) and _posts(words).exists()}
    return page(request, "access/grant_new.html", context, 422 if form.errors else 200)


@officer(GRANT)
@require_http_methods(["GET", "POST"])
def wanted(request: HttpRequest) -> HttpResponse:
    """What came with tables of accounts: all that is right in one step."""
    if request.method == "POST":
        chosen = [UUID(one) for one in request.POST.getlist("which") if _is_id(one)]
        grant = request.POST.get("decision") == "grant"
        done, refused = wanting.decide(actor_of(request).who, chosen, grant=grant)
        if not chosen:
            flash(request, _("Tick what you decide on first."), tone="wait")
        elif done:
            said = (
                ngettext("%d role is granted.", "%d roles are granted.", done) if grant else _("%d are left ungranted.")
            )
            flash(request, said % done)
        for row, why in refused:
            flash(request, f"{tables.wanted_label(row)}{either('：', ': ')}{why}", tone="act")
        return redirect("access:grants_wanted")
    return page(request, "access/grants_wanted.html", {"rows": tables.wanted()})


@officer(GRANT, "audit.read")
@require_safe
def table(request: HttpRequest) -> HttpResponse:
    """What each role may do, how far at most, and why: what one looks at before one grants it."""
    return page(request, "access/roles.html", {"roles": explain.table(get_language() or "zh")})


def _is_id(text: str) -> bool:
    try:
        return bool(UUID(text))
    except ValueError:
        return False


@officer(GRANT)
@require_http_methods(["GET", "POST"])
def end(request: HttpRequest, grant_id: UUID) -> HttpResponse:
    given = get_object_or_404(queries.grants_today(), pk=grant_id)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.end_grant(actor_of(request).who, given, reason=form.cleaned_data["reason"])
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            flash(request, _("The grant has ended."))
            return redirect("access:grants")
    title = _("End this grant: %s?") % tables.grant_label(given)
    return page(
        request,
        "access/reason.html",
        {"form": form, "title": title, "button": _("End it")},
        422 if form.errors else 200,
    )


def _posts(words: str) -> QuerySet[Post, Any]:
    if not words:
        return Post.objects.none()
    named = (
        Q(title__icontains=words)
        | Q(organization__in=finding.units(words))
        | Q(memberships__person__in=finding.people(words))
    )
    found = Post.objects.at().filter(named).values_list("pk", flat=True).distinct()[:_SHOWN]
    return Post.objects.filter(pk__in=list(found)).select_related("organization")
