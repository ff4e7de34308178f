"""派单: one lead, any helpers, one clock for all of them. It runs from dispatch, not from signing."""

from __future__ import annotations

from collections.abc import Sequence, Set
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from qiaoliang.base.access import queries as access
from qiaoliang.base.access.actor import Actor
from qiaoliang.base.core import clock
from qiaoliang.base.core.errors import Refusal
from qiaoliang.work.cases import queries
from qiaoliang.work.cases.actions import deadlines, requests, telling, together
from qiaoliang.work.cases.actions.transition import locked, take
from qiaoliang.work.cases.actions.undo import undoable
from qiaoliang.work.cases.choices import Clock, Part, State
from qiaoliang.work.cases.models import Assignment, Case, Deadline, Event


@undoable
@transaction.atomic
def dispatch(
    actor: Actor, case_id: UUID, version: int, *, lead_id: UUID, helper_ids: Sequence[UUID] = (), note: str = ""
) -> Event:
    """Give the case to a lead unit and helpers; the answer's clock starts now, once."""
    case = locked(case_id, version)
    assign(case, lead_id, helper_ids)
    event = take(
        actor, "dispatch", case, to=State.DISPATCHED, fields=("lead",), note=note, refs=units(lead_id, helper_ids)
    )
    deadlines.meet(case, Clock.DISPATCH)
    answer_by = promised(case) or deadlines.start(case, Clock.ANSWER)
    hand_over(case)
    return telling.letter(event, "dispatched", unit=case.lead, helpers=lambda: _helpers(case), due=answer_by.due_at)


def promised(case: Case) -> Deadline | None:
    """The answer's clock that runs already: a part of a message goes by what was promised for all of it."""
    return case.deadlines.filter(step=Clock.ANSWER, ended_at=None).first()


def assign(case: Case, lead_id: UUID, helper_ids: Sequence[UUID]) -> None:
    """End the parts that units hold now and give out new ones; who helped before and goes on helping keeps the part."""
    not_accused(case, {lead_id, *helper_ids}, field="lead")
    _must_be_able(lead_id)
    parts = dict.fromkeys(helper_ids, Part.HELPER) | {lead_id: Part.LEAD}
    for live in case.assignments.filter(end=None):
        if live.part == Part.HELPER == parts.get(live.organization_id):
            del parts[live.organization_id]
        else:
            live.end = clock.now()
            live.save(update_fields=["end"])
    Assignment.objects.bulk_create(
        Assignment(case=case, organization_id=unit, part=part) for unit, part in parts.items()
    )
    if case.lead_id != lead_id:
        requests.give_up(case)
        requests.end_hold(case)
    case.lead_id, case.handler = lead_id, None


def not_accused(case: Case, units: Set[UUID], *, field: str) -> None:
    """A unit complained of for misconduct, and those below it, take no part."""
    if queries.accused_circle(case) & units:
        raise Refusal(
            _(
                "The case is about this unit's conduct, so it cannot take part. Choose another unit, usually the one above it."
            ),
            code="cases.accused",
            field=field,
        )


def _must_be_able(lead_id: UUID) -> None:
    """A lead needs somebody who works on the case and somebody else who checks the answer, or it would end there."""
    workers = set(access.people_with("cases.work", lead_id))
    heads = set(access.people_with("cases.approve", lead_id))
    if not workers or not heads or len(workers | heads) < 2:
        raise Refusal(
            _(
                "Nobody handles cases at this unit, or nobody checks its answers. Choose another, usually the one above."
            ),
            code="cases.unable",
            field="lead",
        )


def hand_over(case: Case) -> None:
    """Start the lead's own clocks and tell the units."""
    deadlines.start(case, Clock.SIGN)
    deadlines.first_contact(case)
    telling.tell(case, "dispatched", "cases.sign", case.lead_id)
    for helper in case.assignments.filter(end=None, part=Part.HELPER):
        telling.tell(case, "helping", "cases.work", helper.organization_id)
    together.hand_over(case)


def _helpers(case: Case) -> str:
    """ "，另有…协助" where there are helpers, for the letter."""
    helpers = case.assignments.filter(end=None, part=Part.HELPER).select_related("organization").order_by("id")
    names = "、".join(str(helper.organization) for helper in helpers)
    return str(_(", with %(names)s helping") % {"names": names}) if names else ""


def units(lead_id: UUID, helper_ids: Sequence[UUID]) -> dict[str, object]:
    return {"lead": str(lead_id), "helpers": [str(unit) for unit in dict.fromkeys(helper_ids) if unit != lead_id]}
