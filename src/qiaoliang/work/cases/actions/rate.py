"""回访评价: contacted, solved, satisfied are three figures; silence is no rating; the handler neither rates nor closes."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any
from uuid import UUID

from django.db import transaction

from qiaoliang.base.access.actor import Actor
from qiaoliang.base.core.who import SYSTEM
from qiaoliang.ui import format
from qiaoliang.work.cases import queries, rules, terms
from qiaoliang.work.cases.acting import Acting, officer_id, person_id_of, who_of
from qiaoliang.work.cases.actions import deadlines, direct, telling
from qiaoliang.work.cases.actions.review import opened
from qiaoliang.work.cases.actions.transition import locked, take
from qiaoliang.work.cases.choices import Asked, Clock, Closing, Degree, State
from qiaoliang.work.cases.models import CallbackAttempt, Case, Event, Rating, Receipt, Review

#: states in which it is handled once more
AGAIN = (State.REWORK, State.ACCEPTED)


@dataclass(frozen=True, kw_only=True)
class Opinion:
    """What the person says; every part may be missing. ``go_on``: partly solved, and the rest is to be done."""

    contacted: bool | None = None
    solved: str = ""
    satisfied: str = ""
    words: str = ""
    go_on: bool = False

    @property
    def wants_more(self) -> bool:
        return self.solved == Degree.NO or (self.solved == Degree.PARTLY and self.go_on)

    def said(self) -> dict[str, Any]:
        """What a rating keeps; whether it goes on is told by what the case does."""
        return {name: value for name, value in asdict(self).items() if name != "go_on"}


@transaction.atomic
def open_callback(who: Acting, case_id: UUID, version: int | None = None) -> Event:
    """Start asking for the rating; the window opens."""
    case = locked(case_id, version)
    event = take(who, "open_callback", case, to=State.CALLBACK)
    deadlines.meet(case, Clock.CALLBACK_START)
    window = deadlines.start(case, Clock.CALLBACK_WINDOW)
    return telling.letter(event, "callback", due=window.due_at)


@transaction.atomic
def rate(who: Acting, case_id: UUID, opinion: Opinion, *, version: int | None = None) -> Event:
    """The person's rating closes the case, unless they want more done: then it is handled again."""
    case = locked(case_id, version)
    to, finished = _after(case, opinion), case.round
    if to in AGAIN:
        case.round, case.closing = case.round + 1, ""
    event = take(who, "rate", case, to=to, fields=("round", "closing"))
    receipt = _receipt(who, case)
    Rating.objects.create(receipt=receipt, round=finished, taken_by_id=person_id_of(who), **opinion.said())
    deadlines.meet(case, Clock.CALLBACK_START, Clock.CALLBACK_WINDOW)
    if to in AGAIN:
        return _handle_again(case, event)
    if to == State.REVIEW:
        return opened(event, Review(asked=Asked.ROUNDS, before=State.CLOSED, text=opinion.words, receipt=receipt))
    deadlines.end(case)
    return _closed(event, opinion)


@transaction.atomic
def not_reached(actor: Actor, case_id: UUID, version: int, *, note: str = "") -> Event:
    """An attempt to call that reached nobody; after the second one silence counts as no rating."""
    case = locked(case_id, version)
    event = take(actor, "not_reached", case, note=note)
    CallbackAttempt.objects.create(case=case, round=case.round, person_id=officer_id(actor), reached=False, note=note)
    return event


@transaction.atomic
def close_silent(case_id: UUID) -> Event:
    """The window has passed without a word: closed with no rating."""
    case = locked(case_id)
    event = take(SYSTEM, "close_silent", case, to=State.CLOSED)
    deadlines.end(case)
    return telling.letter(event, "closed_silent", reopen=telling.reopen_until(case))


def _after(case: Case, opinion: Opinion) -> State:
    """ "Not solved", and "partly" where the rest is wanted, goes to the unit again, or to one now where the office answered it itself; after as many rounds as one unit may try to reviewers, once nobody is left
    to look it is closed; so is everything else."""
    if not opinion.wants_more:
        return State.CLOSED
    if case.round < terms.rounds(case):
        return State.REWORK if case.lead_id else State.ACCEPTED
    return State.REVIEW if rules.reviews_left(case) else State.CLOSED


def _closed(event: Event, opinion: Opinion) -> Event:
    """The letter that fits how it ended and what the person said of it."""
    case, reopen = event.case, telling.reopen_until(event.case)
    owed = queries.open_promise(case)
    if owed is not None:
        return telling.letter(event, "closed_planned", promise=lambda: format.day(owed.due_on))
    if opinion.solved == Degree.YES:
        return telling.letter(event, "closed_solved", reopen=reopen)
    if opinion.wants_more:
        return telling.letter(event, "closed_final")
    since = rules.reviewable_since(case)
    if case.closing == Closing.EXPLAINED and since is not None and rules.reviews_left(case):
        return telling.letter(event, "closed_explained", due=terms.until(case, "review_request", since))
    return telling.letter(event, "thanks")


def _receipt(who: Acting, case: Case) -> Receipt:
    """The resident's own, or the first for an officer who asked by phone."""
    mine = who_of(who).id if who_of(who).kind == "resident" else None
    return case.receipts.get(pk=mine) if mine else case.receipts.earliest("id")


def _handle_again(case: Case, event: Event) -> Event:
    if case.lead_id is None:
        return direct.to_a_unit(case, event)
    answer_by = deadlines.start(case, Clock.REWORK)
    telling.tell(case, "rework", "cases.work", case.lead_id)
    telling.tell(case, "rework", "cases.approve", case.lead_id)
    return telling.letter(event, "rework", unit=case.lead, due=answer_by.due_at)
