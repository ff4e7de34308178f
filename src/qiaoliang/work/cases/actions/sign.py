"""签收: the lead unit takes it up, and the person who signs holds it."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction

from qiaoliang.base.access.actor import Actor
from qiaoliang.base.core import clock
from qiaoliang.work.cases.acting import officer_id
from qiaoliang.work.cases.actions import deadlines, telling
from qiaoliang.work.cases.actions.transition import locked, take
from qiaoliang.work.cases.actions.undo import undoable
from qiaoliang.work.cases.choices import Clock, Part, State
from qiaoliang.work.cases.models import Event


@undoable
@transaction.atomic
def sign(actor: Actor, case_id: UUID, version: int, *, note: str = "") -> Event:
    """Sign for the lead unit."""
    case = locked(case_id, version)
    case.handler_id = officer_id(actor)
    event = take(
        actor, "sign", case, to=State.REWORK if case.round > 1 else State.IN_PROGRESS, fields=("handler",), note=note
    )
    live = case.assignments.filter(end=None, part=Part.LEAD)
    live.update(signed_at=clock.now(), signed_by_id=officer_id(actor))
    deadlines.meet(case, Clock.SIGN)
    template = "signed_late" if case.is_late else "signed"
    return telling.letter(event, template, unit=case.lead, post=actor.post, due=case.due_at)
