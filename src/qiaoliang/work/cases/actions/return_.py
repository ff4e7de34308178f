"""退单: a unit says it is not theirs, whose it is and why; the dispatcher decides."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from qiaoliang.base.access.actor import Actor
from qiaoliang.base.core.errors import Refusal
from qiaoliang.work.cases.acting import officer_id
from qiaoliang.work.cases.actions import deadlines, telling
from qiaoliang.work.cases.actions.dispatch import assign, hand_over
from qiaoliang.work.cases.actions.requests import settle
from qiaoliang.work.cases.actions.transition import locked, take
from qiaoliang.work.cases.choices import Clock, RequestKind, RequestState, State
from qiaoliang.work.cases.models import Event, Request


@transaction.atomic
def ask_return(
    actor: Actor, case_id: UUID, version: int, *, reason: str, text: str, proposed_id: UUID | None = None
) -> Event:
    """Ask to give the case back: which duty says so (``text``) and who should take it. The work goes on meanwhile."""
    case = locked(case_id, version)
    event = take(actor, "ask_return", case, reason=reason, note=text)
    decision = deadlines.start(case, Clock.RETURN_DECISION)
    Request.objects.create(
        case=case,
        kind=RequestKind.RETURN,
        person_id=officer_id(actor),
        organization_id=actor.who.organization_id,
        reason=reason,
        text=text,
        proposed_id=proposed_id,
        due_at=decision.due_at,
    )
    telling.tell(case, "return_asked", "cases.decide_requests")
    return event


@transaction.atomic
def decide_return(
    actor: Actor,
    case_id: UUID,
    version: int,
    *,
    agree: bool,
    lead_id: UUID | None = None,
    helper_ids: Sequence[UUID] = (),
    note: str = "",
) -> Event:
    """Agree and give it to another unit at once (the answer's clock runs on), or say why it stays."""
    case = locked(case_id, version)
    request = case.requests.filter(kind=RequestKind.RETURN, state=RequestState.OPEN).first()
    if request is None:
        raise Refusal(_("This has been decided already."), code="cases.decide_return")
    if agree and (lead_id is None or lead_id == case.lead_id):
        raise Refusal(_("Choose the unit that takes the case instead."), code="cases.decide_return.lead", field="lead")
    fields: tuple[str, ...] = ()
    old = case.lead
    if agree and lead_id is not None:
        assign(case, lead_id, helper_ids)
        fields = ("lead", "handler")
    event = take(actor, "decide_return", case, to=State.DISPATCHED if agree else "", fields=fields, note=note)
    settle(actor, request, granted=agree, reply=note)
    deadlines.meet(case, Clock.RETURN_DECISION)
    if agree:
        hand_over(case)
        telling.letter(event, "redispatched", old=old, unit=case.lead, due=case.due_at)
    telling.tell_asker(case, "return_decided", request.person_id, request.organization_id)
    return event
