"""没人接手: the body that a case was passed to has not taken it in the time it had, so the district has it again."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction

from qiaoliang.work.cases.acting import Acting
from qiaoliang.work.cases.actions import deadlines, telling
from qiaoliang.work.cases.actions.transition import locked, take
from qiaoliang.work.cases.choices import Clock, State
from qiaoliang.work.cases.models import Event

FIELDS = ("referral_code", "referral_number")


@transaction.atomic
def not_taken(who: Acting, case_id: UUID, version: int | None = None, *, text: str) -> Event:
    """It waits to be accepted anew; ``text`` is what the person heard there. The day of receipt stays."""
    case = locked(case_id, version)
    body, case.referral_code, case.referral_number = case.referral_code, "", ""
    event = take(who, "not_taken", case, to=State.SUBMITTED, fields=FIELDS, reason=body, note=text)
    accept_by = deadlines.start(case, Clock.ACCEPT)
    telling.tell(case, "not_taken", "cases.accept")
    return telling.letter(event, "not_taken", due=accept_by.due_at)
