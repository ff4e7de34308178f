"""Who acts in the demo's history: an actor for each role, found by unit."""

from __future__ import annotations

from typing import Any

from qiaoliang.base.access.actor import Actor, actor_of_post
from qiaoliang.base.access.models import Grant
from qiaoliang.base.organizations.models import Membership, Organization
from qiaoliang.project.demo.slots import VILLAGES


class Staff:
    """Actors by (unit code, role); made once, at the start of the history."""

    def __init__(self, district: dict[str, Any]) -> None:
        self.units = {row["code"]: row for row in district["organization"]}
        self.ids = dict(Organization.objects.values_list("code", "pk"))
        self.actors: dict[tuple[str, str], list[Actor]] = {}
        roles: dict[Any, list[str]] = {}
        for grant in Grant.objects.all():
            roles.setdefault(grant.post_id, []).append(grant.role)
        held = Membership.objects.filter(post__in=roles, end=None).select_related("person", "post__organization")
        for membership in held:
            actor = actor_of_post(membership.person, membership)
            for role in roles[membership.post_id]:
                self.actors.setdefault((membership.post.organization.code, role), []).append(actor)

    def of(self, role: str, unit: str = "") -> list[Actor]:
        """Those with ``role``, in ``unit`` or anywhere."""
        if unit:
            return self.actors.get((unit, role), [])
        return [actor for (_unit, one), actors in self.actors.items() if one == role for actor in actors]

    def head_over(self, unit: str, drafter: Actor) -> Actor | None:
        """Who checks an answer of ``unit``: its head, or the head above where the drafter is the head."""
        place = unit
        while place:
            for actor in self.of("head", place):
                if actor.person != drafter.person and actor.may("cases.approve", self.ids[unit]):
                    return actor
            place = self.units[place].get("territory") or self.units[place].get("line") or ""
        return None

    def unit_for(self, kind: str, village: str, town: str) -> str | None:
        """The unit that leads a matter: the village, the town, or the district's department of that kind."""
        if kind in VILLAGES or kind == "village_committee":
            return village if self.can_work(village) else town
        if kind in ("town", "street"):
            return town if self.can_work(town) else None
        found = [code for code, row in self.units.items() if row["kind"] == kind and row.get("territory") == "yq"]
        return next((code for code in found if self.can_work(code)), None)

    def can_work(self, unit: str) -> bool:
        """Whether the unit has somebody who handles and somebody who checks."""
        handlers = self.of("handler", unit)
        return bool(handlers) and self.head_over(unit, handlers[0]) is not None
