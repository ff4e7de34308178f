"""What may happen to a case, and who may do it. Pure functions on a loaded case; every no is a sentence.

The table of steps is the whole state machine: from which states a step may be taken, where it leads (an empty string:
the state stays), which permission it needs and in which unit, and the predicates that must hold besides.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import prefetch_related_objects
from django.utils.translation import gettext, gettext_noop
from django.utils.translation import gettext_lazy as _

from qiaoliang.base.access.actor import Actor
from qiaoliang.base.catalog import queries as catalog
from qiaoliang.base.core import clock
from qiaoliang.base.core.errors import Refusal
from qiaoliang.ui import format
from qiaoliang.work.cases import beside, terms
from qiaoliang.work.cases.acting import Acting, belongs_to, person_id_of, unit_id_of, units_of, who_of
from qiaoliang.work.cases.choices import ENDED, WORKING, Asked, Part, RequestKind, RequestState, State
from qiaoliang.work.cases.models import Case, Instruction, Rating

S = State
#: A predicate answers None (fine) or the sentence that says why not.
Predicate = Callable[[Acting, Case], str | None]

#: who reports back for a unit: those who handle cases there, and those who check its answers
OWNERS = ("cases.work", "cases.approve")
#: how long a step may be taken back by whoever took it
UNDO_WITHIN = timedelta(minutes=10)
#: Steps that count as having handled the case.
HANDLING = (
    "join", "merge", "unmerge", "split", "split_off", "unsplit", "rejoin", "dispatch", "redispatch", "change_helpers", "decide_return", "sign", "contact", "tried",
    "ask_return", "propose_answer", "approve", "send_back", "ask_extension", "agree_extension", "decide_extension",
    "ask_hold", "decide_hold", "report_hold", "end_hold", "whistle", "answer_whistle", "attend", "designate",
    "propose_direct", "decide_direct",
)  # fmt: skip
#: Steps after which neither the person nor anybody of their unit reviews the case.
COURSE = (*HANDLING, "propose_refusal", "decide_refusal", "refer")


def not_accused(who: Acting, case: Case) -> str | None:
    """Who belongs to a unit accused of misconduct, or to one below it, never leads, helps, calls back or sees who spoke,
    whatever post they act from. Asked once for a case that is loaded, however many steps are judged on it."""
    if case.accused_organization_id is None:
        return None
    known, key = case.shuts_out, (who_of(who), person_id_of(who), case.accused_organization_id)
    if key not in known:
        known[key] = belongs_to(who, case.accused_organization_id)
    return gettext_noop("This case is about your own unit, so others handle it.") if known[key] else None


def not_the_proposer(who: Acting, case: Case) -> str | None:
    """Not taking a case on needs a second person."""
    proposal = case.requests.filter(kind=RequestKind.REFUSAL, state=RequestState.OPEN).first()
    if proposal is None:
        return gettext_noop("Nobody has proposed not to take this case on.")
    if proposal.person_id == person_id_of(who):
        return gettext_noop("You proposed this yourself. A second person decides.")
    return None


def not_the_drafter(who: Acting, case: Case) -> str | None:
    """The one who wrote the answer does not approve it."""
    answer = case.answers.filter(round=case.round).first()
    if answer is not None and answer.drafted_by_id == person_id_of(who):
        return gettext_noop("You wrote this answer yourself. Somebody else checks it.")
    return None


def not_a_handler(who: Acting, case: Case) -> str | None:
    """Nobody both handles a case and rates or closes it; nor does anyone of a unit that handled it."""
    if _units_part(who, case):
        return gettext_noop("Your unit handled this case, so somebody outside it asks for the rating.")
    if _direct_part(who, case):
        return gettext_noop("Your unit answered this itself, so somebody outside it asks for the rating.")
    if _own_part(who, case):
        return gettext_noop("You handled this case yourself, so somebody else asks for the rating.")
    return None


def not_of_its_units(who: Acting, case: Case) -> str | None:
    """Who would be rid of the work does not note that the person takes it back."""
    if _units_part(who, case) or _own_part(who, case):
        return gettext_noop("Your unit or you handle this case, so somebody outside notes that it is withdrawn.")
    return None


def _units_part(who: Acting, case: Case) -> bool:
    unit = unit_id_of(who)
    if unit is None or who_of(who).kind == "resident":
        return False
    return case.assignments.filter(organization_id=unit).exists()


def _direct_part(who: Acting, case: Case) -> bool:
    unit = unit_id_of(who)
    if unit is None or who_of(who).kind == "resident":
        return False
    return case.answers.filter(organization_id=unit, direct=True).exists()


def _own_part(who: Acting, case: Case) -> bool:
    person = person_id_of(who)
    return person is not None and case.events.filter(person_id=person, step__in=HANDLING).exists()


def somebody_still_asks(who: Acting, case: Case) -> str | None:
    """The one person whose case it was may have withdrawn while it goes on for others."""
    if case.receipts.filter(withdrawn_at=None).exists() or not case.receipts.exists():
        return None
    return gettext_noop("The person has withdrawn this, so nobody asks them for a rating.")


def no_open_return(who: Acting, case: Case) -> str | None:
    return _no_open(case, RequestKind.RETURN, gettext_noop("A return is already asked for and not yet decided."))


def no_open_question(who: Acting, case: Case) -> str | None:
    return _no_open(case, RequestKind.INFORMATION, gettext_noop("A question to the person is still open."))


def no_open_refusal(who: Acting, case: Case) -> str | None:
    return _no_open(case, RequestKind.REFUSAL, gettext_noop("It is already proposed not to take this case on."))


def open_return(who: Acting, case: Case) -> str | None:
    return None if _is_open(case, RequestKind.RETURN) else gettext_noop("No return has been asked for.")


def open_question(who: Acting, case: Case) -> str | None:
    return None if _is_open(case, RequestKind.INFORMATION) else gettext_noop("There is no open question.")


def returned_once_only(who: Acting, case: Case) -> str | None:
    """Once per unit; after a second dispute the dispatcher's word stands (指定承办)."""
    before = case.requests.filter(kind=RequestKind.RETURN)
    unit = unit_id_of(who)
    if unit and before.filter(organization_id=unit).exists():
        return gettext_noop("Your unit has already asked once to return this case.")
    if before.count() >= 2:
        return gettext_noop("This case was returned twice; the unit named last keeps it.")
    return None


