"""复核: people of a unit that took no part look again, and say in writing why it stands or what happens instead."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from qiaoliang.base.access.actor import Actor
from qiaoliang.base.catalog import queries as catalog
from qiaoliang.base.catalog.models import Category
from qiaoliang.base.core import clock
from qiaoliang.base.core.errors import Refusal
from qiaoliang.ui import format
from qiaoliang.work.cases import queries
from qiaoliang.work.cases.acting import Acting, officer_id, person_id_of, unit_id_of, who_of
from qiaoliang.work.cases.actions import deadlines, telling
from qiaoliang.work.cases.actions.dispatch import assign
from qiaoliang.work.cases.actions.transition import locked, take
from qiaoliang.work.cases.choices import Asked, Clock, Outcome, State
from qiaoliang.work.cases.models import Case, Event, Rating, Review


@dataclass(frozen=True, kw_only=True)
class Decision:
    """``outcome`` with written ``reasons`` for the person, and what it needs: the unit that handles the case again, the
    category under which it is taken on, or the catalogue's reason why a rating does not count."""

    outcome: str
    reasons: str
    lead_id: UUID | None = None
    category: Category | None = None
    exclusion: str = ""


@transaction.atomic
def ask_review(who: Acting, case_id: UUID, version: int | None = None, *, text: str) -> Event:
    """The person disagrees with the answer or with not being taken on; or the unit with a rating being held against it."""
    case = locked(case_id, version)
    before = case.state
    event = take(who, "ask_review", case, to=State.REVIEW, note=text)
    asked = Asked.PERSON if who_of(who).kind == "resident" else Asked.UNIT
    rating = _contested(case) if asked == Asked.UNIT else None
    return opened(event, Review(asked=asked, before=before, text=text, rating=rating, **_by(who)))


def opened(event: Event, review: Review) -> Event:
    """The clock of the review starts; reviewers and the person are told."""
    case = event.case
    review.case, review.round = case, case.round
    review.save(force_insert=True)
    deadlines.end(case)
    until = deadlines.start(case, Clock.REVIEW)
    telling.tell(case, "review", "cases.review")
    if review.asked == Asked.UNIT:
        return telling.letter(event, "review_rating", unit=case.lead, due=until.due_at)
    return telling.letter(event, "review_opened", due=until.due_at)


@transaction.atomic
def decide_review(actor: Actor, case_id: UUID, version: int, decision: Decision) -> Event:
    """What holds from now on, and why."""
    case = locked(case_id, version)
    review = queries.open_review(case)
    if review is None:
        raise Refusal(gettext_lazy("This has been decided already."), code="cases.decide_review")
    _must_be_whole(case, review, decision)
    to, fields = _apply(case, review, decision)
    note = decision.reasons
    event = take(actor, "decide_review", case, to=to, fields=fields, reason=decision.outcome, note=note)
    _settle(actor, review, decision)
    deadlines.meet(case, Clock.REVIEW)
    deadlines.end(case)
    said = _go_on(case, decision)
    return telling.letter(event, "review_decided", decision=said, reason=decision.reasons)


def _by(who: Acting) -> dict[str, UUID | None]:
    receipt = who_of(who).id if who_of(who).kind == "resident" else None
    return {"receipt_id": receipt, "person_id": person_id_of(who), "organization_id": unit_id_of(who)}


def _contested(case: Case) -> Rating | None:
    return queries.ratings_of(case).filter(round=case.round).order_by("-id").first()


def _must_be_whole(case: Case, review: Review, decision: Decision) -> None:
    """The outcome is one of those open to this review, and names what it needs."""
    if decision.outcome not in queries.outcomes(review):
        raise Refusal(gettext_lazy("Choose one of the outcomes."), code="cases.decide_review.outcome", field="outcome")
    missing = {
        Outcome.REWORK: ("lead", decision.lead_id, gettext_lazy("Name the unit that handles it again.")),
        Outcome.ACCEPTED: ("category", decision.category, gettext_lazy("Choose a category first.")),
        Outcome.NOT_COUNTED: ("exclusion", decision.exclusion, gettext_lazy("Say why the rating does not count.")),
    }.get(Outcome(decision.outcome))
    if missing and not missing[1]:
        raise Refusal(missing[2], code=f"cases.decide_review.{missing[0]}", field=missing[0])


def _apply(case: Case, review: Review, decision: Decision) -> tuple[str, tuple[str, ...]]:
    """Change the case as decided; the state it goes to and the fields changed."""
    if decision.outcome == Outcome.REWORK and decision.lead_id:
        assign(case, decision.lead_id, ())
        case.round, case.closing = case.round + 1, ""
        return State.REWORK, ("round", "closing", "lead", "handler")
    if decision.outcome == Outcome.ACCEPTED and decision.category:
        case.category, case.closing = decision.category, ""
        return State.ACCEPTED, ("category",)
    return review.before, ()


def _settle(actor: Actor, review: Review, decision: Decision) -> None:
    review.outcome, review.reasons = decision.outcome, decision.reasons
    review.decided_at, review.decided_by_id = clock.now(), officer_id(actor)
    review.save(update_fields=["outcome", "reasons", "decided_at", "decided_by"])
    if review.rating and decision.outcome == Outcome.NOT_COUNTED:
        review.rating.not_counted = catalog.reason("exclude", decision.exclusion).code
        review.rating.save(update_fields=["not_counted"])


def _go_on(case: Case, decision: Decision) -> Callable[[], str]:
    """Start what follows; the decision in the words of the letter, said in its language."""
    if decision.outcome == Outcome.REWORK:
        due = deadlines.start(case, Clock.REWORK).due_at
        deadlines.first_contact(case)
        for permission in ("cases.work", "cases.approve"):
            telling.tell(case, "rework", permission, case.lead_id)
        return lambda: (
            _("%(unit)s handles it again and answers by %(due)s") % {"unit": case.lead, "due": format.moment(due)}
        )
    if decision.outcome == Outcome.ACCEPTED:
        due = deadlines.start(case, Clock.DISPATCH).due_at
        telling.tell(case, "accepted", "cases.dispatch")
        return lambda: _("it is taken on after all and goes to a unit by %(due)s") % {"due": format.moment(due)}
    if case.lead_id:
        telling.tell(case, "reviewed", "cases.approve", case.lead_id)
    return lambda: Outcome(decision.outcome).said
