"""Units as the administrator changes them: founded, called otherwise, moved, ended; other names."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from qiaoliang.base.access import unit_forms, unit_looks
from qiaoliang.base.access.navigation import actor_of
from qiaoliang.base.access.routes import officer
from qiaoliang.base.access.views.organizations import MANAGE
from qiaoliang.base.core.errors import Refusal
from qiaoliang.base.organizations import actions, queries
from qiaoliang.base.organizations.choices import Relation
from qiaoliang.base.organizations.models import Alias, Organization
from qiaoliang.ui.pages import flash, page


def shown(request: HttpRequest, form: Any, unit: Any, **words: Any) -> HttpResponse:
    """One form about a unit; what was typed stays."""
    context = {"form": form, "unit": unit, **words}
    return page(request, "access/unit_form.html", context, 422 if form.errors else 200)


def _posted(request: HttpRequest) -> Any:
    return request.POST if request.method == "POST" else None


@officer(MANAGE)
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """A new unit; ``under`` names the one it is to stand below."""
    form = unit_forms.NewUnitForm(_posted(request), initial=unit_forms.named("territory", _under(request)))
    if request.method == "POST" and form.is_valid():
        data = dict(form.cleaned_data)
        for relation in ("territory", "line"):
            data[relation] = Organization.objects.get(pk=data[relation]) if data[relation] else None
        try:
            made = actions.found(actor_of(request).who, **data)
        except Refusal as refusal:
            form.add_error(
                {"parent": "territory", "start": "founded"}.get(refusal.field, refusal.field) or None,
                str(refusal.message),
            )
        else:
            flash(request, _("%s is entered. Now its posts, and who holds them.") % made)
            return redirect("access:organization", made.pk)
    return shown(request, form, None, title=_("New unit"), button=_("Enter the unit"))


def _under(request: HttpRequest) -> Organization | None:
    try:
        return queries.alive().filter(pk=UUID(request.GET.get("under", ""))).first()
    except ValueError:
        return None


@officer(MANAGE)
@require_http_methods(["GET", "POST"])
def rename(request: HttpRequest, organization_id: UUID) -> HttpResponse:
    unit = get_object_or_404(queries.alive(), pk=organization_id)
    names = {name: getattr(unit, name) for name in ("name", "short_name", "name_en", "kind")}
    form = unit_forms.RenameForm(_posted(request), initial=names)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.rename(actor_of(request).who, unit, **form.cleaned_data)
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            said = _("Nothing is different.") if made is None else _("It counts from %s.") % made.start.isoformat()
            flash(request, said, tone="done" if made else "wait")
            return redirect("access:organization", unit.pk)
    return shown(request, form, unit, title=_("Another name or kind"), button=_("Save"))


@officer(MANAGE)
@require_http_methods(["GET", "POST"])
def move(request: HttpRequest, organization_id: UUID) -> HttpResponse:
    """Another parent in one of the two trees; in the line of work there may be none."""
    unit = get_object_or_404(queries.alive(), pk=organization_id)
    relation = Relation.LINE if request.GET.get("by") == "line" else Relation.TERRITORY
    form = unit_forms.MoveForm(_posted(request), may_be_none=relation == Relation.LINE)
    now = queries.parent_of(unit.pk, relation)
    if request.method == "POST" and form.is_valid():
        data, who = form.cleaned_data, actor_of(request).who
        try:
            if data["parent"]:
                parent = Organization.objects.get(pk=data["parent"])
                actions.link(who, unit, parent, relation, start=data["on"], reason=data["reason"])
            else:
                actions.unlink(who, unit, relation, end=data["on"])
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            flash(request, _("It counts from %s.") % data["on"].isoformat())
            return redirect("access:organization", unit.pk)
    title = _("Another unit above, by line of work") if relation == Relation.LINE else _("Another unit above")
    lead = _("Now under %s.") % now if now else _("Now under no other unit.")
    return shown(request, form, unit, title=title, lead=lead, button=_("Move it"))


@officer(MANAGE)
@require_http_methods(["GET", "POST"])
def end(request: HttpRequest, organization_id: UUID) -> HttpResponse:
    """Dissolve or merge: first what is open and where it goes, then the deed."""
    unit = get_object_or_404(Organization.objects.filter(dissolved=None), pk=organization_id)
    form, deed = unit_forms.EndUnitForm(_posted(request)), "save" in request.POST
    context: dict[str, Any] = {"form": form, "unit": unit, "has": unit_looks.ending(unit)}
    if request.method == "POST" and form.is_valid() and "back" not in request.POST:
        data = dict(form.cleaned_data)
        data["successor"] = Organization.objects.get(pk=data["successor"]) if data["successor"] else None
        try:
            unit_looks.dissolve(actor_of(request).who, unit, data, keep=deed)
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            if deed:
                flash(request, _("%(unit)s ends on %(day)s.") % {"unit": unit, "day": data["on"].isoformat()})
                return redirect("access:organization", unit.pk)
            context |= {"sure": True, "to": data["successor"], "day": data["on"].isoformat()}
    return page(request, "access/unit_end.html", context, 422 if form.errors else 200)


@officer(MANAGE)
@require_http_methods(["GET", "POST"])
def alias(request: HttpRequest, organization_id: UUID) -> HttpResponse:
    unit = get_object_or_404(queries.alive(), pk=organization_id)
    form = unit_forms.AliasForm(_posted(request))
    if request.method == "POST" and form.is_valid():
        actions.add_alias(actor_of(request).who, unit, form.cleaned_data["name"])
        flash(request, _("It is found under this name, too."))
        return redirect("access:unit_alias", unit.pk)
    names = [
        (one.name, one.until.isoformat() if one.until else "", reverse("access:alias_drop", args=[one.pk]))
        for one in unit.aliases.order_by("until", "name")
    ]
    context = {"form": form, "unit": unit, "names": names}
    return page(request, "access/unit_aliases.html", context, 422 if form.errors else 200)


@officer(MANAGE)
@require_POST
def drop_alias(request: HttpRequest, alias_id: UUID) -> HttpResponse:
    one = get_object_or_404(Alias.objects.select_related("organization"), pk=alias_id)
    try:
        actions.drop_alias(actor_of(request).who, one)
        flash(request, _("The name is taken away."))
    except Refusal as refusal:
        flash(request, refusal.message, tone="act")
    return redirect("access:unit_alias", one.organization_id)
