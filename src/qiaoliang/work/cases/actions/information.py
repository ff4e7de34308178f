"""补充信息: ask the person once, in one message; the answer's clock stands still until they reply."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from qiaoliang.base.access.actor import Actor
from qiaoliang.base.core import clock
from qiaoliang.base.core.errors import Refusal
from qiaoliang.base.core.who import SYSTEM
from qiaoliang.work.cases import queries
from qiaoliang.work.cases.acting import Acting, officer_id
from qiaoliang.work.cases.actions import deadlines, telling
from qiaoliang.work.cases.actions.transition import locked, take
from qiaoliang.work.cases.choices import Clock, Closing, RequestKind, RequestState, State
from qiaoliang.work.cases.models import Case, Event, Request


@transaction.atomic
def ask_information(actor: Actor, case_id: UUID, version: int, *, text: str) -> Event:
    """Ask the requester; they see the question and its date on their page."""
    case = locked(case_id, version)
    event = take(actor, "ask_information", case, note=text)
    wait = deadlines.start(case, Clock.INFORMATION)
    Request.objects.create(
        case=case,
        kind=RequestKind.INFORMATION,
        person_id=officer_id(actor),
        organization_id=actor.who.organization_id,
        text=text,
        due_at=wait.due_at,
    )
    deadlines.stop(case)
    return telling.letter(event, "information", unit=actor.organization, question=text, due=wait.due_at)


@transaction.atomic
def reply(who: Acting, case_id: UUID, version: int | None = None, *, text: str) -> Event:
    """The requester's reply, or what an officer took down on the telephone; the clock goes on."""
    case = locked(case_id, version)
    request = open_question(case)
    event = take(who, "reply", case, message=text)
    request.state, request.reply, request.decided_at = RequestState.GRANTED, text, clock.now()
    request.save(update_fields=["state", "reply", "decided_at"])
    deadlines.meet(case, Clock.INFORMATION)
    deadlines.resume(case)
    telling.tell_person(case, "replied", request.person_id, case.handler_id)
    if case.lead_id and case.lead_id != request.organization_id:
        telling.tell(case, "replied", "cases.work", case.lead_id)
    return event


@transaction.atomic
def lapse(case_id: UUID) -> Event:
    """No reply came in time: the case ends as lapsed, and the person may bring it again at any time."""
    case = locked(case_id)
    request = open_question(case)
    if queries.followers(case).exists():
        return _go_on_for_others(case, request)
    case.closing = Closing.LAPSED
    event = take(SYSTEM, "lapse", case, to=State.CLOSED, fields=("closing",))
    request.state, request.decided_at = RequestState.LAPSED, clock.now()
    request.save(update_fields=["state", "decided_at"])
    deadlines.end(case)
    return telling.letter(event, "lapsed", reopen=telling.reopen_until(case))


def _go_on_for_others(case: Case, request: Request) -> Event:
    """Others raised the same matter and were not asked: it goes on without the reply."""
    event = take(SYSTEM, "lapse", case)
    request.state, request.decided_at = RequestState.LAPSED, clock.now()
    request.save(update_fields=["state", "decided_at"])
    deadlines.end(case, Clock.INFORMATION)
    deadlines.resume(case)
    telling.tell_person(case, "unanswered", request.person_id, case.handler_id)
    return event


def give_up(case: Case) -> None:
    """The office goes on without the reply: nothing ends later because none came."""
    case.requests.filter(kind=RequestKind.INFORMATION, state=RequestState.OPEN).update(
        state=RequestState.LAPSED, decided_at=clock.now()
    )
    deadlines.end(case, Clock.INFORMATION)


def open_question(case: Case) -> Request:
    """The question the requester has not answered yet."""
    request = case.requests.filter(kind=RequestKind.INFORMATION, state=RequestState.OPEN).first()
    if request is None:
        raise Refusal(_("There is no open question on this case."), code="cases.reply")
    return request
