"""Rights as sets: what a list may show, and whom a task may go to. No check per row."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from qiaoliang.base.access.actor import Actor
from qiaoliang.base.access.models import Grant
from qiaoliang.base.access.roles import REACHES, narrower, permissions, rights_with, roles
from qiaoliang.base.access.rules import mixed
from qiaoliang.base.accounts.models import Account
from qiaoliang.base.asking import written
from qiaoliang.base.core import clock
from qiaoliang.base.core.who import Who
from qiaoliang.base.organizations.models import Closure, Membership, Organization, Person
from qiaoliang.base.organizations.queries import deputies


@dataclass(frozen=True)
class Reach:
    """``everywhere``: no condition is needed; else ``organizations`` is a subquery of ids (empty without the right), of
    which ``one`` is the only one where the right ends at the unit, ``below`` the topmost where it goes down from it."""

    everywhere: bool
    organizations: QuerySet[Any, UUID]
    one: UUID | None = None
    below: UUID | None = None

    def q(self, field: str) -> Q:
        """The condition on ``field`` (an organisation's foreign key) for a list: ``filter(reach.q("lead"))``."""
        if self.one is not None:  # an index is sooner chosen for one value than for a question
            return Q(**{field: self.one})
        return Q() if self.everywhere else Q(**{f"{field}__in": self.organizations})

    def of_row(self, field: str) -> Q:
        """The same inside a subquery that is about few rows: the row's organisation is looked up, not the row for each of hundreds."""
        if self.below is None:
            return self.q(field)
        return Q(Exists(Closure.objects.filter(ancestor=self.below, descendant=OuterRef(field))))


def reach(actor: Actor, permission: str) -> Reach:
    """How far ``actor`` has ``permission``, as SQL. No query is run here."""
    if permission not in permissions():
        raise KeyError(permission)
    held, own = actor.held.get(permission), actor.organization
    ids = Organization.objects.values_list("pk", flat=True)
    if held is None or own is None:
        return Reach(False, ids.none())
    if held.reach == "district":
        return Reach(True, ids)
    if held.reach == "unit":
        return Reach(False, ids.filter(pk=own.pk), own.pk)
    below = Closure.objects.filter(ancestor=own.pk).values_list("descendant_id", flat=True)
    return Reach(False, below, below=own.pk)


def people_with(permission: str, organization_id: UUID | None) -> list[UUID]:
    """Persons who today, on any post or as somebody's deputy, have ``permission`` towards the organisation; without one, in
    the whole district. One query."""
    return sorted(written.rows(_people_with, permission, organization_id, clock.today()))


def _people_with(permission: str, organization_id: UUID | None, day: date) -> QuerySet[Any, UUID]:
    posts = _grants_with(permission, organization_id, day).values("post")
    held = Membership.objects.at(day).filter(post__in=posts).values_list("person_id", flat=True)
    standing = deputies(day).filter(membership__post__in=posts).values_list("person_id", flat=True)
    found: QuerySet[Any, UUID] = held.order_by().union(standing.order_by())
    return found


def roles_with(permission: str, organization_id: UUID | None) -> list[tuple[Organization, str]]:
    """(unit, role) of the posts that somebody holds today and that have ``permission`` towards the organisation, once each,
    by the unit's code. Two queries."""
    held = Membership.objects.at().filter(post=OuterRef("post"))
    found = _grants_with(permission, organization_id).filter(Exists(held))
    pairs = set(found.values_list("post__organization", "role"))
    units = Organization.objects.filter(pk__in={unit for unit, _role in pairs}).order_by("code")
    return [(unit, role) for unit in units for role in roles() if (unit.pk, role) in pairs]


def _grants_with(permission: str, organization_id: UUID | None, day: date | None = None) -> QuerySet[Grant]:
    """The grants of a day (today) that give ``permission`` towards the organisation."""
    above = Closure.objects.filter(descendant=organization_id).values("ancestor_id")
    where = {
        "unit": Q(post__organization=organization_id),
        "subtree": Q(post__organization=organization_id) | Q(post__organization__in=above),
        "district": Q(),
    }
    covered = Q(pk__in=[])
    for right in rights_with(permission):
        for given in REACHES:
            covered |= Q(role=right.role, reach=given) & where[narrower(right.reach, given)]
    grants: QuerySet[Grant] = Grant.objects.at(day).filter(covered)
    return grants


def units_with(permission: str, day: date | None = None) -> QuerySet[Any, UUID]:
    """Ids of the organisations towards which somebody holds ``permission`` on that day (today); a subquery for lists."""
    grants: dict[str, Q] = {}
    for right in rights_with(permission):
        for given in REACHES:
            reached = narrower(right.reach, given)
            grants[reached] = grants.get(reached, Q()) | Q(role=right.role, reach=given)
    covered = Q(pk__in=[])
    for reached, granted in grants.items():
        posts = Grant.objects.at(day).filter(granted).values("post")
        held = Membership.objects.at(day).filter(post__in=posts).values("post__organization")
        below = Closure.objects.filter(ancestor__in=held).values("descendant_id")
        covered |= {"unit": Q(pk__in=held), "subtree": Q(pk__in=held) | Q(pk__in=below), "district": Q(Exists(held))}[
            reached
        ]
    return Organization.objects.filter(covered).values_list("pk", flat=True)


def has_somebody(permission: str, organization_id: UUID) -> bool:
    """Whether somebody holds ``permission`` towards the organisation today."""
    return written.count(_somebody, permission, organization_id, clock.today()) > 0


def _somebody(permission: str, organization_id: UUID, day: date) -> QuerySet[Any, UUID]:
    return units_with(permission, day).filter(pk=organization_id)


def grants_today() -> QuerySet[Grant]:
    """All grants that hold today or begin later, with their posts."""
    rows = Grant.objects.filter(Q(end=None) | Q(end__gt=clock.today())).select_related("post__organization")
    return rows.order_by("role", "post__organization__code", "post__rank", "pk")


def mixed_administrators() -> list[Person]:
    """Persons whose roles of today or later join an administrator's with another; none, as long as actions alone write."""
    return list(Person.objects.filter(pk__in=mixed(clock.today())).order_by("pk"))


def in_service(role: str, at: date | None = None) -> QuerySet[Person]:
    """Persons who hold a post with the role on that day and can log in."""
    day = at or clock.today()
    posts = Grant.objects.at(day).filter(role=role).values("post")
    held = Membership.objects.at(day).filter(post__in=posts).values("person")
    return Person.objects.filter(pk__in=held, account__is_active=True)


def who_may_decide(who: Who, account: Account) -> list[UUID]:
    """Accounts of those who may decide on the lost second factor of ``account`` for ``who``: security officers in service,
    neither the asker nor the holder."""
    roles_so = {right.role for right in rights_with("access.grant")}
    posts = Grant.objects.at().filter(role__in=roles_so).values("post")
    held = Membership.objects.at().filter(post__in=posts, person__account__is_active=True)
    found = held.exclude(person__account__in=[account.pk, *filter(None, [who.id])])
    return sorted(set(found.values_list("person__account", flat=True)))


def organizations_without(permission: str) -> QuerySet[Organization]:
    """Organisations towards which nobody who can log in has ``permission`` today."""
    held = Membership.objects.at().filter(person__account__is_active=True).values("post")
    covered = Q(pk__in=[])
    for right in rights_with(permission):
        for given in REACHES:
            posts = Grant.objects.at().filter(role=right.role, reach=given, post__in=held)
            units = posts.values("post__organization")
            wide = narrower(right.reach, given)
            if wide == "district":
                covered |= Q(Exists(posts))
            elif wide == "unit":
                covered |= Q(pk__in=units)
            else:
                covered |= Q(pk__in=Closure.objects.filter(ancestor__in=units).values("descendant"))
    return Organization.objects.exclude(covered)