def return_in_time(who: Acting, case: Case) -> str | None:
    """Only a short while after it came to the unit: whoever keeps a case for days has taken it on."""
    given = case.assignments.filter(part=Part.LEAD, end=None).first()
    last = terms.until(case, "return_request", given.start) if given else None
    if last is None or clock.now() <= last:
        return None
    words = gettext("This case could be returned until %(last)s. Call departments together, or ask the dispatcher.")
    return words % {"last": format.moment(last)}


def has_category(who: Acting, case: Case) -> str | None:
    return None if case.category_id else gettext_noop("Choose a category first.")


def promise_open(who: Acting, case: Case) -> str | None:
    if case.promises.filter(done_at=None, ended_at=None).exists():
        return None
    return gettext_noop("Nothing is promised here that is still open.")


def closed_lately(who: Acting, case: Case) -> str | None:
    """Reopening is for the catalogue's term; later it is a new case, unless a promise was broken."""
    owed = case.promises.filter(done_at=None, ended_at=None).first() if case.ended_at else None
    if owed is not None and owed.is_broken:
        return None
    if case.ended_at is not None and clock.now() <= terms.until(case, "reopen", case.ended_at):
        return None
    return gettext_noop(
        "This case was closed too long ago to be opened again. Please tell us anew, and name this code."
    )


def had_their_time(who: Acting, case: Case) -> str | None:
    """The other body has the catalogue's time to take it on."""
    last = terms.until(case, "refer_check", case.ended_at) if case.ended_at else None
    if last is None or clock.now() > last:
        return None
    words = gettext("They have until %(last)s to take it on. If nobody has by then, say so here.")
    return words % {"last": format.moment(last)}


def was_answered(who: Acting, case: Case) -> str | None:
    """A unit had it, or the office answered it itself."""
    if case.lead_id or case.answers.exclude(approved_at=None).exists():
        return None
    return gettext_noop("No unit had this case yet. Please tell us anew.")


def rounds_left(who: Acting, case: Case) -> str | None:
    return (
        gettext_noop("It was handled as often as one unit may try. Please ask for a review, so that others look at it.")
        if case.round >= terms.rounds(case)
        else None
    )


