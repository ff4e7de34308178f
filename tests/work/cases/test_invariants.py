"""Random histories through the product's own actions: whatever is tried in whatever order, a case keeps its promises."""

from __future__ import annotations

import dataclasses

import pytest
from django.db.models import F
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test
from tests.work.cases.machine import BY_TIME, HANDS, NOT_TRIED, machine_of, walk
from tests.work.cases.promises import Promises

from qiaoliang.base.core import clock
from qiaoliang.base.organizations.models import Organization
from qiaoliang.work.cases import rules
from qiaoliang.work.cases.actions import deadlines, transition
from qiaoliang.work.cases.choices import State
from qiaoliang.work.cases.models import Assignment

QUIET = {"deadline": None, "database": None, "suppress_health_check": list(HealthCheck), "print_blob": True}
SMALL = settings(max_examples=14, stateful_step_count=22, derandomize=True, phases=[Phase.generate], **QUIET)
LONG = settings(max_examples=10_000, stateful_step_count=30, **QUIET)
#: enough to meet a broken rule; the failing history need not be made shorter
SEEK = settings(max_examples=120, stateful_step_count=25, derandomize=True, phases=[Phase.generate], **QUIET)


def test_every_step_is_tried_or_has_a_reason_why_not():
    assert set(rules.STEPS) == {*HANDS, *BY_TIME, *NOT_TRIED}
    assert not set(HANDS) & {*BY_TIME, *NOT_TRIED}
    assert all(NOT_TRIED.values())


def test_no_history_breaks_a_promise(world):
    machine, told = machine_of(world)
    run_state_machine_as_test(machine, settings=SMALL)
    assert told["histories"] >= 14 and told["refused"] and len(told) > 20


@pytest.mark.long
def test_no_long_history_breaks_a_promise(world, capsys):
    machine, told = machine_of(world)
    run_state_machine_as_test(machine, settings=LONG)
    with capsys.disabled():
        print(f"\n{told.pop('histories')} histories, {told.pop('refused')} refusals,", dict(sorted(told.items())))
    assert set(told) >= {*HANDS, *(f"time:{step}" for step in BY_TIME)}


def _without(step, monkeypatch):
    broken = dataclasses.replace(rules.STEPS[step], needs=())
    monkeypatch.setitem(rules.STEPS, step, broken)


def _backdated(case, *steps):
    """A clock that is met late is written down as met on its day."""
    case.deadlines.filter(step__in=steps, ended_at=None).update(met_at=F("due_at"), ended_at=F("due_at"))


def _written(monkeypatch, spoil):
    """Every step that is written down also does what ``spoil`` does to the case."""
    write = transition._write

    def spoilt(who, step, case, to, fields, words):
        return write(who, step, case, to, (*fields, *spoil(case, step)), words)

    monkeypatch.setattr(transition, "_write", spoilt)


def _lead_elsewhere(case, step):
    """The case names another lead than the one that has it."""
    if step != "sign":
        return ()
    case.lead = Organization.objects.exclude(pk=case.lead_id).first()
    return ("lead",)


def _received_now(case, step):
    """A return makes the case look newer than it is."""
    if step not in ("decide_return", "redispatch", "rate"):
        return ()
    case.received_at = clock.now()
    return ("received_at",)


def _from_anywhere(step, monkeypatch):
    monkeypatch.setitem(rules.STEPS, step, dataclasses.replace(rules.STEPS[step], before=tuple(State)))


BROKEN = {
    "unaudited": (
        lambda patch: patch.setattr(transition, "audit", lambda *given, **more: None),
        "without its audit row",
    ),
    "hidden": (lambda patch: patch.setattr(deadlines, "meet", _backdated), "hid that something was late"),
    "rated": (lambda patch: _without("rate", patch), "rated it"),
    "two leads": (lambda patch: _written(patch, _lead_elsewhere), "not the one lead"),
    "received later": (lambda patch: _written(patch, _received_now), "the first receipt moved"),
    "unlisted move": (lambda patch: _from_anywhere("withdraw", patch), "is no listed move"),
    "reviewed by its own": (lambda patch: _without("decide_review", patch), "that took part reviewed it"),
}


