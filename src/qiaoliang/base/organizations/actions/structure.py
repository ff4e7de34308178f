"""Founding, renaming and dissolving an organisation."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from qiaoliang.base.audit import actions as audit
from qiaoliang.base.core import clock
from qiaoliang.base.core.errors import Refusal
from qiaoliang.base.core.who import Who
from qiaoliang.base.organizations import closure, locks, registry
from qiaoliang.base.organizations.actions.links import link
from qiaoliang.base.organizations.choices import Relation
from qiaoliang.base.organizations.intervals import live_on
from qiaoliang.base.organizations.kinds import kinds
from qiaoliang.base.organizations.models import Alias, Link, Membership, Organization, Post


@transaction.atomic
def found(
    who: Who,
    *,
    code: str,
    name: str,
    kind: str,
    short_name: str = "",
    name_en: str = "",
    founded: date | None = None,
    territory: Organization | None = None,
    line: Organization | None = None,
    aliases: Iterable[str] = (),
) -> Organization:
    """A new organisation, standing under its territory and its line from its founding day (default today)."""
    check_new(code, name, kind)
    for relation in Relation.values:
        closure.hold(relation)
    made = Organization.objects.create(
        code=code,
        name=name.strip(),
        kind=kind,
        short_name=short_name,
        name_en=name_en,
        founded=founded or clock.today(),
    )
    closure.add(made.pk)
    Alias.objects.bulk_create([Alias(organization=made, name=alias) for alias in dict.fromkeys(aliases)])
    audit.record(who, "organization.found", made, fields=("code", "name", "kind", "founded"))
    for relation, parent in ((Relation.TERRITORY, territory), (Relation.LINE, line)):
        if parent is not None:
            link(who, made, parent, relation, start=made.founded)
    return made


def check_new(code: str, name: str, kind: str) -> None:
    """Refuse an unknown kind, a missing name and a code in use."""
    if kind not in kinds():
        raise Refusal(_("Choose a kind of organisation from the list."), code="unknown_kind", field="kind")
    if not name.strip():
        raise Refusal(_("Give the organisation a name."), code="no_name", field="name")
    if not code.strip() or Organization.objects.filter(code=code).exists():
        raise Refusal(_("This code is in use. Choose another."), code="code_in_use", field="code")


@transaction.atomic
def rename(who: Who, organization: Organization, name: str, *, short_name: str = "", name_en: str = "") -> None:
    """A new name from today; the former one stays findable as an alias."""
    if not name.strip():
        raise Refusal(_("Give the organisation a name."), code="no_name", field="name")
    former = organization.name
    organization.name, organization.short_name, organization.name_en = name.strip(), short_name, name_en
    organization.save(update_fields=["name", "short_name", "name_en"])
    if former != organization.name:
        Alias.objects.get_or_create(organization=organization, name=former, defaults={"until": clock.today()})
    audit.record(who, "organization.rename", organization, fields=("name", "short_name", "name_en"))


@transaction.atomic
def add_alias(who: Who, organization: Organization, name: str) -> Alias:
    """Another name people use for it."""
    alias, made = Alias.objects.get_or_create(organization=organization, name=name.strip())
    if made:
        audit.record(who, "organization.alias", organization, fields=("aliases",))
    return alias


@transaction.atomic
def dissolve(who: Who, organization: Organization, *, on: date | None = None, reason: str) -> None:
    """From ``on`` it exists no more: its posts and memberships end, its links stay (see the model)."""
    day = on or clock.today()
    locks.hold(locks.SEATS)
    for relation in Relation.values:
        closure.hold(relation)
    if day < organization.founded:
        raise Refusal(_("It cannot end before it was founded."), code="before_founding", field="on")
    if Link.objects.at(day).filter(_child_alive(day), parent=organization).exists():
        raise Refusal(_("Move or dissolve the organisations below it first."), code="has_children")
    if organization.dissolved is not None:
        raise Refusal(_("It is dissolved already."), code="dissolved")
    organization.dissolved, organization.end_reason = day, reason[:100]
    organization.save(update_fields=["dissolved", "end_reason"])
    with registry.departing(day):
        _end_at(day, organization, reason)
    audit.record(who, "organization.dissolve", organization, fields=("dissolved", "end_reason"))


def _child_alive(day: date) -> Q:
    return Q(child__dissolved=None) | Q(child__dissolved__gt=day)


def _end_at(day: date, organization: Organization, reason: str) -> None:
    of_it = Q(post__organization=organization) | Q(organization=organization)
    Membership.objects.filter(of_it, start__gt=day).delete()
    Membership.objects.filter(of_it, live_on(day)).update(end=day, end_reason=reason[:100])
    Post.objects.filter(organization=organization, start__gt=day).filter(memberships=None).delete()
    Post.objects.filter(live_on(day), organization=organization).update(end=day)
