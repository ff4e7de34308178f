"""响应: the handler has spoken with the person who asked, or has tried to."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction

from qiaoliang.base.access.actor import Actor
from qiaoliang.work.cases.actions import deadlines
from qiaoliang.work.cases.actions.transition import locked, take
from qiaoliang.work.cases.choices import Clock
from qiaoliang.work.cases.models import Event


@transaction.atomic
def contact(actor: Actor, case_id: UUID, version: int, *, note: str, message: str = "") -> Event:
    """Note what was said (office only) and, if wished, a line the person reads on the case's page."""
    case = locked(case_id, version)
    event = take(actor, "contact", case, note=note, message=message)
    deadlines.meet(case, Clock.CONTACT)
    return event


@transaction.atomic
def tried(actor: Actor, case_id: UUID, version: int, *, note: str, message: str = "") -> Event:
    """Nobody was reached: written down as that, and the clock of the first contact runs on."""
    return take(actor, "tried", locked(case_id, version), note=note, message=message)