def may_be_reviewed(who: Acting, case: Case) -> str | None:
    """Once for each answer (or for not being taken on), and no oftener than the catalogue says; in time."""
    if who_of(who).kind != "resident":
        return _rating_contestable(case)
    asked = case.reviews.exclude(asked=Asked.UNIT)
    if asked.filter(round=case.round).exists():
        return gettext_noop("This was reviewed already. With anything new, please tell us anew.")
    if not reviews_left(case):
        return gettext_noop("It was reviewed as often as possible. With anything new, please tell us anew.")
    since = reviewable_since(case)
    if since is None:
        return gettext_noop("There is no decision yet that could be reviewed.")
    if clock.now() > terms.until(case, "review_request", since):
        return gettext_noop("The time to ask for a review is over. With anything new, please tell us anew.")
    return None


def reviewable_since(case: Case) -> datetime | None:
    """From when the time to ask for a review counts: the answer, or the refusal to take it on."""
    if case.state == S.NOT_ACCEPTED:
        return case.ended_at
    answer = case.answers.filter(round=case.round).first()
    return answer.approved_at if answer else None


def reviews_left(case: Case) -> bool:
    """Whether the matter may go to reviewers once more."""
    return case.reviews.exclude(asked=Asked.UNIT).count() < terms.reviews(case)


def _rating_contestable(case: Case) -> str | None:
    rating = Rating.objects.filter(receipt__case=case, round=case.round).order_by("-id").first()
    if rating is None or case.state == S.NOT_ACCEPTED:
        return gettext_noop("There is no rating of this round.")
    if case.reviews.filter(asked=Asked.UNIT, round=case.round).exists():
        return gettext_noop("This rating was reviewed already.")
    if clock.now() > terms.until(case, "review_request", rating.created_at):
        return gettext_noop("The time to have this rating reviewed is over.")
    return None


def took_no_part(who: Acting, case: Case) -> str | None:
    """A reviewer neither handled nor assigned the case, nor does anybody of their unit; who decided an earlier review of
    it does not decide the next."""
    units, person = units_of(who), person_id_of(who)
    steps = case.events.filter(step__in=COURSE)
    if case.assignments.filter(organization__in=units).exists() or steps.filter(organization__in=units).exists():
        return gettext_noop("Your unit handled or assigned this case, so people of another unit review it.")
    if person and case.events.filter(person_id=person, step__in=(*COURSE, "decide_review")).exists():
        return gettext_noop("You took part in this case yourself, so somebody else reviews it.")
    return None


def undoable(step: str) -> Predicate:
    """The last thing that happened is ``step``, taken by the same person in the same unit a moment ago."""

    def check(who: Acting, case: Case) -> str | None:
        last = case.events.order_by("-id").first()
        if last is None or last.step != step or "before" not in last.refs:
            return gettext_noop("Something has happened since, so this cannot be taken back any more.")
        if (last.person_id, last.organization_id) != (person_id_of(who), unit_id_of(who)):
            return gettext_noop("Only the person who took this step takes it back.")
        if clock.now() > last.at + UNDO_WITHIN:
            return gettext_noop("This was more than ten minutes ago, so it cannot be taken back any more.")
        return None

    return check


def asked_why(who: Acting, case: Case) -> str | None:
    """A reason for being late is asked where the case is late or a letter asks for it."""
    if case.is_late or case.letters.filter(answered_at=None, closed_at=None).exists():
        return None
    return gettext_noop("Nothing is overdue here, so there is no delay to explain.")


def publishable(who: Acting, case: Case) -> str | None:
    """A public answer needs a category that allows it, an answer that went out, and the person's consent; what is said
    about the conduct of a unit is never published."""
    if case.accused_organization_id:
        return gettext_noop("What is said about the conduct of a unit is never published.")
    if not may_be_public(case):
        return gettext_noop("Answers of this category are never published.")
    if not case.answers.exclude(approved_at=None).exists():
        return gettext_noop("There is no answer that could be published.")
    if not case.may_publish or not case.receipts.filter(withdrawn_at=None).exists():
        return gettext_noop("The person has not agreed that the answer is published.")
    return None


def may_be_public(case: Case) -> bool:
    """Whether today's catalogue lets answers of the case's category be published."""
    if case.category is None or case.accused_organization_id:
        return False
    today = catalog.category(case.category.code)
    return today.public and not today.misconduct


