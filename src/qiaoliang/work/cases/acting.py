"""Who takes a step: an officer under a hat (:class:`Actor`), a resident with a receipt or the system (:class:`Who`)."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from qiaoliang.base.access.actor import Actor
from qiaoliang.base.asking import written
from qiaoliang.base.core import clock
from qiaoliang.base.core.who import Who
from qiaoliang.base.organizations.models import Closure, Deputy, Membership, Organization

Acting = Actor | Who


def who_of(acting: Acting) -> Who:
    """As the audit knows them."""
    return acting.who if isinstance(acting, Actor) else acting


def person_id_of(acting: Acting) -> UUID | None:
    """The officer's person, None for residents and the system."""
    return acting.person.pk if isinstance(acting, Actor) and acting.person else None


def officer_id(actor: Actor) -> UUID:
    """The person behind an officer's step; an account without a person holds no post, so it takes no step."""
    if actor.person is None:
        raise ValueError("an account without a person cannot act")
    return actor.person.pk


def stands_for_of(acting: Acting) -> UUID | None:
    """The person for whom they act as a deputy."""
    return who_of(acting).stands_for


def unit_id_of(acting: Acting) -> UUID | None:
    """The unit they act for."""
    return who_of(acting).organization_id


def units_of(acting: Acting) -> QuerySet[Any, UUID]:
    """Ids of all units they belong to today, under whatever hat: those of their posts and memberships, those in which they
    stand in for somebody, and the one they act for. No query is run here."""
    return _units(person_id_of(acting), unit_id_of(acting), clock.today())


def _units(person: UUID | None, unit: UUID | None, day: date) -> QuerySet[Any, UUID]:
    held = Membership.objects.at(day).filter(person=person)
    posts, plain = held.values("post__organization"), held.values("organization")
    standing = Deputy.objects.at(day).filter(person=person).values("membership__post__organization")
    mine = (
        Q(pk=unit)
        | Q(pk__in=standing)
        | Q(pk__in=posts.exclude(post=None))
        | Q(pk__in=plain.exclude(organization=None))
    )
    return Organization.objects.filter(mine).values_list("pk", flat=True)


def _and_above(person: UUID | None, unit: UUID | None, day: date) -> QuerySet[Any, UUID]:
    return Closure.objects.filter(descendant__in=_units(person, unit, day)).values_list("ancestor_id", flat=True)


def told_of(actor: Actor) -> frozenset[UUID]:
    """The units of the person and all above these: who belongs to one of them reads nothing that is said about it. Asked
    once for each actor, that is once in a request, for lists; a step asks :func:`belongs_to` anew."""
    found = actor.kept.get("told_of")
    if found is None:
        above = written.rows(_and_above, person_id_of(actor), unit_id_of(actor), clock.today())
        found = actor.kept["told_of"] = frozenset(above)
    return found


@dataclass(frozen=True)
class Asker:
    """All of an actor that a condition on cases is made from: who is the same here has the same condition."""

    person: UUID | None
    unit: UUID | None
    rights: frozenset[tuple[str, str]]
    told: frozenset[UUID]
    actor: Actor = field(compare=False, repr=False)


def asker(actor: Actor) -> Asker:
    """The actor as the key of a question that is put together once."""
    rights = frozenset((name, held.reach) for name, held in actor.held.items())
    return Asker(person_id_of(actor), unit_id_of(actor), rights, told_of(actor), actor)


def belongs_to(acting: Acting, accused: UUID | None) -> bool:
    """Whether they belong to the unit ``accused`` or one below it: then they take no part in what is said about it."""
    if accused is None:
        return False
    return Closure.objects.filter(ancestor=accused, descendant__in=units_of(acting)).exists()
