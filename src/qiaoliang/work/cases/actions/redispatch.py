"""改派: the dispatcher gives the case to another unit while it is being handled; nobody has to ask for it."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from qiaoliang.base.access.actor import Actor
from qiaoliang.base.core.errors import Refusal
from qiaoliang.work.cases.actions import deadlines, telling
from qiaoliang.work.cases.actions.dispatch import assign, hand_over, units
from qiaoliang.work.cases.actions.transition import locked, take
from qiaoliang.work.cases.actions.undo import undoable
from qiaoliang.work.cases.choices import Clock, State
from qiaoliang.work.cases.models import Event


@undoable
@transaction.atomic
def redispatch(
    actor: Actor, case_id: UUID, version: int, *, lead_id: UUID, helper_ids: Sequence[UUID] = (), note: str
) -> Event:
    """Another lead takes the case over with all that was done; the answer's clock runs on. ``note`` says why."""
    case = locked(case_id, version)
    if lead_id == case.lead_id:
        raise Refusal(_("This unit has the case already. Choose another."), code="cases.redispatch.lead", field="lead")
    old = case.lead
    assign(case, lead_id, helper_ids)
    fields = ("lead", "handler")
    event = take(
        actor, "redispatch", case, to=State.DISPATCHED, fields=fields, note=note, refs=units(lead_id, helper_ids)
    )
    deadlines.end(case, Clock.APPROVE)
    hand_over(case)
    if old is not None:
        for permission in ("cases.work", "cases.approve"):
            telling.tell(case, "moved", permission, old.pk)
    return telling.letter(event, "redispatched", old=old, unit=case.lead, due=case.due_at)
