"""撤回: the person takes the matter back; what was done stays in the history."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction

from qiaoliang.work.cases.acting import Acting
from qiaoliang.work.cases.actions import deadlines, telling
from qiaoliang.work.cases.actions.transition import locked, take
from qiaoliang.work.cases.choices import State
from qiaoliang.work.cases.models import Event

#: the reason of someone who may have been asked to withdraw; what they add is read outside the unit only
WORRIED = "worried"


@transaction.atomic
def withdraw(who: Acting, case_id: UUID, *, reason: str = "", words: str = "") -> Event:
    """End the case at its requester's wish."""
    case = locked(case_id)
    event = take(who, "withdraw", case, to=State.WITHDRAWN, reason=reason, note=words)
    deadlines.end(case)
    if case.lead_id:
        telling.tell(case, "withdrawn", "cases.work", case.lead_id)
    if reason == WORRIED:
        telling.tell(case, "worried", "cases.supervise")
    return telling.letter(event, "withdrawn")
