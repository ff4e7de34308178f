"""Random histories through the product's own actions: whatever is tried in whatever order, a case keeps its promises."""

from __future__ import annotations

import dataclasses

import pytest
from django.db.models import F
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test
from tests.work.cases.machine import BY_TIME, HANDS, NOT_TRIED, machine_of

from qiaoliang.work.cases import rules
from qiaoliang.work.cases.actions import deadlines, transition

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


BROKEN = {
    "unaudited": (
        lambda patch: patch.setattr(transition, "audit", lambda *given, **more: None),
        "without its audit row",
    ),
    "hidden": (lambda patch: patch.setattr(deadlines, "meet", _backdated), "hid that something was late"),
    "rated": (lambda patch: _without("rate", patch), "rated it"),
}


@pytest.mark.parametrize(
    "how", ["unaudited", *(pytest.param(how, marks=pytest.mark.long) for how in ("hidden", "rated"))]
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
