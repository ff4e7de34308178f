"""A machine that tries everything on one case: every step of ``rules.STEPS``, by whoever fits or by anybody, at any time.

A new step is given a hand below, or a reason in ``NOT_TRIED``; ``test_invariants`` fails until it has one of them.
What a case promises stands in :mod:`tests.work.cases.promises`."""

from __future__ import annotations

import random
import traceback
from collections import Counter
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import transaction
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule
from tests.work.cases.promises import Promises
from tests.work.cases.world import THURSDAY, Part, Story, World

from qiaoliang.base.catalog import queries as categories
from qiaoliang.base.core import clock
from qiaoliang.base.core.errors import Refusal
from qiaoliang.work.cases import jobs, queries, rules
from qiaoliang.work.cases.actions import split, withdraw
from qiaoliang.work.cases.actions.rate import open_callback
from qiaoliang.work.cases.models import Case

WORKERS = ("union", "union2", "women", "town", "village")
HEADS = ("union_head", "women_head", "town_head")
OFFICE = ("intake", "intake2", "dispatcher")
REVIEWERS = ("reviewer", "reviewer2", "union_reviewer")
CALLERS = ("callback", "union_callback")
#: the person who asked
PERSON = ""
LEADS = ("zgh", "fl", "lx", "lx-v", "mill")
#: hours that may pass; the worker runs after each
SPANS = (1, 8, 30, 100, 300, 800)


@dataclass(frozen=True)
class Hand:
    """How a step is tried: ``take`` on a story with chance's own values, by one of ``by``."""

    by: tuple[str, ...]
    take: Callable[[Story, str, random.Random], Any]


HANDS: dict[str, Hand] = {}
#: the worker takes these when time passes
BY_TIME = {"lapse", "close_silent", "prompt", "remind_person", "prompt_promise"}
NOT_TRIED = {
    "take_back_import": "only of a case that came with a table; told in imports/test_imports",
    "archive": "comes two years after the end, when two persons confirm; told in keeping/test_clearing",
    "hand_over": "somebody leaves a post; told in test_leaving",
    "succeed": "a unit is dissolved; told in test_succeeding",
    **dict.fromkeys((one for one in rules.STEPS if one.startswith("undo_")), "right after a step; told in test_undo"),
    **dict.fromkeys(
        (one for one in rules.STEPS if "publi" in one),
        "beside the course of a case; told in publishing/test_publishing",
    ),
    "recount": "moves dates when a new holiday notice is loaded; told in test_recount",
    **dict.fromkeys(("join", "merge", "unmerge", "follow"), "two cases at once; told in test_merging"),
    **dict.fromkeys(
        ("split_off", "rejoin"), "the parts' own side of split and unsplit; the machine goes on with a part"
    ),
}


def hand(step: str, *by: str) -> Callable[[Any], Any]:
    def register(take: Any) -> Any:
        HANDS[step] = Hand(by, take)
        return take

    return register


def _plain(step: str, name: str, *by: str) -> None:
    """A step without values of its own."""
    HANDS[step] = Hand(by, lambda story, who, chance: getattr(story, name)(by=who))


def _agreed(step: str, *by: str) -> None:
    """A step that says yes or no."""
    HANDS[step] = Hand(by, lambda story, who, chance: getattr(story, step)(chance.random() < 0.7, by=who))


def some(chance: random.Random, most: int = 2) -> tuple[str, ...]:
    """A few units."""
    return tuple(chance.sample(LEADS, chance.randint(0, most)))


for _step, _name, _by in (
    ("sign", "sign", WORKERS),
    ("contact", "contact", WORKERS),
    ("tried", "tried", WORKERS),
    ("ask_information", "ask", (*WORKERS, "intake")),
    ("approve", "approve", HEADS),
    ("send_back", "send_back", HEADS),
    ("ask_return", "ask_return", WORKERS),
    ("refer", "refer", OFFICE),
    ("propose_refusal", "propose_refusal", ("intake",)),
    ("not_reached", "not_reached", CALLERS),
    ("remind", "remind", ("supervisor",)),
    ("note", "note", WORKERS),
    ("explain_delay", "explain", (*WORKERS, *HEADS, *OFFICE, *REVIEWERS)),
    ("ask_hold", "ask_hold", WORKERS),
    ("end_hold", "end_hold", WORKERS),
    ("keep_promise", "keep_promise", (*WORKERS, *HEADS)),
    ("propose_direct", "propose_direct", OFFICE),
):
    _plain(_step, _name, *_by)
