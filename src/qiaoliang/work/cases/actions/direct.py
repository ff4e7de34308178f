"""直办: a question that the office answers itself, without a unit. One person writes it, a second one lets it go out."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction

from qiaoliang.base.access.actor import Actor
from qiaoliang.base.core import clock
from qiaoliang.work.cases.acting import officer_id
from qiaoliang.work.cases.actions import deadlines, requests, telling
from qiaoliang.work.cases.actions.transition import locked, take
from qiaoliang.work.cases.choices import Clock, Closing, RequestKind, State
from qiaoliang.work.cases.models import Answer, Case, Event


@transaction.atomic
def propose_direct(actor: Actor, case_id: UUID, version: int, *, text: str, public_text: str = "") -> Event:
    """Put the office's answer before a second person; the clock for assigning runs on."""
    case = locked(case_id, version)
    event = take(actor, "propose_direct", case)
    check_by = deadlines.start(case, Clock.APPROVE)
    requests.put(actor, case, RequestKind.DIRECT, due_at=check_by.due_at)
    values = {
        "text": text,
        "public_text": public_text,
        "closing": Closing.EXPLAINED,
        "direct": True,
        "drafted_by_id": officer_id(actor),
        "organization_id": actor.who.organization_id,
        "sent_back": "",
    }
    Answer.objects.update_or_create(case=case, round=case.round, defaults=values)
    telling.tell(case, "direct_proposed", "cases.answer_directly")
    return event


@transaction.atomic
def decide_direct(actor: Actor, case_id: UUID, version: int, *, agree: bool, text: str = "", note: str = "") -> Event:
    """Let it go out, in the words of ``text`` where they were mended; or not, and it is assigned to a unit or written anew."""
    case = locked(case_id, version)
    request = requests.open_one(case, RequestKind.DIRECT)
    answer = case.answers.get(round=case.round)
    case.closing = answer.closing if agree else ""
    event = take(actor, "decide_direct", case, to=State.ANSWERED if agree else "", fields=("closing",), note=note)
    requests.settle(actor, request, granted=agree, reply=note)
    telling.tell_asker(case, "direct_decided", request.person_id, request.organization_id, "cases.answer_directly")
    if not agree:
        answer.sent_back = note
        answer.save(update_fields=["sent_back"])
        deadlines.end(case, Clock.APPROVE)
        return event
    answer.text = text or answer.text
    answer.approved_by_id, answer.approved_at = officer_id(actor), clock.now()
    answer.save(update_fields=["text", "approved_by", "approved_at"])
    deadlines.meet(case, Clock.APPROVE, Clock.DISPATCH)
    deadlines.start(case, Clock.CALLBACK_START)
    deadlines.stop(case)
    telling.tell(case, "answered", "cases.callback")
    return telling.letter(event, "answered_directly", unit=actor.organization)


def to_a_unit(case: Case, event: Event) -> Event:
    """The office's answer did not settle it: now it goes to a unit."""
    dispatch_by = deadlines.start(case, Clock.DISPATCH)
    telling.tell(case, "unsettled", "cases.dispatch")
    return telling.letter(event, "to_a_unit", due=dispatch_by.due_at)
