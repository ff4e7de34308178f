"""What a case promises whatever is done to it, looked at after every step of a history."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime
from uuid import UUID

from django.db.models import Model
from tests.work.cases.fetching import Raw, Row, objects, raw, rows
from tests.work.cases.test_rules import MOVES
from tests.work.cases.world import Story

from qiaoliang.base.audit.models import AuditEvent
from qiaoliang.base.core import clock
from qiaoliang.text.pieces import pieces
from qiaoliang.work.cases import queries, rules, terms
from qiaoliang.work.cases.actions.submit import secret_mac
from qiaoliang.work.cases.choices import ENDED, MAIN, WORKING, State
from qiaoliang.work.cases.models import (
    Answer,
    Assignment,
    Attendance,
    CallbackAttempt,
    Case,
    Deadline,
    Event,
    Instruction,
    Letter,
    Merge,
    Promise,
    Rating,
    Receipt,
    Request,
    Review,
    Split,
)

Seen = dict[type[Model], Raw]
#: the tables with rows of a case, each with the column that names it
OF_A_CASE: dict[type[Model], str] = {
    Case: "id",
    Split: "whole",
    **dict.fromkeys(
        (
            Answer,
            Assignment,
            Attendance,
            CallbackAttempt,
            Deadline,
            Event,
            Instruction,
            Letter,
            Merge,
            Promise,
            Receipt,
            Request,
            Review,
        ),
        "case",
    ),
}
#: kinds of request that somebody else than the one who asks decides, never time
DECIDED = ("return", "refusal", "extension", "hold", "direct")
#: steps after which a running date may be another one: it stood still, or more time was given
MOVING = {
    "reply", "end_hold", "decide_extension", "recount", "propose_answer", "decide_return", "redispatch", "designate",
    "withdraw", "lapse", "accept", "refer", "decide_refusal", "split",
}  # fmt: skip

#: steps that give a unit a part in the case
GIVING = {
    "unsplit", "dispatch", "redispatch", "change_helpers", "decide_return", "designate", "answer_whistle", "attend", "decide_review",
}  # fmt: skip


class Promises:
    """The promises of one case; ``hold`` asserts them after each step."""

    def __init__(self, story: Story, before: str = State.SUBMITTED) -> None:
        """``before``: the state in which its first row finds it."""
        self.story = story
        self.received = story.case.received_at
        self.state = before
        self.first: datetime | None = None
        self.events = 0
        self.dates: dict[UUID, tuple[datetime, datetime]] = {}
        self.late: set[UUID] = set()
        self.days: dict[UUID, date] = {}
        self.round = 0
        self.receipts: Raw = []
        self.seen: Seen = {}
        self.hold("submit")

    def look(self) -> Seen:
        """Every row of the case as it is now: what a refusal must leave as it was."""
        return {model: raw(model, column, self.story.id) for model, column in OF_A_CASE.items()}

    def rows(self, model: type[Row]) -> list[Row]:
        """The case's rows of this kind, by id, as they were when it was looked at last."""
        return objects(model, OF_A_CASE[model], self.seen[model])

    def hold(self, step: str) -> None:
        """All that must be true now, after ``step``."""
        self.seen = self.look()
        (case,) = self.rows(Case)
        events = self.rows(Event)
        new, self.events = events[self.events :], len(events)
        self._only_listed_moves(case, new)
        self._one_lead(case)
        self._first_times(case)
        self._clocks(case, {one.step for one in new})
        self._requests(case)
        self._ends(case)
        self._owed(case)
        self._parts(case)
        self._audited(events)
        self._opens(case)
        self.state = case.state

    def _opens(self, case: Case) -> None:
        """Number and secret open it; looked at again when its receipts are others than before."""
        if self.receipts != self.seen[Receipt]:
            found = queries.receipt_of(self.story.code, lambda code: secret_mac(code, self.story.secret))
            assert found is not None and found.case_id == case.pk, "the receipt no longer opens the case"
            self.receipts = self.seen[Receipt]

    def _only_listed_moves(self, case: Case, new: list[Event]) -> None:
        before = self.state
        for one in new:
            if one.step == "submit":
                continue
            rule = rules.STEPS[one.step]
            assert before in rule.before, f"{one.step} from {before}"
            assert one.to_state in rule.after, f"{one.step} to {one.to_state}"
            move = one.from_state, one.to_state
            assert not one.to_state or move in MOVES, f"{move} is no listed move"
            assert not one.to_state or one.from_state == before, f"{one.step} left another state than the case was in"
            before = one.to_state or before
        assert before == case.state, "the state moved without a row in the history"

    def _one_lead(self, case: Case) -> None:
        live = [part for part in self.rows(Assignment) if part.end is None]
        leads = [part.organization_id for part in live if part.part == "lead"]
        assert leads == ([case.lead_id] if case.lead_id else []), "not the one lead that the case names"
        assert case.lead_id or case.state not in rules.WITH_A_UNIT
        assert not queries.accused_circle(case) & {part.organization_id for part in live}

    def _first_times(self, case: Case) -> None:
        assert case.received_at == self.received, "the first receipt moved"
        assert self.first in (None, case.first_due_at), "the first date moved"
        self.first = case.first_due_at
        assert case.round == self.round or case.round <= terms.rounds(case) + terms.reviews(case)
        self.round = case.round

    def _clocks(self, case: Case, steps: set[str]) -> None:
        late = set()
        for one in self.rows(Deadline):
            first, due = self.dates.get(one.pk, (one.first_due_at, one.due_at))
            assert one.first_due_at == first, f"the first date of {one.step} moved"
            assert one.due_at == due or steps & MOVING, f"{one.step} moved by {steps or 'nothing'}"
            assert one.due_at >= due, f"{one.step} came earlier"
            self.dates[one.pk] = one.first_due_at, one.due_at
            until = one.met_at or one.ended_at or (case.stopped_at if one.step in MAIN else None) or clock.now()
            late |= {one.pk} if until > one.due_at else set()
        assert self.late <= late, f"{steps} hid that something was late"
        self.late = late

    def _requests(self, case: Case) -> None:
        asked = self.rows(Request)
        open_now = Counter(one.kind for one in asked if one.state == "open")
        assert max(open_now.values(), default=0) <= 1
        for one in asked:
            assert one.state != "granted" or one.kind not in DECIDED or one.decided_by_id, (
                f"{one.kind} granted by nobody"
            )
            if one.kind in ("refusal", "extension", "direct") and one.state == "granted":
                assert one.decided_by_id != one.person_id and one.agreed_by_id != one.person_id
        assert len([one for one in asked if (one.kind, one.state) == ("extension", "granted")]) <= 1
        running = [one for one in asked if (one.kind, one.state, one.ended_at) == ("hold", "granted", None)]
        reports = len([one for one in self.rows(Deadline) if one.step == "hold_report" and one.ended_at is None])
        assert len(running) == reports <= 1, "a hold without the day of its next report"
        if case.state in (*WORKING, State.DISPATCHED):
            assert (case.stopped_at is not None) == bool(running or open_now["information"])
        assert (case.state == State.REVIEW) == any(one.decided_at is None for one in self.rows(Review))

    def _ends(self, case: Case) -> None:
        ended = case.state in ENDED
        assert (case.ended_at is not None) == ended
        live = any(one.ended_at is None for one in self.rows(Deadline))
        assert live != ended, "an ended case with a clock, or an open one without"
        if ended:
            assert not any(one.state == "open" for one in self.rows(Request))
        else:
            assert case.closing == "" or case.state in ("answered", "callback", "review")

    def _audited(self, events: list[Event]) -> None:
        audited = [one.action for one in rows(AuditEvent, "object_id", self.story.id) if one.object_kind == "case"]
        assert Counter(audited) == Counter(f"cases.{one.step}" for one in events), "an event without its audit row"

    def _owed(self, case: Case) -> None:
        """A plan that went out is owed until it is kept, or until the case is worked on again."""
        made = self.rows(Promise)
        for one in made:
            first = self.days.setdefault(one.pk, one.first_due_on)
            assert one.first_due_on == first <= one.due_on, "the first promised day moved"
        planned = {one.pk for one in self.rows(Answer) if one.closing == "planned" and one.approved_at}
        assert {one.answer_id for one in made} == planned, "a plan that is not on the list"
        owed = [one for one in made if one.is_open]
        assert len(owed) <= 1 and (not owed or case.state in rules.AFTER_ANSWER)
        if case.state in rules.AFTER_ANSWER and case.closing == "planned":
            assert owed or any(one.done_at for one in made), "a plan went off the list and was not kept"

    def _parts(self, case: Case) -> None:
        """A message that was split is there in its parts: each of its words, its day, its secret, one unit each."""
        live = [one for one in objects(Split, "whole", self.seen[Split]) if one.end is None]
        assert (case.state == State.SPLIT) == bool(live), "a message split into nothing, or parts of one that goes on"
        if case.state != State.SPLIT:
            return
        parts = list(queries.parts_now(case))
        assert len(parts) > 1 and not any(part.end is None for part in self.rows(Assignment))
        texts = "".join(one.case.text for one in parts)
        for start, end in pieces(case.text):
            assert case.text[start:end].strip().rstrip("，,、；;") in texts, "a sentence is in no part"
        for one in parts:
            assert one.case.received_at == case.received_at, "a part was received on another day"
            held = queries.receipt_of(one.case.code, lambda code: secret_mac(code, self.story.secret))
            assert held is not None and held.case_id == one.case_id, "the secret does not open a part"
            assert not case.accused_organization_id or one.case.accused_organization_id in (
                None,
                case.accused_organization_id,
            )
        promised = {one.first_due_at for one in self.rows(Deadline) if one.step == "answer"}
        for one in Deadline.objects.filter(case__in=[part.case_id for part in parts], step="answer"):
            assert not promised or one.first_due_at in promised, "a part has another date than the message was promised"

    def by_time(self) -> Counter[str]:
        """The steps that the worker took."""
        return Counter(self.story.case.events.filter(by_kind="system").values_list("step", flat=True))

    def states(self) -> Counter[str]:
        """Every state the case came to."""
        events = self.story.case.events.exclude(to_state="")
        return Counter(events.values_list("to_state", flat=True))

    def at_the_end(self) -> None:
        """What must hold of the whole history."""
        case = self.story.case
        events = list(case.events.order_by("id"))
        assert [one.at for one in events] == sorted(one.at for one in events)
        parts = list(case.assignments.all())
        givers = {one.at for one in events if one.step in GIVING}
        assert all(part.start in givers for part in parts), "a unit got a part without a step that gives one"
        sits = {one.person.pk: one.who.organization_id for one in self.story.world.actors.values() if one.person}
        for rating in Rating.objects.filter(receipt__case=case, taken_by__isnull=False):
            before = {part.organization_id for part in parts if part.id < rating.id}
            before |= {one.organization_id for one in case.answers.filter(direct=True) if one.id < rating.id}
            assert sits[rating.taken_by_id] not in before, "somebody of the unit that handled it rated it"
        for one in events:
            if one.step in ("rate", "not_reached") and one.person_id:
                took = {other.person_id for other in events if other.step in rules.HANDLING and other.id < one.id}
                assert one.person_id not in took, "somebody who handled it rated it"
        self._reviews(case, events, sits)
        for answer in case.answers.all():
            wrote = {one.person_id for one in events if one.step in ("propose_answer", "propose_direct")}
            assert answer.drafted_by_id in wrote, "an answer that nobody wrote"
            checked = {one.person_id for one in events if one.step in ("approve", "decide_direct")}
            assert answer.approved_by_id in checked | {None}, "an answer went out that nobody checked"
            assert answer.approved_by_id != answer.drafted_by_id, "who wrote the answer checked it"

    def _reviews(self, case: Case, events: list[Event], sits: dict[UUID, UUID | None]) -> None:
        for review in case.reviews.exclude(decided_by=None):
            decided = next(one for one in events if one.step == "decide_review" and one.at == review.decided_at)
            before = [one for one in events if one.id < decided.id and one.step in rules.COURSE]
            assert review.decided_by_id not in {one.person_id for one in before}, "somebody who took part reviewed it"
            units = {one.organization_id for one in before if one.person_id}
            units |= {part.organization_id for part in case.assignments.all() if part.id < decided.id}
            assert sits[review.decided_by_id] not in units, "somebody of a unit that took part reviewed it"