def not_agreed_yet(who: Acting, case: Case) -> str | None:
    """Consent is given once; it is taken back by another step."""
    return gettext_noop("You have agreed to this already.") if case.may_publish else None


def agreed(who: Acting, case: Case) -> str | None:
    """To the publishing of this case's answer or, of a message that was split, of a part's."""
    if case.may_publish or beside.a_part_agreed(case):
        return None
    return gettext_noop("You have not agreed to this, so nothing is published.")


def no_parts(who: Acting, case: Case) -> str | None:
    if case.state == State.SPLIT:
        return gettext_noop("This has become several matters. Please say it on the page of the one you mean.")
    return None


def consent_asked(who: Acting, case: Case) -> str | None:
    """Nobody is asked for what would never be used."""
    if case.accused_organization_id or (case.category and not may_be_public(case)):
        return gettext_noop("Answers to matters like this are never published, so there is nothing to agree to.")
    return None


def instructed(who: Acting, case: Case) -> str | None:
    """Who reports back on a leader's instruction sits in the unit it names, or above it as its head."""
    return None if instructions_of(who, case) else gettext_noop("No instruction to your unit is open here.")


def instructions_of(who: Acting, case: Case) -> list[Instruction]:
    """The open instructions on which ``who`` may report back."""
    if not isinstance(who, Actor):
        return []
    waiting = case.instructions.filter(reported_at=None).select_related("organization").order_by("due_at")
    return [one for one in waiting if any(who.may(right, one.organization_id) for right in OWNERS)]


def _is_open(case: Case, kind: str) -> bool:
    return beside.open_request(case, kind) is not None


def _no_open(case: Case, kind: str, sentence: str) -> str | None:
    return sentence if _is_open(case, kind) else None


@dataclass(frozen=True)
class Step:
    """One step of the work. ``permission`` is asked in the actor's own unit, or with ``at_lead`` in the
    lead unit; ``first_permission`` takes its place while the case waits to be accepted, ``elsewhere`` says
    which while it waits to be assigned or reviewed, ``unled`` in its place where no unit leads the case. ``head``: whoever checks the unit's answers may take it too. ``requester``: the person who
    asked may take it too; a step with neither permission nor requester is the system's."""

    before: tuple[State, ...]
    after: tuple[str, ...]
    permission: str = ""
    first_permission: str = ""
    elsewhere: tuple[tuple[State, str], ...] = ()
    at_lead: bool = False
    unled: str = ""
    head: bool = False
    requester: bool = False
    needs: tuple[Predicate, ...] = ()


