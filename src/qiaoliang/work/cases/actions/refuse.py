"""不予受理: one person proposes it with a reason, a second one decides, the requester reads both reason and other ways."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from qiaoliang.base.access.actor import Actor
from qiaoliang.base.catalog import queries as catalog
from qiaoliang.base.core import clock
from qiaoliang.base.core.errors import Refusal
from qiaoliang.work.cases import terms
from qiaoliang.work.cases.acting import officer_id
from qiaoliang.work.cases.actions import deadlines, telling
from qiaoliang.work.cases.actions.requests import settle
from qiaoliang.work.cases.actions.transition import locked, take
from qiaoliang.work.cases.choices import RequestKind, RequestState, State
from qiaoliang.work.cases.models import Event, Request


@transaction.atomic
def propose_refusal(actor: Actor, case_id: UUID, version: int, *, reason: str, message: str) -> Event:
    """Propose not to take the case on; ``message`` names the other ways open to the person."""
    case = locked(case_id, version)
    event = take(actor, "propose_refusal", case, reason=reason)
    Request.objects.create(
        case=case,
        kind=RequestKind.REFUSAL,
        person_id=officer_id(actor),
        organization_id=actor.who.organization_id,
        reason=reason,
        text=message,
    )
    telling.tell(case, "refusal_proposed", "cases.refuse")
    return event


@transaction.atomic
def decide_refusal(actor: Actor, case_id: UUID, version: int, *, agree: bool, note: str = "") -> Event:
    """The second person agrees, and the case ends; or does not, and it goes on."""
    case = locked(case_id, version)
    request = case.requests.filter(kind=RequestKind.REFUSAL, state=RequestState.OPEN).select_for_update().first()
    if request is None:
        raise Refusal(_("This has been decided already."), code="cases.decide_refusal")
    to = State.NOT_ACCEPTED if agree else ""
    event = take(actor, "decide_refusal", case, to=to, reason=request.reason, note=note)
    settle(actor, request, granted=agree, reply=note)
    if agree:
        deadlines.end(case)
        until = terms.until(case, "review_request", clock.now())
        why = catalog.reason("not_accepted", request.reason)
        telling.letter(event, "not_accepted", reason=lambda: why.sentence, other=request.text, due=until)
    telling.tell_asker(case, "refusal_decided", request.person_id, request.organization_id, "cases.accept")
    return event
