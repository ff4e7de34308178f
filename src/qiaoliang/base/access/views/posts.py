"""Posts as the administrator changes them, and who is appointed to them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from qiaoliang.base.access import unit_forms
from qiaoliang.base.access.navigation import actor_of, words_of
from qiaoliang.base.access.routes import officer
from qiaoliang.base.access.views.organizations import MANAGE
from qiaoliang.base.access.views.units import shown
from qiaoliang.base.core import clock
from qiaoliang.base.core.errors import Refusal
from qiaoliang.base.organizations import actions, finding, queries
from qiaoliang.base.organizations.models import Membership, Person, Post
from qiaoliang.ui.pages import flash, page

_SHOWN = 30


def _living(post_id: UUID) -> Post:
    return get_object_or_404(Post.objects.at().select_related("organization"), pk=post_id)


def _posted(request: HttpRequest) -> Any:
    return request.POST if request.method == "POST" else None


@officer(MANAGE)
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest, organization_id: UUID) -> HttpResponse:
    unit = get_object_or_404(queries.alive(), pk=organization_id)
    form = unit_forms.NewPostForm(_posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.establish_post(actor_of(request).who, unit, **form.cleaned_data)
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            flash(request, _("The post %s is there. Its roles are granted by the security officer.") % made)
            return redirect("access:organization", unit.pk)
    return shown(request, form, unit, title=_("New post"), button=_("Enter the post"))


@officer(MANAGE)
@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, post_id: UUID) -> HttpResponse:
    post = _living(post_id)
    form = unit_forms.PostForm(_posted(request), initial=unit_forms.of_post(post))
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_post(actor_of(request).who, post, **form.cleaned_data)
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            flash(request, _("Saved."))
            return redirect("access:organization", post.organization_id)
    title = _("Change the post %s") % post
    return shown(request, form, post.organization, title=title, button=_("Save"))


@officer(MANAGE)
@require_http_methods(["GET", "POST"])
def end(request: HttpRequest, post_id: UUID) -> HttpResponse:
    post = _living(post_id)
    form = unit_forms.EndPostForm(_posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            actions.abolish_post(actor_of(request).who, post, **form.cleaned_data)
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            flash(request, _("The post %(post)s ends on %(day)s.") % {"post": post, "day": form.cleaned_data["on"]})
            return redirect("access:organization", post.organization_id)
    title = _("End the post %s?") % post
    return shown(request, form, post.organization, title=title, button=_("End the post"), danger=True)


@officer(MANAGE)
@require_http_methods(["GET", "POST"])
def appoint(request: HttpRequest, post_id: UUID) -> HttpResponse:
    """First the person is found by name, or it is somebody new; then the term is entered."""
    post, words = _living(post_id), words_of(request)
    people, labels = _people(words)
    form = unit_forms.AppointForm(
        _posted(request), people=people, labels=labels, initial={"name": words if not labels else ""}
    )
    if request.method == "POST" and form.is_valid():
        try:
            held = _appoint(request, post, form.cleaned_data)
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            flash(request, _("%(person)s holds the post from %(day)s.") % {"person": held.person, "day": held.start})
            return redirect("access:organization", post.organization_id)
    context = {"form": form, "unit": post.organization, "post": post, "q": words, "known": bool(labels)}
    return page(request, "access/appoint.html", context, 422 if form.errors else 200)


@transaction.atomic
def _appoint(request: HttpRequest, post: Post, data: dict[str, Any]) -> Membership:
    who, last = actor_of(request).who, data["last"]
    person = data["person"] or actions.register(who, data["name"])
    end = last + timedelta(days=1) if last else None
    return actions.appoint(who, person, post, start=data["start"], end=end, reason=data["reason"])


def _people(words: str) -> tuple[Any, dict[UUID, str]]:
    """Persons of that name, each with the posts they hold, so that two of one name are told apart."""
    if not words:
        return Person.objects.none(), {}
    ids = list(finding.people(words).order_by("name", "pk").values_list("pk", flat=True)[:_SHOWN])
    posts: dict[UUID, list[str]] = {}
    held = Membership.objects.at(clock.today()).filter(person__in=ids, post__isnull=False)
    for one in held.select_related("post__organization"):
        posts.setdefault(one.person_id, []).append(f"{one.post.organization.label} {one.post}")
    people = Person.objects.filter(pk__in=ids).order_by("name", "pk")
    return people, {one.pk: f"{one}{_called(posts.get(one.pk, []))}" for one in people}


def _called(posts: list[str]) -> str:
    return _(" (%s)") % _(", ").join(posts) if posts else _(" (no post now)")
