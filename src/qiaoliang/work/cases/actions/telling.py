"""Who is told what when a case moves on: notices inside the office, letters to the person who asked."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils import translation

from qiaoliang.base.access import queries as access
from qiaoliang.base.asking import written
from qiaoliang.base.catalog import queries as catalog
from qiaoliang.base.core import clock
from qiaoliang.base.notify import actions as notify
from qiaoliang.base.organizations import queries as organizations
from qiaoliang.ui import format
from qiaoliang.work.cases import queries, rules, terms
from qiaoliang.work.cases.choices import WORKING, State
from qiaoliang.work.cases.models import Case, Event, Instruction, Receipt


def tell(case: Case, what: str, permission: str, organization_id: UUID | None = None) -> None:
    """Tell those who hold ``permission`` in a unit (anywhere, when none is named)."""
    _send(case, what, access.people_with(permission, organization_id))


def tell_first(case: Case, what: str, permission: str) -> None:
    """The same of a case that is new: nobody has been told anything of it."""
    people = _others(case, access.people_with(permission, None))
    notify.tell_first(people, f"cases.{what}", ("case", case.id), code=case.code)


def tell_person(case: Case, what: str, *people: UUID | None, **params: object) -> None:
    """Tell named persons."""
    _send(case, what, [person for person in people if person], **params)


def tell_asker(
    case: Case, what: str, person_id: UUID | None, unit_id: UUID | None, permission: str = "cases.work"
) -> None:
    """Tell who asked or wrote it; where they have left the unit, who handles the case now, or all who could."""
    if person_id and unit_id and not organizations.is_in(person_id, unit_id):
        if case.handler_id and case.handler_id != person_id:
            return tell_person(case, what, case.handler_id)
        return tell(case, what, permission, unit_id)
    return tell_person(case, what, person_id)


def tell_owner(instruction: Instruction, what: str) -> None:
    """Tell those whom a leader's instruction names: the holders of the post, else all who handle or check at the unit."""
    _send(instruction.case, what, _owners(instruction))


def heard_of(instruction: Instruction) -> None:
    """The report is there: those who were asked for it have nothing left to do."""
    asked = ("cases.instructed", "cases.instruction_late")
    notify.settle(("case", instruction.case_id), only=asked, people=_owners(instruction))


def _owners(instruction: Instruction) -> list[UUID]:
    unit = instruction.organization_id
    people = set(organizations.holders_of(instruction.post_id)) if instruction.post_id else set()
    return sorted(people or {*access.people_with("cases.work", unit), *access.people_with("cases.approve", unit)})


#: who has the case while no unit works on it
AT_OFFICE = {State.SUBMITTED: "cases.accept", State.ACCEPTED: "cases.dispatch", State.REVIEW: "cases.review"}
#: notice → the states in which it still asks for something
ASKS: dict[str, tuple[str, ...]] = {
    "submitted": (State.SUBMITTED,),
    "not_taken": (State.SUBMITTED,),
    "refusal_proposed": (State.SUBMITTED,),
    "accepted": (State.ACCEPTED,),
    "dispatched": (State.DISPATCHED,),
    "helping": rules.WITH_A_UNIT,
    "return_asked": rules.WITH_A_UNIT,
    "replied": (State.SUBMITTED, *rules.WITH_A_UNIT),
    "no_reply": (State.SUBMITTED, *rules.WITH_A_UNIT),
    "added": (*rules.BEFORE_ANSWER, State.REVIEW),
    "extension_asked": rules.WITH_A_UNIT,
    "extension_agreed": rules.WITH_A_UNIT,
    "hold_asked": rules.WITH_A_UNIT,
    "report_late": rules.WITH_A_UNIT,
    "called": rules.WITH_A_UNIT,
    "undecided": rules.WITH_A_UNIT,
    "undecided_seen": rules.WITH_A_UNIT,
    "direct_proposed": (State.ACCEPTED,),
    "unsettled": (State.ACCEPTED,),
    "to_approve": (State.PENDING_APPROVAL,),
    "sent_back": WORKING,
    "rework": WORKING,
    "answered": (State.ANSWERED, State.CALLBACK),
    "review": (State.REVIEW,),
    "late": (State.SUBMITTED, State.ACCEPTED, State.REVIEW, State.MERGED, *rules.WITH_A_UNIT),
    "handed_over": rules.WITH_A_UNIT,
    "handed_to_unit": rules.WITH_A_UNIT,
    "reminded": (State.SUBMITTED, State.ACCEPTED, State.MERGED, *rules.WITH_A_UNIT),
    "prompted": (State.SUBMITTED, State.ACCEPTED, State.REVIEW, State.MERGED, *rules.WITH_A_UNIT),
    "explained": (State.SUBMITTED, State.ACCEPTED, State.REVIEW, State.MERGED, *rules.WITH_A_UNIT),
}
#: a request waits for a decision: to those who decide, to those who watch over it
UNDECIDED = ("undecided", "undecided_seen")
#: what the unit hears of a promise
PROMISED = ("promise_soon", "promise_today", "promise_late")
#: step → notices that it settles whatever the state is then
SETTLED_BY = {
    "keep_promise": PROMISED,
    "move_promise": PROMISED,
    "reopen": PROMISED,
    "accept": ("no_reply",),
    "reply": ("no_reply",),
    "lapse": ("no_reply",),
    "decide_return": ("return_asked", *UNDECIDED, "no_reply"),
    "designate": ("return_asked", *UNDECIDED, "no_reply"),
    "agree_extension": ("extension_asked", *UNDECIDED),
    "decide_extension": ("extension_agreed", *UNDECIDED),
    "decide_hold": ("hold_asked", *UNDECIDED),
    "report_hold": ("report_late",),
    "end_hold": ("report_late",),
    "attend": UNDECIDED,
    "decide_direct": ("direct_proposed",),
    "decide_refusal": ("refusal_proposed",),
    "contact": ("replied", "no_reply", "added"),
    "propose_answer": ("added",),
    "redispatch": (
        "dispatched",
        "sent_back",
        "rework",
        "replied",
        "added",
        "no_reply",
        "reminded",
        "extension_asked",
        "extension_agreed",
        "hold_asked",
        "report_late",
        "called",
        *UNDECIDED,
    ),
    "explain_delay": ("reminded",),
}
#: these tell something that stays worth reading when the case goes on or ends
NEWS = (
    "refusal_decided",
    "return_decided",
    "extension_decided",
    "hold_decided",
    "hold_ended",
    "call_answered",
    "not_attended",
    "designated",
    "direct_decided",
    "approved",
    "withdrawn",
    "withdrawn_for",
    "worried",
    "reviewed",
    "moved",
    "helped",
    "merged",
    "joined",
    "unmerged",
    "split",
    "unsplit",
    "rejoined",
    "helpers_changed",
    "instructed",
    "instruction_seen",
    "supervised",
    "instruction_late",
    "reported_back",
    "promise_soon",
    "promise_today",
    "promise_late",
    "promise_moved",
)