#: a unit has the case and the person has no answer yet
WITH_A_UNIT = (S.DISPATCHED, S.IN_PROGRESS, S.REWORK, S.PENDING_APPROVAL)
#: somebody works on it, and what the person adds can still be used
BEFORE_ANSWER = (S.SUBMITTED, S.ACCEPTED, *WITH_A_UNIT, S.MERGED)
#: the answer is out, and nobody works on the case
AFTER_ANSWER = (S.ANSWERED, S.CALLBACK, S.REVIEW, S.CLOSED)
BEFORE_END = tuple(state for state in State if state not in ENDED)
#: ended, and its words are still there
FORGETTABLE = tuple(state for state in ENDED if state != S.ARCHIVED)
#: nothing is written into a case whose words were erased
WITH_WORDS = (*BEFORE_END, *FORGETTABLE)
STEPS: dict[str, Step] = {
    "accept": Step((S.SUBMITTED,), (S.ACCEPTED,), "cases.accept", needs=(no_open_refusal,)),
    "refer": Step((S.SUBMITTED, S.ACCEPTED), (S.REFERRED_OUT,), "cases.refer"),
    "propose_refusal": Step((S.SUBMITTED,), ("",), "cases.accept", needs=(no_open_refusal,)),
    "decide_refusal": Step((S.SUBMITTED,), (S.NOT_ACCEPTED, ""), "cases.refuse", needs=(not_the_proposer,)),
    "dispatch": Step((S.ACCEPTED,), (S.DISPATCHED,), "cases.dispatch", needs=(has_category, beside.no_open_direct)),
    "propose_direct": Step(
        (S.ACCEPTED,),
        ("",),
        "cases.answer_directly",
        needs=(not_accused, beside.is_question, beside.no_open_direct, beside.nobody_follows),
    ),
    "decide_direct": Step(
        (S.ACCEPTED,),
        (S.ANSWERED, ""),
        "cases.answer_directly",
        needs=(not_accused, beside.open_direct, not_the_drafter),
    ),
    "redispatch": Step(WITH_A_UNIT, (S.DISPATCHED,), "cases.dispatch", needs=(no_open_return,)),
    "change_helpers": Step(WITH_A_UNIT, ("",), "cases.dispatch"),
    "join": Step(
        (S.ACCEPTED, S.DISPATCHED, S.IN_PROGRESS, S.REWORK), ("",), "cases.dispatch", needs=(beside.no_open_direct,)
    ),
    "merge": Step(
        (S.SUBMITTED, S.ACCEPTED, S.DISPATCHED, S.IN_PROGRESS),
        (S.MERGED,),
        "cases.dispatch",
        needs=(beside.nothing_open,),
    ),
    "unmerge": Step((S.MERGED,), (S.SUBMITTED, S.ACCEPTED, S.DISPATCHED, S.IN_PROGRESS), "cases.dispatch"),
    "follow": Step((S.MERGED,), ("", S.ANSWERED, S.REFERRED_OUT)),
    "split": Step(
        (S.SUBMITTED, S.ACCEPTED, S.DISPATCHED, S.IN_PROGRESS),
        (S.SPLIT,),
        "cases.dispatch",
        needs=(not_accused, beside.nothing_open, beside.leads_nobody, beside.not_answered),
    ),
    "split_off": Step((S.SUBMITTED,), (S.ACCEPTED,), "cases.dispatch"),
    "unsplit": Step(
        (S.SPLIT,),
        (S.SUBMITTED, S.ACCEPTED, S.DISPATCHED, S.IN_PROGRESS),
        "cases.dispatch",
        needs=(not_accused, beside.parts_untouched),
    ),
    "rejoin": Step((S.ACCEPTED, S.DISPATCHED), (S.REJOINED,), "cases.dispatch"),
    "sign": Step(
        (S.DISPATCHED,), (S.IN_PROGRESS, S.REWORK), "cases.sign", at_lead=True, needs=(not_accused, no_open_return)
    ),
    "contact": Step((S.IN_PROGRESS, S.REWORK, S.MERGED), ("",), "cases.work", at_lead=True, needs=(not_accused,)),
    "tried": Step((S.IN_PROGRESS, S.REWORK, S.MERGED), ("",), "cases.work", at_lead=True, needs=(not_accused,)),
    "add": Step(
        (*BEFORE_ANSWER, S.REVIEW),
        ("",),
        "cases.work",
        first_permission="cases.accept",
        elsewhere=((S.ACCEPTED, "cases.dispatch"), (S.REVIEW, "cases.review")),
        at_lead=True,
        requester=True,
        needs=(not_accused, no_open_question),
    ),
    "ask_return": Step(
        (S.DISPATCHED, S.IN_PROGRESS),
        ("",),
        "cases.work",
        at_lead=True,
        needs=(beside.not_held, no_open_return, beside.not_designated, returned_once_only, return_in_time),
    ),
    "decide_return": Step(
        (S.DISPATCHED, S.IN_PROGRESS),
        (S.DISPATCHED, ""),
        "cases.decide_requests",
        needs=(open_return, beside.first_dispute),
    ),
    "designate": Step(
        (S.DISPATCHED, S.IN_PROGRESS),
        (S.DISPATCHED, ""),
        "cases.decide_requests",
        needs=(open_return, beside.second_dispute),
    ),
    "ask_extension": Step(
        WORKING,
        ("",),
        "cases.work",
        at_lead=True,
        needs=(not_accused, beside.not_held, beside.no_open_extension, beside.not_extended, beside.before_due),
    ),
    "agree_extension": Step(
        (*WORKING, S.PENDING_APPROVAL),
        ("",),
        "cases.approve",
        at_lead=True,
        needs=(not_accused, beside.extension_to_agree),
    ),
    "decide_extension": Step(
        (*WORKING, S.PENDING_APPROVAL),
        ("",),
        "cases.grant_time",
        needs=(not_accused, beside.extension_to_decide, beside.outside_the_lead),
    ),
    "ask_hold": Step(
        WORKING, ("",), "cases.work", at_lead=True, needs=(not_accused, beside.not_held, beside.no_open_hold)
    ),
    "decide_hold": Step(
        WORKING, ("",), "cases.grant_time", needs=(not_accused, beside.open_hold, beside.outside_the_lead)
    ),
    "report_hold": Step(WORKING, ("",), "cases.work", at_lead=True, needs=(not_accused, beside.held)),
    "end_hold": Step(WORKING, ("",), "cases.work", at_lead=True, needs=(not_accused, beside.held)),
    "whistle": Step(
        WORKING, ("",), "cases.work", at_lead=True, needs=(not_accused, beside.not_held, beside.no_open_whistle)
    ),
    "answer_whistle": Step((*WORKING, S.PENDING_APPROVAL), ("",), "cases.work", needs=(not_accused, beside.called)),
    "attend": Step(
        (*WORKING, S.PENDING_APPROVAL), ("",), "cases.work", at_lead=True, needs=(not_accused, beside.open_whistle)
    ),
    "ask_information": Step(
        (S.SUBMITTED, S.IN_PROGRESS, S.REWORK),
        ("",),
        "cases.work",
        first_permission="cases.accept",
        at_lead=True,
        needs=(not_accused, beside.not_held, no_open_question),
    ),
    "reply": Step(
        BEFORE_END,
        ("",),
        "cases.work",
        first_permission="cases.accept",
        at_lead=True,
        requester=True,
        needs=(not_accused, open_question),
    ),
    "propose_answer": Step(
        (S.IN_PROGRESS, S.REWORK),
        (S.PENDING_APPROVAL,),
        "cases.work",
        at_lead=True,
        needs=(not_accused, no_open_return, no_open_question),
    ),
    "approve": Step(
        (S.PENDING_APPROVAL,), (S.ANSWERED,), "cases.approve", at_lead=True, needs=(not_accused, not_the_drafter)
    ),
    "send_back": Step(
        (S.PENDING_APPROVAL,), (S.IN_PROGRESS, S.REWORK), "cases.approve", at_lead=True, needs=(not_accused,)
    ),
    "open_callback": Step((S.ANSWERED,), (S.CALLBACK,), "cases.callback", needs=(not_a_handler,)),
    "not_reached": Step((S.CALLBACK,), ("",), "cases.callback", needs=(not_a_handler, somebody_still_asks)),
    "rate": Step(
        (S.ANSWERED, S.CALLBACK),
        (S.CLOSED, S.REWORK, S.REVIEW, S.ACCEPTED),
        "cases.callback",
        requester=True,
        needs=(not_accused, not_a_handler, somebody_still_asks),
    ),
    "reopen": Step(
        (S.CLOSED,), (S.REWORK, S.ACCEPTED), requester=True, needs=(closed_lately, was_answered, rounds_left)
    ),
    "not_taken": Step(
        (S.REFERRED_OUT,), (S.SUBMITTED,), "cases.accept", requester=True, needs=(not_accused, had_their_time)
    ),
    "ask_review": Step(
        (S.CLOSED, S.NOT_ACCEPTED),
        (S.REVIEW,),
        "cases.approve",
        at_lead=True,
        requester=True,
        needs=(not_accused, may_be_reviewed),
    ),
    "decide_review": Step(
        (S.REVIEW,),
        (S.CLOSED, S.NOT_ACCEPTED, S.REWORK, S.ACCEPTED),
        "cases.review",
        needs=(not_accused, took_no_part),
    ),
    "keep_promise": Step(AFTER_ANSWER, ("",), "cases.work", at_lead=True, head=True, needs=(not_accused, promise_open)),
    "move_promise": Step(AFTER_ANSWER, ("",), "cases.approve", at_lead=True, needs=(not_accused, promise_open)),
    "prompt_promise": Step(AFTER_ANSWER, ("",), needs=(promise_open,)),
    "close_silent": Step((S.ANSWERED, S.CALLBACK), (S.CLOSED,)),
    "lapse": Step((S.SUBMITTED, S.DISPATCHED, S.IN_PROGRESS, S.REWORK), (S.CLOSED, ""), needs=(open_question,)),
    "withdraw": Step(
        (S.SUBMITTED, S.ACCEPTED, S.DISPATCHED, S.IN_PROGRESS, S.REWORK, S.PENDING_APPROVAL, S.MERGED),
        (S.WITHDRAWN, ""),
        "cases.withdraw",
        requester=True,
        needs=(not_accused, not_of_its_units),
    ),
    "take_back_import": Step((S.SUBMITTED,), (S.TAKEN_BACK,)),
    "agree_publication": Step(WITH_WORDS, ("",), requester=True, needs=(consent_asked, no_parts, not_agreed_yet)),
    "take_back_publication": Step(tuple(State), ("",), requester=True, needs=(agreed,)),
    "propose_publication": Step(
        (S.CLOSED,),
        ("",),
        "cases.work",
        at_lead=True,
        unled="cases.answer_directly",
        head=True,
        needs=(not_accused, publishable),
    ),
    "publish": Step(
        (S.CLOSED,), ("",), "cases.publish", at_lead=True, unled="cases.publish", needs=(not_accused, publishable)
    ),
    "refuse_publication": Step(
        (S.CLOSED,), ("",), "cases.publish", at_lead=True, unled="cases.publish", needs=(not_accused,)
    ),
    "unpublish": Step(tuple(State), ("",), "cases.publish", at_lead=True, unled="cases.publish", needs=(not_accused,)),
    "undo_accept": Step((S.ACCEPTED,), (S.SUBMITTED,), "cases.accept", needs=(undoable("accept"),)),
    "undo_dispatch": Step((S.DISPATCHED,), (S.ACCEPTED,), "cases.dispatch", needs=(undoable("dispatch"),)),
    "undo_redispatch": Step((S.DISPATCHED,), WITH_A_UNIT, "cases.dispatch", needs=(undoable("redispatch"),)),
    "undo_change_helpers": Step(WITH_A_UNIT, ("",), "cases.dispatch", needs=(undoable("change_helpers"),)),
    "undo_sign": Step(WORKING, (S.DISPATCHED,), "cases.sign", at_lead=True, needs=(undoable("sign"),)),
    "undo_propose_answer": Step(
        (S.PENDING_APPROVAL,), WORKING, "cases.work", at_lead=True, needs=(undoable("propose_answer"),)
    ),
    "undo_send_back": Step(
        WORKING, (S.PENDING_APPROVAL,), "cases.approve", at_lead=True, needs=(undoable("send_back"),)
    ),
    "remind_person": Step(BEFORE_END, ("",), needs=(open_question,)),
    "remind": Step(BEFORE_END, ("",), "cases.supervise"),
    "archive": Step(FORGETTABLE, (S.ARCHIVED,)),
    "note": Step(WITH_WORDS, ("",), "cases.work"),
    "prompt": Step(BEFORE_END, ("",)),
    "recount": Step(BEFORE_END, ("",)),
    "hand_over": Step(BEFORE_END, ("",)),
    "succeed": Step((*BEFORE_END, S.CLOSED), ("",)),
    "explain_delay": Step(
        (S.SUBMITTED, S.ACCEPTED, *WITH_A_UNIT, S.REVIEW),
        ("",),
        "cases.work",
        first_permission="cases.accept",
        elsewhere=((S.ACCEPTED, "cases.dispatch"), (S.REVIEW, "cases.review")),
        at_lead=True,
        head=True,
        needs=(not_accused, asked_why),
    ),
    "instruct": Step(BEFORE_END, ("",), "cases.instruct", needs=(not_accused,)),
    "report_back": Step(WITH_WORDS, ("",), "cases.work", head=True, needs=(not_accused, instructed)),
}
#: Steps with pages at the desk, in the order they are offered.
DESK_STEPS = (
    "accept", "decide_direct", "dispatch", "propose_direct", "sign", "attend", "end_hold", "report_hold",
    "propose_answer", "approve", "send_back", "decide_refusal", "decide_return", "designate", "agree_extension",
    "decide_extension", "decide_hold", "decide_review", "rate", "not_reached", "contact", "answer_whistle", "reply",
    "add", "ask_information", "whistle", "ask_extension", "ask_hold", "ask_return", "redispatch", "change_helpers", "join",
    "split", "unmerge", "unsplit", "refer", "propose_refusal", "not_taken", "keep_promise", "move_promise", "ask_review", "withdraw", "report_back", "explain_delay", "remind",
    "instruct", "note",
)  # fmt: skip


