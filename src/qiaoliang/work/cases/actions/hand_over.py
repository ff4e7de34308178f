"""交接: whoever leaves a post hands what they have open to a successor in the unit, or to the unit; nothing is orphaned."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from qiaoliang.base.access import queries as access
from qiaoliang.base.core.who import SYSTEM, Who
from qiaoliang.base.organizations.models import Membership, Person
from qiaoliang.base.organizations.registry import OpenWork
from qiaoliang.work.cases import queries
from qiaoliang.work.cases.actions import telling
from qiaoliang.work.cases.actions.transition import locked, take
from qiaoliang.work.cases.models import Case, Instruction


def look(held: Membership) -> Iterator[OpenWork]:
    """How much of each kind. Four questions."""
    yield OpenWork(_("cases they handle"), queries.left_behind(held).count())
    yield OpenWork(_("requests they made that wait for a decision"), queries.requests_left(held).count())
    yield OpenWork(_("leaders' instructions to their post"), queries.instructions_left(held).count())


def fits(held: Membership) -> list[UUID]:
    """Who in the unit could handle cases, the leaver not among them."""
    assert held.post is not None
    found = access.people_with("cases.work", held.post.organization_id)
    there = Membership.objects.at().filter(post__organization=held.post.organization_id, person__in=found)
    able = there.exclude(person=held.person_id).filter(person__account__is_active=True)
    return sorted(set(able.values_list("person_id", flat=True)))


def hand_over(who: Who, held: Membership, successor: Person | None) -> None:
    """Each case has a row in its history; who asked for something is told of the decision through the case's new handler
    (:func:`telling.tell_asker`), so a request keeps who made it and nobody decides on their own."""
    cases = set(queries.left_behind(held).values_list("pk", flat=True))
    told = {one.pk: one for one in queries.instructions_left(held).select_related("case")}
    for case_id in sorted(cases | {one.case_id for one in told.values()}):
        case = locked(case_id)
        taker = None if successor is None or successor.pk in queries.shut_out(case) else successor
        if case_id in cases:
            _give(case, held, taker)
        for one in told.values():
            if one.case_id == case_id:
                _pass_on(one, held, taker)


def _give(case: Case, held: Membership, taker: Person | None) -> None:
    case.handler_id = taker.pk if taker else None
    take(SYSTEM, "hand_over", case, fields=("handler",), refs=_refs(held, taker))
    if taker:
        telling.tell_person(case, "handed_over", taker.pk)
    else:
        telling.tell(case, "handed_to_unit", "cases.work", case.lead_id)


def _pass_on(one: Instruction, held: Membership, taker: Person | None) -> None:
    own = (
        Membership.objects.at().filter(person=taker, post__organization=one.organization_id).first() if taker else None
    )
    one.post_id = own.post_id if own else None
    one.save(update_fields=["post"])
    telling.tell_owner(one, "instructed")


def _refs(held: Membership, taker: Person | None) -> dict[str, str]:
    return {"from": str(held.person_id), "to": str(taker.pk) if taker else ""}