for _step, _by in (
    ("decide_refusal", ("intake", "intake2")),
    ("agree_extension", HEADS),
    ("decide_extension", ("supervisor", "dispatcher")),
    ("decide_hold", ("supervisor", "dispatcher")),
    ("decide_direct", OFFICE),
):
    _agreed(_step, *_by)


@hand("accept", "intake", "union")
def _accept(story: Story, who: str, chance: random.Random) -> Any:
    return story.accept(by=who, kind=chance.choice(("question", "complaint")))


@hand("dispatch", "dispatcher", "intake")
def _dispatch(story: Story, who: str, chance: random.Random) -> Any:
    return story.dispatch(chance.choice(LEADS), some(chance), by=who)


@hand("redispatch", "dispatcher", "union")
def _redispatch(story: Story, who: str, chance: random.Random) -> Any:
    return story.redispatch(chance.choice(LEADS), some(chance), by=who)


@hand("change_helpers", "dispatcher", "supervisor")
def _change_helpers(story: Story, who: str, chance: random.Random) -> Any:
    return story.change_helpers(*some(chance), by=who)


@hand("reply", PERSON)
def _reply(story: Story, who: str, chance: random.Random) -> Any:
    return story.reply()


@hand("add", PERSON, *WORKERS, "intake", "dispatcher")
def _add(story: Story, who: str, chance: random.Random) -> Any:
    return story.add(by=who)


@hand("propose_answer", *WORKERS)
def _propose(story: Story, who: str, chance: random.Random) -> Any:
    closing = chance.choice(("solved", "explained", "planned"))
    planned = clock.today() + timedelta(days=chance.choice((0, 3, 30, 90)))
    return story.propose(by=who, closing=closing, planned_for=planned if closing == "planned" else None)


@hand("decide_return", "dispatcher", "supervisor")
def _decide_return(story: Story, who: str, chance: random.Random) -> Any:
    return story.decide_return(chance.random() < 0.7, chance.choice(LEADS), by=who)


@hand("move_promise", *HEADS)
def _move_promise(story: Story, who: str, chance: random.Random) -> Any:
    return story.move_promise(by=who, days=chance.randint(0, 60))


@hand("designate", "dispatcher", "supervisor")
def _designate(story: Story, who: str, chance: random.Random) -> Any:
    lead = chance.choice(LEADS)
    now = story.case.lead
    heard = {lead, *some(chance), *([now.code] if now else [])}
    return story.designate(lead, tuple(sorted(heard)), by=who)


@hand("ask_extension", *WORKERS)
def _ask_extension(story: Story, who: str, chance: random.Random) -> Any:
    return story.ask_extension(by=who, amount=chance.choice((1, 2, 3, 7)))


@hand("report_hold", *WORKERS)
def _report_hold(story: Story, who: str, chance: random.Random) -> Any:
    return story.report_hold(by=who, days=chance.randint(1, 30))


@hand("whistle", *WORKERS)
def _whistle(story: Story, who: str, chance: random.Random) -> Any:
    return story.whistle(*(some(chance) or ("fl",)), by=who)


@hand("answer_whistle", *WORKERS)
def _answer_whistle(story: Story, who: str, chance: random.Random) -> Any:
    return story.answer_whistle(by=who, comes=chance.random() < 0.6, helps=chance.random() < 0.5)


@hand("attend", *WORKERS)
def _attend(story: Story, who: str, chance: random.Random) -> Any:
    called = story.case.attendances.filter(attended="", request__state="open").select_related("organization")
    seen = {one.organization.code: chance.choice(("came", "word", "absent")) for one in called}
    return story.attend(by=who, helps=tuple(code for code in seen if chance.random() < 0.3), **seen)


@hand("open_callback", *CALLERS)
def _open_callback(story: Story, who: str, chance: random.Random) -> Any:
    return story.step(open_callback, who)


@hand("rate", PERSON, *CALLERS)
def _rate(story: Story, who: str, chance: random.Random) -> Any:
    return story.rate(chance.choice(("yes", "no", "no", "partly", "")), by=who)


@hand("not_taken", PERSON, "intake")
def _not_taken(story: Story, who: str, chance: random.Random) -> Any:
    return story.not_taken(by=who)


@hand("reopen", PERSON)
def _reopen(story: Story, who: str, chance: random.Random) -> Any:
    return story.reopen()


