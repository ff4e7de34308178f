"""撤回: the person takes the matter back, or says so to an officer; what was done stays in the history."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction

from qiaoliang.work.cases import queries
from qiaoliang.work.cases.acting import Acting, person_id_of
from qiaoliang.work.cases.actions import deadlines, telling, together
from qiaoliang.work.cases.actions.transition import locked, take
from qiaoliang.work.cases.choices import State
from qiaoliang.work.cases.models import Case, Event

#: the reason of someone who may have been asked to withdraw; what they add is read outside the unit only
WORRIED = "worried"


@transaction.atomic
def withdraw(who: Acting, case_id: UUID, version: int | None = None, *, reason: str = "", words: str = "") -> Event:
    """End the case at its requester's wish; where it leads others' cases, it goes on for them alone. Noted by an officer: ``words`` is who said it and how, supervisors are told,
    and the person reads that it was noted for them."""
    case = locked(case_id, version)
    goes_on = queries.followers(case).exists()
    event = take(who, "withdraw", case, to="" if goes_on else State.WITHDRAWN, reason=reason, note=words)
    case.receipts.update(withdrawn_at=event.at)
    if not goes_on:
        deadlines.end(case)
        _no_longer_follows(case)
    if case.lead_id:
        telling.tell(case, "withdrawn", "cases.work", case.lead_id)
    if reason == WORRIED:
        telling.tell(case, "worried", "cases.supervise")
    if person_id_of(who) is None:
        return telling.letter(event, "withdrawn")
    telling.tell(case, "withdrawn_for", "cases.supervise")
    return telling.letter(event, "withdrawn_for", unit=lambda: event.organization)


def _no_longer_follows(case: Case) -> None:
    live = queries.live_merge(case)
    if live is not None:
        together.finish(live)