def settle(case: Case, step: str) -> None:
    """After ``step``: notices that ask for nothing any more are marked so; when the case has ended, all that asked."""
    over = {what for what, states in ASKS.items() if case.state not in states} | set(SETTLED_BY.get(step, ()))
    subject = ("case", case.id)
    if case.has_ended:
        kept = set(NEWS) - set(SETTLED_BY.get(step, ()))
        notify.settle(subject, but=[f"cases.{what}" for what in sorted(kept)])
    else:
        notify.settle(subject, only=[f"cases.{what}" for what in sorted(over)])


def settle_for(case: Case, what: str, people: Iterable[UUID]) -> None:
    """These people have done what the notice asked of them; others still have it open."""
    notify.settle(("case", case.id), only=[f"cases.{what}"], people=list(people))


def letter(event: Event, template: str, **slots: object) -> Event:
    """Write what the requester reads of ``event``, from the catalogue's text, in the language they wrote in.

    Times among ``slots`` are written as people say them; what depends on the language comes as a function, asked when the
    letter's language holds; ``code`` is filled in."""
    language = written.first(_language, event.case_id) or "zh-hans"
    event.message = words_of(event.case, template, language, **slots)
    event.save(update_fields=["message"])
    return event


def words_of(case: Case, template: str, language: str, **slots: object) -> str:
    """The catalogue's text for the requester of this case, in that language, as :func:`letter` fills it in."""
    with translation.override(language):
        words = {name: _said(value) for name, value in slots.items()}
        return catalog.template(template, language, code=case.code, **words)


def _language(case: UUID) -> QuerySet[Any, str]:
    """That of the first receipt: of whoever asked first."""
    return Receipt.objects.filter(case=case).order_by("id").values_list("language", flat=True)[:1]


def reopen_until(case: Case) -> datetime:
    """Until when the person may have the case opened again, once it is closed now."""
    return terms.until(case, "reopen", clock.now())


def _said(value: object) -> str:
    if isinstance(value, datetime):
        return format.moment(value)
    return str(value() if callable(value) else value)


def shut_out(case: Case) -> None:
    """The case is about a unit from now on: its people forget what they were told of it."""
    notify.take_back(queries.shut_out(case), ("case", case.id))


def _send(case: Case, what: str, people: Iterable[UUID], **params: object) -> None:
    """Nobody is told who belongs to the unit that the case is about."""
    people = _others(case, people)
    notify.tell(people, f"cases.{what}", ("case", case.id), code=case.code, **params)


def _others(case: Case, people: Iterable[UUID]) -> list[UUID]:
    shut_out = queries.shut_out(case)
    return [person for person in people if person not in shut_out]
