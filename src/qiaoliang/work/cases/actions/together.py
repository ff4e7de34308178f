"""Cases that are handled together follow their lead case: its units, its answer, its end. Each keeps its own clock, page,
letter and rating; nothing that one person said or left goes to another."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from django.db import transaction

from qiaoliang.base.core import clock
from qiaoliang.base.core.who import SYSTEM
from qiaoliang.work.cases import queries
from qiaoliang.work.cases.actions import count, deadlines, promise, telling
from qiaoliang.work.cases.actions.transition import locked, take
from qiaoliang.work.cases.choices import Clock, State
from qiaoliang.work.cases.models import Answer, Assignment, Case, Deadline, Event, Merge


def hand_over(lead: Case) -> None:
    """The followers go to the lead case's units with it; each of them has an answer's clock of its own from now on."""
    for merge, case in _following(lead):
        changed = case.lead_id != lead.lead_id
        mirror(lead, case)
        event = take(SYSTEM, "follow", case, fields=("lead", "handler"), refs={"lead": str(lead.pk)})
        if not case.deadlines.filter(step=Clock.ANSWER, ended_at=None).exists():
            _remember_lent(merge, deadlines.start(case, Clock.ANSWER))
        if changed:
            telling.letter(event, "follows", unit=lead.lead, due=case.due_at)


def share_parts(lead: Case) -> None:
    """Who helps with the lead case helps with its followers."""
    for _merge, case in _following(lead):
        mirror(lead, case)


def mirror(lead: Case, case: Case) -> None:
    """The units of ``lead`` take the same parts in ``case``."""
    case.assignments.filter(end=None).update(end=clock.now())
    Assignment.objects.bulk_create(
        Assignment(case=case, organization_id=part.organization_id, part=part.part)
        for part in lead.assignments.filter(end=None)
    )
    case.lead_id, case.handler = lead.lead_id, None


def lend_clock(lead: Case, case: Case) -> str:
    """A case without an answer's clock gets the lead case's: what was promised there holds here. The clock's id, or ""."""
    running = lead.deadlines.filter(step__in=(Clock.ANSWER, Clock.REWORK), ended_at=None).first()
    if running is None or case.deadlines.filter(step=Clock.ANSWER, ended_at=None).exists():
        return ""
    return str(deadlines.lend(running, case).pk)


def answer(lead: Case, given: Answer) -> None:
    """The answer goes out to everybody in words of its own; from then on each case goes its own way."""
    for merge, case in _following(lead):
        case.closing = given.closing
        take(SYSTEM, "follow", case, to=State.ANSWERED, fields=("closing",), refs={"lead": str(lead.pk)})
        theirs = Answer.objects.create(
            case=case,
            round=case.round,
            text=given.others_text,
            closing=given.closing,
            planned_for=given.planned_for,
            drafted_by_id=given.drafted_by_id,
            organization_id=given.organization_id,
            approved_by_id=given.approved_by_id,
            approved_at=given.approved_at,
        )
        promise.made(case, theirs)
        deadlines.meet(case, Clock.CONTACT, Clock.ANSWER)
        deadlines.start(case, Clock.CALLBACK_START)
        deadlines.stop(case)
        telling.tell(case, "answered", "cases.callback")
        finish(merge)


def refer(lead: Case, event: Event, message: str, **slots: object) -> None:
    """The lead case goes to another body, and the same matter of the others with it."""
    for merge, case in _following(lead):
        case.referral_code = lead.referral_code
        mine = take(
            SYSTEM,
            "follow",
            case,
            to=State.REFERRED_OUT,
            fields=("referral_code",),
            reason=event.reason,
            refs={"lead": str(lead.pk)},
        )
        deadlines.end(case)
        telling.letter(mine, "referred", reason=message, **slots)
        finish(merge)


def extend(lead: Case, amount: Decimal, unit: str, **slots: object) -> None:
    """More time for the lead case is more time for its followers, each from its own date, as long as they count alike."""
    for _merge, case in _following(lead):
        running = case.deadlines.filter(step=Clock.ANSWER, unit=unit, ended_at=None).first()
        if running is None:
            continue
        event = take(SYSTEM, "follow", case, refs={"lead": str(lead.pk)})
        moved = deadlines.extend(case, amount)
        telling.letter(event, "extended", first=moved.first_due_at, due=moved.due_at, **slots)


def stand_still(lead: Case, **slots: object) -> None:
    """While the lead case is on hold, so are its followers."""
    for _merge, case in _following(lead):
        deadlines.stop(case)
        telling.letter(take(SYSTEM, "follow", case, refs={"lead": str(lead.pk)}), "held", **slots)


def go_on(lead: Case) -> None:
    """The hold is over for the followers too."""
    for _merge, case in _following(lead):
        if case.stopped_at is not None:
            deadlines.resume(case)
            count.look_again(case)


def finish(merge: Merge) -> None:
    """The case no longer follows."""
    merge.end = clock.now()
    merge.save(update_fields=["end"])


def _following(lead: Case) -> Iterator[tuple[Merge, Case]]:
    """Each follower, held for this transaction."""
    assert transaction.get_connection().in_atomic_block
    for merge in list(queries.followers(lead).order_by("case_id")):
        yield merge, locked(merge.case_id)


def _remember_lent(merge: Merge, lent: Deadline) -> None:
    merge.kept = {**merge.kept, "lent": str(lent.pk)}
    merge.save(update_fields=["kept"])