@hand("withdraw", PERSON, *CALLERS, "union")
def _withdraw(story: Story, who: str, chance: random.Random) -> Any:
    return story.step(withdraw.withdraw, who, reason="solved", words="电话里说的") if who else story.withdraw()


@hand("ask_review", PERSON, *HEADS)
def _ask_review(story: Story, who: str, chance: random.Random) -> Any:
    return story.ask_review(by=who)


@hand("decide_review", *REVIEWERS)
def _decide_review(story: Story, who: str, chance: random.Random) -> Any:
    outcome = chance.choice(("upheld", "rework", "accepted", "not_counted"))
    values = {"category": categories.category("labour.hours"), "exclusion": "beyond"}
    return story.decide_review(outcome, by=who, lead=chance.choice(LEADS), **values)


@hand("split", "dispatcher", "union")
def _split(story: Story, who: str, chance: random.Random) -> Any:
    last = len(split.pieces_of(story.case))
    places = {part: [n for n in range(last) if n % 2 == part or chance.random() < 0.3] for part in (0, 1)}
    lead = {"lead_id": story.world.unit(chance.choice(LEADS))} if story.case.lead_id or chance.random() < 0.3 else {}
    about = {"accused_id": story.case.accused_organization_id}
    return story.split(*((pieces, {**lead, **about}) for pieces in places.values()), by=who)


@hand("unsplit", "dispatcher", "union")
def _unsplit(story: Story, who: str, chance: random.Random) -> Any:
    return story.unsplit(by=who)


@hand("instruct", "leader")
def _instruct(story: Story, who: str, chance: random.Random) -> Any:
    return story.instruct(by=who, owner=chance.choice(LEADS))


@hand("report_back", *WORKERS, *HEADS)
def _report_back(story: Story, who: str, chance: random.Random) -> Any:
    open_now = rules.instructions_of(story.world.actors[who], story.case)
    if not open_now:
        raise Refusal("nothing to report", code="machine")
    return story.report_back(open_now[0], by=who)


class Machine(RuleBasedStateMachine):
    """One history. ``world`` and ``told`` are set by :func:`machine_of`."""

    world: World
    told: Counter[str]

    def __init__(self) -> None:
        super().__init__()
        self.stack = ExitStack()
        self.chance = random.Random(0)
        self.stack.enter_context(transaction.atomic())

    @initialize(seed=st.integers(0, 2**32), accused=st.sampled_from(("", "", "", "lx-v", "lx")), jump=st.integers(0, 7))
    def begin(self, seed: int, accused: str, jump: int) -> None:
        self.chance.seed(seed)
        self.here = World(self.world.units, self.world.actors, self.stack)
        self.here.at(THURSDAY)
        self.story = self.here.story(accused_id=self.here.unit(accused) if accused else None)
        self.told["histories"] += 1
        self.promises = Promises(self.story)
        for _n in range(jump):  # some histories begin further on
            self._forward()

    @rule(seed=st.integers(0, 2**32))
    def forward(self, seed: int) -> None:
        """A step that carries the case on, by somebody who may."""
        self.chance.seed(seed)
        self._forward()

    @rule(step=st.sampled_from(sorted(HANDS)), seed=st.integers(0, 2**32))
    def anything(self, step: str, seed: int) -> None:
        """Any step, by anybody who ever takes it, whether it fits or not."""
        self.chance.seed(seed)
        self.attempt(step, self.chance.choice(HANDS[step].by))

    @rule(hours=st.sampled_from(SPANS))
    def wait(self, hours: int) -> None:
        """Time passes, and the worker looks after the clocks."""
        self.here.go(hours=hours)
        jobs.run_out()
        self.promises.hold("wait")

    def attempt(self, step: str, who: str) -> bool:
        """Whether it was allowed; a refusal changes nothing."""
        try:
            with transaction.atomic():
                HANDS[step].take(self.story, who, self.chance)
        except Refusal:
            assert self.promises.look() == self.promises.seen, f"{step} was refused and changed something"
            self.told["refused"] += 1
            return False
        self.told[step] += 1
        self.promises.hold(step)
        if step == "split" and self.chance.random() < 0.7:
            self._with_a_part()
        return True

    def _with_a_part(self) -> None:
        """The history goes on with one of the cases that the message became."""
        self.told_of(self.promises)
        whole, rows = self.story, list(queries.parts_now(self.story.case))
        self.story = Part(whole, self.chance.choice(rows).case)
        self.promises = Promises(self.story)

    def fitting(self, step: str, case: Case) -> str | None:
        """Somebody who may take the step on the case as it is now."""
        for who in self.chance.sample(HANDS[step].by, len(HANDS[step].by)):
            acting: Any = self.here.actors[who] if who else self.story.resident
            if rules.judge(acting, step, case).allowed:
                return who
        return None

    def _forward(self) -> None:
        case = self.story.case
        steps = [step for step in (*rules.FORWARD, "open_callback") if case.state in rules.STEPS[step].before]
        for step in self.chance.sample(steps, len(steps)):
            who = self.fitting(step, case)
            if who is not None and self.attempt(step, who):
                return

    def try_fitting(self, step: str, seed: int) -> None:
        """This step by somebody who may take it now, if there is one."""
        self.chance.seed(seed)
        who = self.fitting(step, self.story.case)
        if who is not None:
            self.attempt(step, who)

    def teardown(self) -> None:
        try:
            if hasattr(self, "promises"):
                self.told_of(self.promises)
        finally:
            self.abandon()

    def told_of(self, promises: Promises) -> None:
        """What must hold at the end of a case's history, and what was done in it."""
        promises.at_the_end()
        self.told.update({f"time:{step}": n for step, n in promises.by_time().items()})
        self.told.update({f"state:{state}": n for state, n in promises.states().items()})

    def abandon(self) -> None:
        """Take back all that the history did."""
        transaction.set_rollback(True)
        self.stack.close()