@pytest.mark.parametrize(
    "how", ["unaudited", *(pytest.param(how, marks=pytest.mark.long) for how in BROKEN if how != "unaudited")]
)
def test_a_broken_rule_is_found(world, monkeypatch, how):
    """The promises above would say nothing if a machine in a broken house kept them."""
    breaks, words = BROKEN[how]
    breaks(monkeypatch)
    machine, _told = machine_of(world)
    with pytest.raises(AssertionError, match=words):
        run_state_machine_as_test(machine, settings=SEEK)


def test_hiding_that_a_step_was_late_is_seen_at_once(world, monkeypatch):
    monkeypatch.setattr(deadlines, "meet", _backdated)
    machine, told = machine_of(world)
    history = machine()
    history.begin(seed=0, accused="", jump=0)
    history.wait(hours=100)
    with pytest.raises(AssertionError, match="hid that something was late"):
        history.attempt("accept", "intake")
    assert told["accept"] == 1
    history.stack.close()


#: how the house is broken → the steps after which it shows
AT_ONCE = {
    "two leads": ("accept", "dispatch", "sign"),
    "received later": ("accept", "dispatch", "redispatch"),
    "unlisted move": ("accept", "dispatch", "sign", "propose", "approve", "open_callback", "rate", "withdraw"),
}


@pytest.mark.parametrize("how", AT_ONCE)
def test_what_a_broken_house_does_is_seen_after_the_step(world, monkeypatch, how):
    breaks, words = BROKEN[how]
    breaks(monkeypatch)
    story = world.story()
    promises = Promises(story)
    *before, last = AT_ONCE[how]
    for name in before:
        getattr(story, name)()
        promises.hold(name)
    world.go(hours=1)
    getattr(story, last)()
    with pytest.raises(AssertionError, match=words):
        promises.hold(last)


def test_a_review_by_somebody_of_the_unit_that_handled_it_is_seen_at_the_end(world, monkeypatch):
    _without("decide_review", monkeypatch)
    for reviewer, words in (("reviewer", ""), ("union_reviewer", "somebody of a unit that took part reviewed it")):
        story = world.story()
        promises = Promises(story)
        story.until("rate")
        story.ask_review()
        story.decide_review(by=reviewer)
        if not words:
            promises.at_the_end()
            continue
        with pytest.raises(AssertionError, match=words):
            promises.at_the_end()


def test_a_part_and_an_answer_that_no_step_gave_are_seen_at_the_end(world):
    story = world.story()
    promises = Promises(story)
    story.until("approve")
    promises.at_the_end()
    answer = story.case.answers.get()
    story.case.answers.update(drafted_by=world.women.person)
    with pytest.raises(AssertionError, match="an answer that nobody wrote"):
        promises.at_the_end()
    story.case.answers.update(drafted_by=answer.drafted_by, approved_by=world.women_head.person)
    with pytest.raises(AssertionError, match="an answer went out that nobody checked"):
        promises.at_the_end()
    story.case.answers.update(approved_by=answer.approved_by)
    world.go(hours=1)
    Assignment.objects.create(case=story.case, organization_id=world.unit("fl"), part="helper")
    with pytest.raises(AssertionError, match="a unit got a part without a step that gives one"):
        promises.at_the_end()


def test_a_walk_says_what_broke_goes_on_and_is_the_same_for_the_same_seed(world, monkeypatch):
    machine, told = machine_of(world)
    assert [walk(machine, seed, 6) for seed in (1, 1)] == ["", ""]
    assert told["histories"] == 2 and told["accept"] % 2 == 0 and told["state:submitted"] == 2
    monkeypatch.setattr(transition, "audit", lambda *given, **more: None)
    assert walk(machine, 1, 6) == "an event without its audit row"
    monkeypatch.undo()
    assert walk(machine, 1, 6) == "" and told["histories"] == 4
