"""补充信息: ask the person once, in one message; the answer's clock stands still until they reply."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from qiaoliang.base.access import queries as access
from qiaoliang.base.access.actor import Actor
from qiaoliang.base.core import clock
from qiaoliang.base.core.errors import Refusal
from qiaoliang.base.core.who import SYSTEM
from qiaoliang.work.cases import queries, terms
from qiaoliang.work.cases.acting import Acting, officer_id, who_of
from qiaoliang.work.cases.actions import deadlines, staged, telling
from qiaoliang.work.cases.actions.transition import locked, log, take
from qiaoliang.work.cases.choices import Clock, Closing, RequestKind, RequestState, State
from qiaoliang.work.cases.models import Case, Deadline, Event, Request

#: questions of which the worker reminds in one go
BATCH = 500


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
        remind_at=_half_way(case, wait),
    )
    deadlines.stop(case)
    return telling.letter(event, "information", unit=actor.organization, question=text, due=wait.due_at)


@transaction.atomic
def reply(who: Acting, case_id: UUID, version: int | None = None, *, text: str, files_of: UUID | None = None) -> Event:
    """The requester's reply with the files that wait at the receipt ``files_of``, or what an officer took down on the
    telephone; the clock goes on."""
    case = locked(case_id, version)
    request = open_question(case)
    files = staged.hand_over(who_of(who), ("receipt", files_of), case.pk) if files_of else []
    event = take(who, "reply", case, message=text, refs=staged.refs(files))
    request.state, request.reply, request.decided_at = RequestState.GRANTED, text, clock.now()
    request.save(update_fields=["state", "reply", "decided_at"])
    deadlines.meet(case, Clock.INFORMATION)
    deadlines.resume(case)
    telling.tell_person(case, "replied", request.person_id, case.handler_id)
    if case.lead_id and case.lead_id != request.organization_id:
        telling.tell(case, "replied", "cases.work", case.lead_id)
    return event


def remind_all() -> int:
    """Remind every person whose question has stood open for half its time; how many. Each is a transaction of its own."""
    due = Request.objects.filter(state=RequestState.OPEN, reminded_at=None, remind_at__lte=clock.now())
    return sum(_remind(pk) for pk in list(due.order_by("remind_at").values_list("pk", flat=True)[:BATCH]))


@transaction.atomic
def _remind(request_id: UUID) -> bool:
    """Once a question: a line on the person's page, and a word to who asked that they may call."""
    case = locked(Request.objects.values_list("case_id", flat=True).get(pk=request_id))
    request = Request.objects.filter(pk=request_id, state=RequestState.OPEN, reminded_at=None).first()
    if request is None:
        return False
    request.reminded_at = clock.now()
    request.save(update_fields=["reminded_at"])
    event = log(SYSTEM, "remind_person", case)
    telling.letter(event, "information_reminder", due=request.due_at)
    telling.tell_person(case, "no_reply", *_may_call(case, request))
    return True


def _may_call(case: Case, request: Request) -> list[UUID]:
    """Who asked and who handles it, as far as they still work there; else everybody there who could call."""
    everybody = (
        access.people_with("cases.work", case.lead_id) if case.lead_id else access.people_with("cases.accept", None)
    )
    return [one for one in everybody if one in (request.person_id, case.handler_id)] or everybody


def recounted(case: Case, wait: Deadline) -> None:
    """The question's date has moved: the page shows the new one, and a reminder not sent yet moves along."""
    found = case.requests.filter(kind=RequestKind.INFORMATION, state=RequestState.OPEN)
    found.update(due_at=wait.due_at)
    found.filter(reminded_at=None).update(remind_at=_half_way(case, wait))


def _half_way(case: Case, wait: Deadline) -> datetime | None:
    """When the catalogue has the person reminded; None where that is not before the question's own date."""
    at = terms.until(case, "information_reminder", wait.start)
    return at if at < wait.due_at else None


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
