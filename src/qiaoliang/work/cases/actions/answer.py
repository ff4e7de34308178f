"""答复: the lead unit writes it, its head checks it, the person reads it."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from qiaoliang.base.access.actor import Actor
from qiaoliang.base.core import clock
from qiaoliang.base.core.errors import Refusal
from qiaoliang.work.cases import queries
from qiaoliang.work.cases.acting import officer_id
from qiaoliang.work.cases.actions import deadlines, promise, requests, telling, together
from qiaoliang.work.cases.actions.hold import end_for_a_plan
from qiaoliang.work.cases.actions.transition import locked, take
from qiaoliang.work.cases.actions.undo import undoable
from qiaoliang.work.cases.choices import Clock, Closing, State
from qiaoliang.work.cases.models import Answer, Case, Event


@dataclass(frozen=True, kw_only=True)
class Words:
    """``text`` goes to the person, ``others_text`` to the others who raised the same matter; ``public_text``, written apart,
    may be published; ``closing`` says how it ended."""

    text: str
    closing: str
    public_text: str = ""
    others_text: str = ""
    planned_for: date | None = None


@undoable
@transaction.atomic
def propose_answer(actor: Actor, case_id: UUID, version: int, words: Words) -> Event:
    """Put the answer before the head of the unit."""
    case = locked(case_id, version)
    _must_have_a_day(words)
    end_for_a_plan(case, words.closing)
    if not words.others_text and queries.followers(case).exists():
        raise Refusal(
            _("Others raised the same matter. Write an answer for them too, without anything about the first person."),
            code="cases.propose_answer.others",
            field="others_text",
        )
    event = take(actor, "propose_answer", case, to=State.PENDING_APPROVAL)
    values = asdict(words) | {
        "drafted_by_id": officer_id(actor),
        "organization_id": actor.who.organization_id,
        "sent_back": "",
    }
    Answer.objects.update_or_create(case=case, round=case.round, defaults=values)
    deadlines.start(case, Clock.APPROVE)
    telling.tell(case, "to_approve", "cases.approve", case.lead_id)
    return event


@transaction.atomic
def approve(
    actor: Actor, case_id: UUID, version: int, *, text: str = "", others_text: str = "", note: str = ""
) -> Event:
    """Let the answer go out; ``text`` replaces it where the head mended words. Who was not contacted before is now."""
    case = locked(case_id, version)
    answer = _current(case)
    if answer.planned_for and answer.closing == Closing.PLANNED and answer.planned_for <= clock.today():
        raise Refusal(
            _("The day of this plan has come meanwhile. Send the answer back, so that another day is named."),
            code="cases.approve.date",
        )
    case.closing = answer.closing
    event = take(actor, "approve", case, to=State.ANSWERED, fields=("closing",), note=note)
    answer.text, answer.others_text = text or answer.text, others_text or answer.others_text
    answer.approved_by_id, answer.approved_at = officer_id(actor), clock.now()
    answer.save(update_fields=["text", "others_text", "approved_by", "approved_at"])
    deadlines.meet(case, Clock.APPROVE, Clock.CONTACT, Clock.ANSWER, Clock.REWORK)
    deadlines.start(case, Clock.CALLBACK_START)
    deadlines.stop(case)
    requests.give_up(case)
    promise.made(case, answer)
    together.answer(case, answer)
    telling.tell(case, "answered", "cases.callback")
    telling.tell_asker(case, "approved", answer.drafted_by_id, answer.organization_id)
    return event


@undoable
@transaction.atomic
def send_back(actor: Actor, case_id: UUID, version: int, *, note: str) -> Event:
    """Not yet: the head says what is missing, the drafter goes on from the same text."""
    case = locked(case_id, version)
    answer = _current(case)
    event = take(actor, "send_back", case, to=State.REWORK if case.round > 1 else State.IN_PROGRESS, note=note)
    answer.sent_back = note
    answer.save(update_fields=["sent_back"])
    deadlines.end(case, Clock.APPROVE)
    telling.tell_asker(case, "sent_back", answer.drafted_by_id, answer.organization_id)
    return event


def _must_have_a_day(words: Words) -> None:
    """A plan says by when, and that is still to come; every other answer has no such day."""
    if words.closing != Closing.PLANNED:
        return
    if words.planned_for is None:
        raise Refusal(
            _("A plan needs a date. When will it be done?"), code="cases.propose_answer.date", field="planned_for"
        )
    if words.planned_for <= clock.today():
        raise Refusal(
            _("The day of a plan is still to come. Choose a day after today."),
            code="cases.propose_answer.date",
            field="planned_for",
        )


def _current(case: Case) -> Answer:
    """This round's answer; a refusal where none is written yet."""
    answer = case.answers.filter(round=case.round).first()
    if answer is None:
        raise Refusal(_("There is no answer to check yet."), code="cases.answer")
    return answer