def _rule_for(step: str) -> Any:
    def take(self: Machine, seed: int) -> None:
        self.try_fitting(step, seed)

    def fits(self: Machine) -> bool:
        return hasattr(self, "promises") and self.promises.state in rules.STEPS[step].before

    take.__name__ = f"take_{step}"
    return precondition(fits)(rule(seed=st.integers(0, 2**32))(take))


#: these fit almost always and lead nowhere, or end it: ``anything`` tries them often enough
RARE = {"note", "remind", "instruct", "refer", "withdraw", "redispatch"}
#: one rule a step, open while the case stands where the step may be taken
STEP_RULES = {f"take_{step}": _rule_for(step) for step in HANDS if step not in RARE}


#: how often a walk carries the case on, tries anything, tries what fits, or lets time pass
TURNS = ("forward",) * 4 + ("anything",) * 3 + ("fitting",) * 3 + ("wait",) * 2


def walk(machine: type[Machine], seed: int, turns: int) -> str:
    """Tell one history of so many turns; the promise that it broke, or an empty string. The same seed, the same history."""
    chance = random.Random(seed)
    history = machine()
    try:
        history.begin(seed=seed, accused=chance.choice(("", "", "", "lx-v", "lx")), jump=chance.randint(0, 7))
        for _turn in range(turns):
            _turn_of(history, chance)
    except Exception as fault:
        history.abandon()
        return _said_of(fault)
    try:
        history.teardown()
    except AssertionError as fault:
        return _said_of(fault)
    return ""


def _turn_of(history: Machine, chance: random.Random) -> None:
    turn, seed = chance.choice(TURNS), chance.getrandbits(32)
    if turn == "wait":
        history.wait(hours=chance.choice(SPANS))
    elif turn == "forward":
        history.forward(seed=seed)
    elif turn == "anything":
        history.anything(step=chance.choice(sorted(HANDS)), seed=seed)
    else:
        fits = [step for step in HANDS if step not in RARE and history.promises.state in rules.STEPS[step].before]
        history.try_fitting(chance.choice(sorted(fits or HANDS)), seed)


def _said_of(fault: Exception) -> str:
    """The promise in its own words; of anything else what it is."""
    words = (str(fault).splitlines() or [""])[0] if isinstance(fault, AssertionError) else f"{fault!r}"[:160]
    return words or f"a promise without words, {fault.__traceback__ and _line(fault)}"


def _line(fault: Exception) -> str:
    last = traceback.extract_tb(fault.__traceback__)[-1]
    return f"{last.name}:{last.lineno}"


def machine_of(world: World) -> tuple[type[Machine], Counter[str]]:
    """A machine in this world, and what it counts."""
    told: Counter[str] = Counter()
    return type("Histories", (Machine,), {"world": world, "told": told, **STEP_RULES}), told
