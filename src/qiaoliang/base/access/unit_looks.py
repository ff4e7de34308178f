"""What ending a unit brings with it: shown before it is done."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from qiaoliang.base.catalog import queries as catalog
from qiaoliang.base.core.who import Who
from qiaoliang.base.organizations import actions, queries, registry
from qiaoliang.base.organizations.choices import Relation
from qiaoliang.base.organizations.models import Link, Organization
from qiaoliang.ui.words import either

#: of a long list the first are named, the others counted
NAMED = 12


@transaction.atomic
def dissolve(who: Who, unit: Organization, data: dict[str, Any], *, keep: bool) -> None:
    """Do it; without ``keep`` nothing stays, but every refusal is the real one."""
    actions.dissolve(who, unit, **data)
    if not keep:
        transaction.set_rollback(True)


def ending(unit: Organization) -> dict[str, Any]:
    """What is open, what stands below, whose terms end, and what the catalogue says of its kind. Nine questions and those of
    the domains."""
    below = _below(unit)
    staff = [f"{held.person}{either('（', ' (')}{held.post}{either('）', ')')}" for held in queries.staff(unit.pk)]
    return {
        "work": registry.open_work_of(unit),
        "below": _listed([one.label for one in below]),
        "more_below": max(0, len(below) - NAMED),
        "staff": _listed(staff),
        "more_staff": max(0, len(staff) - NAMED),
        "posts": queries.posts_in(unit.pk).count(),
        **_catalogue(unit),
    }


def _below(unit: Organization) -> list[Organization]:
    links = Link.objects.at().filter(parent=unit, relation__in=Relation.values)
    return list(queries.alive().filter(pk__in=links.values("child")).order_by("code"))


def _listed(names: list[str]) -> str:
    return either("、", ", ").join(names[:NAMED])


def _catalogue(unit: Organization) -> dict[str, Any]:
    """Categories and duty lines that name its kind, where no other unit is left that counts as it."""
    kinds = {row.code for row in catalog.unit_kinds()} | {unit.kind}
    mine = {kind: catalog.kinds_acting_as(kind) for kind in kinds}
    living = set(queries.alive().exclude(pk=unit.pk).values_list("kind", flat=True))
    alone = {kind for kind, acting in mine.items() if unit.kind in acting and not acting & living}
    led = [one.label for topic in catalog.topics() for one in topic.children if one.lead in alone]
    lines = [one for one in catalog.duties() if one.kind in alone]
    return {"categories": _listed(led), "more_categories": max(0, len(led) - NAMED), "duties": len(lines)}
