"""How many cases the units in somebody's reach hold. Nearly all units hold few: then a list is made from these. Who holds many meets one soon enough on
the way through the district's cases, newest first."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from qiaoliang.base.access import queries as access
from qiaoliang.base.access.actor import Actor
from qiaoliang.base.core import clock
from qiaoliang.work.cases.models import Assignment, Attendance, Case, Instruction

#: rights that lists are made for
LISTED = ("cases.read", "cases.list")
#: more are many in any district; fewer are, where on the way through all cases a page of them is met before so many are sorted: where the square of
#: their number is more than this times the district's cases (two pages of 25; chosen by trying 10,000, 100,000 and a million, not worked out)
FEW, PAGES = 7000, 50
#: what was counted, for so many units
KEPT = 8192
_counted: dict[tuple[UUID, str, int], bool] = {}
#: in what an actor keeps
FEW_OF = "holds few of"


def touching(actor: Actor, permission: str) -> QuerySet[Any, Any]:
    """The ids of all cases that a unit in reach holds, took in, is called to or was asked about. (``queries.visible_to`` shows no
    others to who does not see the whole district, and not all of these.)"""
    reach = access.reach(actor, permission)
    there = reach.q("organization")
    held = Assignment.objects.filter(there, end=None).values("case")
    asked = Instruction.objects.filter(there).values("case")
    called = Attendance.objects.filter(there).values("case")
    return held.union(asked, called, Case.objects.filter(reach.q("intake_organization")).values("pk"))


def few_of(actor: Actor) -> frozenset[str]:
    """Of :data:`LISTED` the rights with few cases in their reach."""
    found = actor.kept.get(FEW_OF)
    if found is None:
        found = actor.kept[FEW_OF] = frozenset(one for one in LISTED if _holds_few(actor, one))
    few: frozenset[str] = found
    return few


def _holds_few(actor: Actor, permission: str) -> bool:
    """What was counted holds for the hour: either way finds the same cases, sooner or later."""
    held, own = actor.held.get(permission), actor.organization
    if held is None or own is None or held.reach == "district":
        return False
    key = (own.pk, held.reach, int(clock.now().timestamp() // 3600))
    found = _counted.get(key)
    if found is None:
        reach = access.reach(actor, permission)
        parts = Assignment.objects.filter(reach.q("organization"), end=None)
        taken = Case.objects.filter(reach.q("intake_organization"))
        held_there = sum(rows.order_by()[: FEW + 1].count() for rows in (parts, taken))
        on_the_way = held_there**2 // PAGES
        found = held_there <= FEW and Case.objects.order_by()[:on_the_way].count() == on_the_way
        if len(_counted) >= KEPT:
            _counted.clear()
        _counted[key] = found
    return found
