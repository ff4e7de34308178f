"""Who takes a step: an officer under a hat (:class:`Actor`), a resident with a receipt or the system (:class:`Who`)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypeVar
from uuid import UUID

from django.db import DEFAULT_DB_ALIAS
from django.db.models import Model, Q, QuerySet

from qiaoliang.base.access.actor import Actor
from qiaoliang.base.access.models import Grant
from qiaoliang.base.asking import written
from qiaoliang.base.core import clock
from qiaoliang.base.core.who import Who
from qiaoliang.base.organizations.models import Closure, Deputy, Membership, Organization, Person, Post
from qiaoliang.work.cases import holding

Acting = Actor | Who
Row = TypeVar("Row", bound=Model)


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
class Asker(written.Parted):
    """An actor as a condition on cases is made from them: all who have the same rights are asked for by the same question, with their
    own ids."""

    rest: Rights
    ids: tuple[UUID, ...]
    actor: Actor = field(compare=False, repr=False)


@dataclass(frozen=True)
class Rights(written.Rest):
    """What an actor has beside ids: ``held``, each right and how far it reaches; which ids there are (``known``: account, post, unit,
    whom they stand in for, person), of which rights few cases are in reach, and the number of units of :func:`told_of`, whose ids follow."""

    kind: str
    held: frozenset[tuple[str, str]]
    known: tuple[bool, ...]
    few: frozenset[str]
    told: int
    grants: tuple[Grant, ...] = field(compare=False, repr=False)

    @property
    def size(self) -> int:  # type: ignore[override]
        return sum(self.known) + self.told

    def made(self, ids: Sequence[UUID]) -> Asker:
        """An actor with these rights and other ids, of whom nothing else is known."""
        left = iter(ids)
        account, post, unit, stands_for, person = (next(left) if known else None for known in self.known)
        who = Who(kind=self.kind, id=account, post_id=post, organization_id=unit, stands_for=stands_for)
        hat = _bare(Membership, post_id=post, person_id=stands_for or person) if post else None
        if hat:
            hat.post = _bare(Post, id=post, organization_id=unit)
            hat.post.organization = _bare(Organization, id=unit)
        somebody = _bare(Person, id=person) if person else None
        kept = {"told_of": frozenset(left), holding.FEW_OF: self.few}
        return Asker(self, tuple(ids), Actor(who, somebody, hat, (), self.grants, kept))


def _bare(model: type[Row], **values: Any) -> Row:
    """An object with these columns only: any other would be asked of the database."""
    names = [one.attname for one in model._meta.concrete_fields if one.attname in values]
    return model.from_db(DEFAULT_DB_ALIAS, names, [values[name] for name in names])


def asker(actor: Actor) -> Asker:
    """The actor as what is given to a question that is put together once."""
    who, told = actor.who, told_of(actor)
    ids = (who.id, who.post_id, who.organization_id, who.stands_for, person_id_of(actor))
    held = frozenset((name, one.reach) for name, one in actor.held.items())
    known = tuple(one is not None for one in ids)
    rest = Rights(who.kind, held, known, holding.few_of(actor), len(told), actor.grants)
    return Asker(rest, (*(one for one in ids if one is not None), *sorted(told)), actor)


def belongs_to(acting: Acting, accused: UUID | None) -> bool:
    """Whether they belong to the unit ``accused`` or one below it: then they take no part in what is said about it."""
    if accused is None:
        return False
    return Closure.objects.filter(ancestor=accused, descendant__in=units_of(acting)).exists()
