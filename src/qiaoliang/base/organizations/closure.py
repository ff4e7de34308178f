"""The closure table for today: written here alone, inside the action that changes a link.

Each organisation has at most one parent per relation at a time, so the ancestors of a day are a chain.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from uuid import UUID

from django.db import transaction

from qiaoliang.base.core import clock
from qiaoliang.base.organizations.choices import Relation
from qiaoliang.base.organizations.models import Closure, Link, Organization, Tree

Row = tuple[UUID, UUID, int]


def hold(relation: str) -> None:
    """Take the relation's lock until the transaction ends, and bring its closure to today first."""
    Tree.objects.get_or_create(relation=relation)
    tree = Tree.objects.select_for_update().get(relation=relation)
    if tree.day != clock.today():
        rebuild(relation)


def rebuild(relation: str) -> int:
    """Make the closure what today's links say; how many rows were wrong. Call it while holding the lock."""
    wanted, present = set(expected(relation, clock.today())), _present(relation)
    extra = [pk for row, pk in present.items() if row not in wanted]
    missing = [row for row in wanted if row not in present]
    for first in range(0, len(extra), 500):
        Closure.objects.filter(pk__in=extra[first : first + 500]).delete()
    _insert(relation, missing)
    Tree.objects.update_or_create(relation=relation, defaults={"day": clock.today()})
    return len(extra) + len(missing)


@transaction.atomic
def mend() -> int:
    """Rebuild both relations whatever day they stand for; how many rows were wrong."""
    wrong = 0
    for relation in Relation.values:
        hold(relation)
        wrong += rebuild(relation)
    return wrong


def add(organization_id: UUID) -> None:
    """A new organisation stands below itself."""
    for relation in Relation.values:
        _insert(relation, [(organization_id, organization_id, 0)])


def detach(child_id: UUID, relation: str) -> None:
    """Take ``child`` and all below it out from under what is above."""
    rows = Closure.objects.filter(relation=relation)
    below = list(rows.filter(ancestor=child_id).values_list("descendant_id", flat=True))
    above = list(rows.filter(descendant=child_id, depth__gt=0).values_list("ancestor_id", flat=True))
    rows.filter(ancestor__in=above, descendant__in=below).delete()


def attach(child_id: UUID, parent_id: UUID, relation: str) -> None:
    """Put ``child`` and all below it under ``parent``; nothing may stand above ``child`` yet."""
    rows = Closure.objects.filter(relation=relation)
    above = list(rows.filter(descendant=parent_id).values_list("ancestor_id", "depth"))
    below = list(rows.filter(ancestor=child_id).values_list("descendant_id", "depth"))
    _insert(relation, [(a, d, up + down + 1) for a, up in above for d, down in below])


def expected(relation: str, day: date) -> Iterator[Row]:
    """(ancestor, descendant, depth) as the links of ``day`` say."""
    parents = dict(Link.objects.at(day).filter(relation=relation).values_list("child_id", "parent_id"))
    for organization_id in Organization.objects.values_list("pk", flat=True):
        place: UUID | None = organization_id
        depth = 0
        while place is not None and depth <= len(parents):
            yield place, organization_id, depth
            place, depth = parents.get(place), depth + 1


def check_closure() -> list[str]:
    """Where the closure differs from today's links, one sentence each; empty when it is right."""
    found = []
    for relation in Relation.values:
        wanted, present = set(expected(relation, clock.today())), set(_present(relation))
        found += [f"{relation}: {a} above {d} at depth {n} is missing" for a, d, n in sorted(wanted - present)]
        found += [f"{relation}: {a} above {d} at depth {n} is wrong" for a, d, n in sorted(present - wanted)]
    return found


def _present(relation: str) -> dict[Row, int]:
    rows = Closure.objects.filter(relation=relation).values_list("ancestor_id", "descendant_id", "depth", "pk")
    return {(ancestor, descendant, depth): pk for ancestor, descendant, depth, pk in rows}


def _insert(relation: str, rows: list[Row]) -> None:
    Closure.objects.bulk_create(
        [Closure(relation=relation, ancestor_id=a, descendant_id=d, depth=depth) for a, d, depth in rows],
        batch_size=500,
    )
