"""The pages of saved views: a new one, one to change, all of them."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from qiaoliang.base.access.routes import officer
from qiaoliang.base.core.errors import Refusal
from qiaoliang.ui.navigation import stand_at
from qiaoliang.ui.pages import flash, page
from qiaoliang.work.cases import columns
from qiaoliang.work.cases.listing import LISTERS, LISTS, WATCHERS, Listed
from qiaoliang.work.cases.saved import present, queries
from qiaoliang.work.cases.saved.actions.change import change
from qiaoliang.work.cases.saved.actions.keep import keep
from qiaoliang.work.cases.saved.actions.throw_away import take_out_again, throw_away
from qiaoliang.work.cases.saved.forms import Named
from qiaoliang.work.cases.saved.models import View

reader = officer(*LISTERS, *WATCHERS)


@reader
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest, listed: str) -> HttpResponse:
    """A name for what stands in the address."""
    found = _listed(request, listed)
    filters = found.form(request.GET)
    form = Named(request.POST if request.method == "POST" else None, request.actor)  # type: ignore[attr-defined]
    if request.method == "POST" and form.is_valid():
        try:
            view = keep(request.actor, listed, filters.kept(), **_said(form))  # type: ignore[attr-defined]
        except Refusal as no:
            form.add_error(no.field if no.field in form.fields else None, str(no))
        else:
            flash(request, _("Saved as “%(name)s”.") % {"name": view.name})
            return redirect(present.address(view))
    back = {"href": reverse(f"cases:{listed}") + filters.address(), "label": str(found.title)}
    stand_at(request, back["href"])
    context = {"form": form, "facts": _facts(found, filters), "back": back, "address": f"?{filters.kept()}"}
    return page(request, "saved/new.html", context, status=422 if form.errors else 200)


@reader
@require_http_methods(["GET", "POST"])
def one(request: HttpRequest, view_id: UUID) -> HttpResponse:
    """Its name, with whom it is shared, whether the list begins with it; and other filters, if they stand in the address."""
    view = _load(request, view_id)
    listed, may = LISTS[view.listed], queries.may_change(request.actor, view)  # type: ignore[attr-defined]
    filters = listed.form(request.GET) if request.GET else queries.form_of(view)
    shared = view.organization_id is not None
    initial = {"name": view.name, "shared": shared, "begins": view.begins}  # type: ignore[attr-defined]
    sent = request.POST if request.method == "POST" else None
    form = Named(sent, request.actor, may_change=may, initial=initial)  # type: ignore[attr-defined]
    if request.method == "POST" and form.is_valid():
        said = {"name": view.name, "shared": shared} | _given(form)
        try:
            view = change(request.actor, view.pk, typed=filters.kept() if request.GET else "", **said)  # type: ignore[attr-defined]
        except Refusal as no:
            form.add_error(no.field if no.field in form.fields else None, str(no))
        else:
            flash(request, _("“%(name)s” is changed.") % {"name": view.name})
            return redirect(present.address(view))
    stand_at(request, present.address(view))
    context = {
        "view": view,
        "form": form,
        "facts": _facts(listed, filters),
        "back": {"href": present.address(view), "label": view.name},
        "address": f"?{filters.kept()}" if request.GET else "",
        "may_change": may,
    }
    return page(request, "saved/one.html", context, status=422 if form.errors else 200)


@reader
@require_GET
def every(request: HttpRequest) -> HttpResponse:
    """All views one sees, by list."""
    found = [row for row in queries.seen_by(request.actor) if _open(request, row.listed)]  # type: ignore[attr-defined]
    labels = (_("View"), _("Which list"), _("Narrowed to"), _("Who sees it"))
    rows = [_line(row) for row in sorted(found, key=lambda row: list(LISTS).index(row.listed))]
    table = {"columns": [{"label": label, "prime": not at} for at, label in enumerate(labels)], "rows": rows}
    return page(request, "saved/every.html", {"table": table})


def _line(view: Any) -> dict[str, Any]:
    whose = _("shared with %(unit)s") % {"unit": view.organization} if view.organization else _("mine alone")
    begins = _(", the list begins with it") if view.begins else ""
    cells = [view.name, str(LISTS[view.listed].title), _narrowed(queries.form_of(view)), f"{whose}{begins}"]
    return {"cells": cells, "href": reverse("saved:one", args=[view.pk])}


@reader
@require_POST
def drop(request: HttpRequest, view_id: UUID) -> HttpResponse:
    """Throw it away."""
    view = _load(request, view_id)
    try:
        throw_away(request.actor, view.pk)  # type: ignore[attr-defined]
    except Refusal as no:
        flash(request, str(no), tone="act")
        return redirect("saved:one", view_id=view.pk)
    undo = reverse("saved:restore", args=[view.pk])
    flash(request, _("“%(name)s” is thrown away.") % {"name": view.name}, undo=undo)
    return redirect(f"{reverse(f'cases:{view.listed}')}?plain=on")


@reader
@require_POST
def restore(request: HttpRequest, view_id: UUID) -> HttpResponse:
    """Take it out again."""
    try:
        view = take_out_again(request.actor, view_id)  # type: ignore[attr-defined]
    except Refusal as no:
        flash(request, str(no), tone="act")
        return redirect("saved:every")
    flash(request, _("“%(name)s” is back.") % {"name": view.name})
    return redirect(present.address(view))


def _listed(request: HttpRequest, name: str) -> Listed:
    if not _open(request, name):
        raise Http404
    return LISTS[name]


def _open(request: HttpRequest, name: str) -> bool:
    return name in LISTS and bool(LISTS[name].sorts) and LISTS[name].open_to(request.actor)  # type: ignore[attr-defined]


def _load(request: HttpRequest, view_id: UUID) -> View:
    found = queries.seen_by(request.actor).filter(pk=view_id).first()  # type: ignore[attr-defined]
    if found is None or not _open(request, found.listed):
        raise Http404
    return found


def _said(form: Named) -> dict[str, Any]:
    return {"shared": False} | _given(form)


def _given(form: Named) -> dict[str, Any]:
    return {name: form.cleaned_data[name] for name in form.fields}


def _narrowed(filters: Any) -> str:
    return _("; ").join(filters.said()) or _("nothing, the whole list")


def _facts(listed: Listed, filters: Any) -> list[dict[str, str]]:
    heads = (str(columns.COLUMNS[name].label) for name in listed.shown(filters.given))
    said = (
        (_("Which list"), str(listed.title)),
        (_("Narrowed to"), _narrowed(filters)),
        (_("Sorted by"), listed.sort_words(filters.given)),
        (_("Columns"), _(", ").join(heads)),
    )
    return [{"label": label, "value": value} for label, value in said]