def permissions_of(step: str) -> tuple[str, ...]:
    """Any of these opens the page of a step; :func:`judge` looks more closely."""
    rule = STEPS[step]
    head = "cases.approve" if rule.head else ""
    return tuple(
        filter(
            None,
            (
                rule.permission,
                rule.first_permission,
                *(right for _state, right in rule.elsewhere),
                rule.unled,
                head,
            ),
        )
    )


#: Steps that carry a case forward; the others are never offered as the next thing to do
FORWARD = (
    "accept", "decide_direct", "dispatch", "sign", "attend", "end_hold", "propose_answer", "approve", "decide_refusal",
    "decide_return", "designate", "agree_extension", "decide_extension", "decide_hold", "answer_whistle", "decide_review",
    "rate",
)  # fmt: skip


#: Steps that one looks for: where they are not offered, the case's page says why
MISSED = (
    "sign", "propose_answer", "approve", "rate", "ask_return", "ask_extension", "ask_hold", "whistle", "ask_information",
)  # fmt: skip


@dataclass(frozen=True)
class Verdict:
    """Whether a step may be taken, and a translated sentence why (not). ``near``: state and right fit, and only something
    about this case stands in the way."""

    allowed: bool
    why: str
    near: bool = False


def judge(who: Acting, step: str, case: Case) -> Verdict:
    """May ``who`` take ``step`` on ``case`` now? The first thing in the way is named."""
    rule = STEPS[step]
    if case.state not in rule.before:
        return Verdict(
            False,
            str(
                _("This step does not fit the case as it stands now: %(state)s.") % {"state": case.get_state_display()}
            ),
        )
    refused = _right(who, rule, case)
    if refused:
        return Verdict(False, str(_(refused)))
    for predicate in rule.needs:
        refused = refused or predicate(who, case)
    return Verdict(not refused, str(_(refused)) if refused else "", near=bool(refused))


