"""重新办理: within 90 days of its closing the person may have the same case taken up again."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction

from qiaoliang.work.cases.acting import Acting
from qiaoliang.work.cases.actions import deadlines, direct, telling
from qiaoliang.work.cases.actions.transition import locked, take
from qiaoliang.work.cases.choices import Clock, State
from qiaoliang.work.cases.models import Event

FIELDS = ("round", "closing")


@transaction.atomic
def reopen(who: Acting, case_id: UUID, *, text: str) -> Event:
    """The lead unit has it again, with the shorter clock; ``text`` says what is still missing."""
    case = locked(case_id)
    case.round, case.closing = case.round + 1, ""
    event = take(who, "reopen", case, to=State.REWORK if case.lead_id else State.ACCEPTED, fields=FIELDS, note=text)
    if case.lead_id is None:
        return direct.to_a_unit(case, event)
    answer_by = deadlines.start(case, Clock.REWORK)
    telling.tell(case, "rework", "cases.work", case.lead_id)
    telling.tell(case, "rework", "cases.approve", case.lead_id)
    return telling.letter(event, "rework", unit=case.lead, due=answer_by.due_at)
