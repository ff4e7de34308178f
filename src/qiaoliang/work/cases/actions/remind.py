"""催办、督办: a supervisor reminds the unit that has the case."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction

from qiaoliang.base.access.actor import Actor
from qiaoliang.work.cases.acting import officer_id
from qiaoliang.work.cases.actions import letters, telling
from qiaoliang.work.cases.actions.transition import locked, take
from qiaoliang.work.cases.choices import LetterKind, State
from qiaoliang.work.cases.models import Event


@transaction.atomic
def remind(actor: Actor, case_id: UUID, version: int, *, note: str, kind: str = LetterKind.REMINDER) -> Event:
    """Remind the lead unit's people and its head; the reminder is a numbered letter and stands in the history. With a
    督办单 the leaders hear of it, too."""
    case = locked(case_id, version)
    event = take(actor, "remind", case, note=note)
    letter = letters.of_hand(case, kind, person_id=officer_id(actor), note=note)
    event.refs = {"letter": letter.kind, "year": letter.year, "number": letter.number}
    event.save(update_fields=["refs"])
    if case.lead_id:
        telling.tell(case, "reminded", "cases.work", case.lead_id)
        telling.tell(case, "reminded", "cases.approve", case.lead_id)
    else:
        telling.tell(case, "reminded", "cases.accept" if case.state == State.SUBMITTED else "cases.dispatch")
    if kind == LetterKind.SUPERVISION:
        telling.tell(case, "supervised", "cases.instruct")
    return event
