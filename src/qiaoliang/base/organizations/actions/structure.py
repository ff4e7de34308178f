"""Founding and dissolving an organisation."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from qiaoliang.base.audit import actions as audit
from qiaoliang.base.core import clock
from qiaoliang.base.core.errors import Refusal
from qiaoliang.base.core.who import SYSTEM, Who
from qiaoliang.base.organizations import closure, locks, registry, rules
from qiaoliang.base.organizations.actions.links import link, unlink
from qiaoliang.base.organizations.actions.people import hand_over
from qiaoliang.base.organizations.choices import Relation
from qiaoliang.base.organizations.intervals import live_on
from qiaoliang.base.organizations.kinds import kinds
from qiaoliang.base.organizations.models import Alias, Link, Membership, Organization, Post

#: a worker that stood still for so long still finds which unit ended
LOOK_BACK = timedelta(days=60)


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
    if territory is not None:
        rules.check_name(name, rules.children(territory.pk), None)
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
def add_alias(who: Who, organization: Organization, name: str) -> Alias:
    """Another name people use for it."""
    if not name.strip():
        raise Refusal(_("Give the organisation a name."), code="no_name", field="name")
    alias, made = Alias.objects.get_or_create(organization=organization, name=name.strip())
    if made:
        audit.record(who, "organization.alias", organization, fields=("aliases",))
    return alias


@transaction.atomic
def drop_alias(who: Who, alias: Alias) -> None:
    """Nobody finds it by this name any more. A former name stays: it is part of the past."""
    if alias.until is not None:
        raise Refusal(_("This is a former name; it stays, so that old papers can be found."), code="former_name")
    alias.delete()
    audit.record(who, "organization.alias_dropped", alias.organization, fields=("aliases",))


@transaction.atomic
def dissolve(
    who: Who, organization: Organization, *, on: date | None = None, reason: str, successor: Organization | None = None
) -> None:
    """From ``on`` it exists no more: its posts and terms end, its links stay (see the model). What stands below it goes
    under ``successor`` that day, and so does what it has open; without one both are refused."""
    day = on or clock.today()
    locks.hold(locks.SEATS)
    for relation in Relation.values:
        closure.hold(relation)
    organization.refresh_from_db()
    _check_end(organization, day, successor)
    if successor is not None:
        _move_below(who, organization, successor, day)
    if Link.objects.at(day).filter(_child_alive(day), parent=organization).exists():
        raise Refusal(_("Move or dissolve the organisations below it first."), code="has_children")
    if successor is None and registry.open_work_of(organization):
        raise Refusal(
            _("It still has work open. Choose the unit that goes on with it."), code="open_work", field="successor"
        )
    organization.dissolved, organization.end_reason, organization.successor = day, reason[:100], successor
    organization.save(update_fields=["dissolved", "end_reason", "successor"])
    refs = {"successor": successor.pk} if successor else {}
    audit.record(who, "organization.dissolve", organization, fields=("dissolved", "end_reason"), refs=refs)
    if day <= clock.today():
        succeed(who, organization)
    with registry.departing(day):
        ended = _end_at(day, organization, reason)
    for held in ended if day <= clock.today() else ():
        hand_over(who, held)


def succeed(who: Who, organization: Organization) -> None:
    """The successor goes on from the day the unit ends: with its open work, and under its name for whoever types it. The names
    are added that day alone, so that one taken away stays away."""
    after = organization.successor
    if after is None:
        return
    registry.hand_over_unit(who, organization, after)
    names = (organization.name, organization.short_name) if organization.dissolved == clock.today() else ()
    for name in filter(None, names):
        add_alias(who, after, name)


def follow_dissolved() -> None:
    """Units that ended with the days before: what was still open goes to their successors. Run by the worker."""
    since = clock.today() - LOOK_BACK
    ended = Organization.objects.filter(dissolved__gt=since, dissolved__lte=clock.today(), successor__isnull=False)
    for one in ended.select_related("successor"):
        with transaction.atomic():
            succeed(SYSTEM, one)


def _check_end(organization: Organization, day: date, successor: Organization | None) -> None:
    if day < organization.founded:
        raise Refusal(_("It cannot end before it was founded."), code="before_founding", field="on")
    if organization.dissolved is not None:
        raise Refusal(_("It is dissolved already."), code="dissolved")
    if successor is None:
        return
    if successor.pk == organization.pk:
        raise Refusal(_("It cannot take over from itself. Choose another unit."), code="itself", field="successor")
    if successor.founded > day or (successor.dissolved is not None and successor.dissolved <= day):
        raise Refusal(_("That organisation does not exist on that day."), code="not_there", field="successor")
    registry.check_successor(organization, successor)


def _move_below(who: Who, organization: Organization, successor: Organization, day: date) -> None:
    """A successor from below it goes up to where it stood first; the others go under the successor."""
    below = Link.objects.at(day).filter(_child_alive(day), parent=organization).select_related("child")
    for one in sorted(below, key=lambda one: one.child_id != successor.pk):
        if one.child_id == successor.pk:
            up = Link.objects.at(day).filter(child=organization, relation=one.relation).select_related("parent").first()
            if up is None:
                unlink(who, one.child, one.relation, end=day)
            else:
                link(who, one.child, up.parent, one.relation, start=day)
        else:
            link(who, one.child, successor, one.relation, start=day)


def _child_alive(day: date) -> Q:
    return Q(child__dissolved=None) | Q(child__dissolved__gt=day)


def _end_at(day: date, organization: Organization, reason: str) -> list[Membership]:
    """The terms in its posts that end with it."""
    of_it = Q(post__organization=organization) | Q(organization=organization)
    Membership.objects.filter(of_it, start__gt=day).delete()
    live = Membership.objects.filter(of_it, live_on(day))
    ended = list(live.filter(post__isnull=False).select_related("person__account", "post__organization"))
    live.update(end=day, end_reason=reason[:100])
    Post.objects.filter(organization=organization, start__gt=day).filter(memberships=None).delete()
    Post.objects.filter(live_on(day), organization=organization).update(end=day)
    return ended