def _right(who: Acting, rule: Step, case: Case) -> str | None:
    if who_of(who).kind == "system":
        return None
    if who_of(who).kind == "resident":
        return _requester(who, rule, case)
    if not rule.permission or not isinstance(who, Actor):
        return gettext_noop("Only the person who asked, or the system, can do this.")
    first = {S.SUBMITTED: rule.first_permission, **dict(rule.elsewhere)}.get(State(case.state), "")
    first = first or (rule.unled if case.lead_id is None else "")
    if rule.at_lead and not first and case.lead_id is None:
        return gettext_noop("No unit leads this case.")
    place = case.lead_id if rule.at_lead and not first else unit_id_of(who)
    rights = (first or rule.permission, *(["cases.approve"] if rule.head and not first else []))
    if any(who.may(right, place) for right in rights):
        return None
    return gettext_noop("Your post does not carry the right for this step.")


def _requester(who: Acting, rule: Step, case: Case) -> str | None:
    if not rule.requester:
        return gettext_noop("Only the office can do this.")
    receipt = who_of(who).id
    held = case.receipts.filter(pk=receipt).first() if receipt else None
    if held is None:
        return gettext_noop("Only the person who asked can do this.")
    if held.withdrawn_at is not None:
        return gettext_noop("You have withdrawn this. The matter goes on for others.")
    return None


def ensure(who: Acting, step: str, case: Case) -> None:
    """Raise the refusal that :func:`judge` found."""
    verdict = judge(who, step, case)
    if not verdict.allowed:
        raise Refusal(verdict.why, code=f"cases.{step}")


def offered(who: Acting, case: Case) -> tuple[list[str], dict[str, str]]:
    """The steps ``who`` may take at the desk now; and those of :data:`MISSED` that only something about the case keeps from
    them, each with the sentence why. The case's requests are fetched once for all of them."""
    prefetch_related_objects([case], "requests", "attendances")
    verdicts = {step: judge(who, step, case) for step in DESK_STEPS if case.state in STEPS[step].before}
    missed = {step: verdicts[step].why for step in MISSED if step in verdicts and verdicts[step].near}
    return [step for step, verdict in verdicts.items() if verdict.allowed], missed


def available(who: Acting, case: Case) -> list[str]:
    """The steps ``who`` may take at the desk now."""
    return offered(who, case)[0]
