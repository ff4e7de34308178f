"""The table of steps as a whole, and that every no is a Chinese sentence."""

import re

import pytest
from django.utils import translation

from qiaoliang.base.core.who import SYSTEM, Who
from qiaoliang.work.cases import rules
from qiaoliang.work.cases.choices import ENDED, State
from qiaoliang.work.cases.forms.desk import FORMS
from qiaoliang.work.cases.models import Case
from qiaoliang.work.cases.present import PLAIN, STEPS, TAGS

#: (from, to) of every step that moves a case, written here a second time on purpose
MOVES = {
    ("submitted", "accepted"), ("submitted", "referred_out"), ("submitted", "not_accepted"), ("submitted", "closed"),
    ("submitted", "withdrawn"), ("accepted", "referred_out"), ("accepted", "dispatched"), ("accepted", "withdrawn"),
    ("dispatched", "in_progress"), ("dispatched", "dispatched"), ("dispatched", "withdrawn"),
    ("in_progress", "dispatched"), ("in_progress", "pending_approval"), ("in_progress", "closed"),
    ("in_progress", "withdrawn"), ("pending_approval", "answered"), ("pending_approval", "in_progress"),
    ("pending_approval", "rework"), ("pending_approval", "withdrawn"), ("answered", "callback"),
    ("answered", "closed"), ("answered", "rework"), ("callback", "closed"), ("callback", "rework"),
    ("rework", "pending_approval"), ("rework", "closed"), ("rework", "withdrawn"), ("closed", "rework"),
    ("submitted", "merged"), ("accepted", "merged"), ("dispatched", "merged"), ("in_progress", "merged"),
    ("merged", "submitted"), ("merged", "accepted"), ("merged", "dispatched"), ("merged", "in_progress"),
    ("merged", "answered"), ("merged", "referred_out"), ("merged", "withdrawn"),
    ("answered", "review"), ("callback", "review"), ("closed", "review"), ("not_accepted", "review"),
    ("review", "closed"), ("review", "not_accepted"), ("review", "rework"), ("review", "accepted"),
    ("accepted", "answered"), ("answered", "accepted"), ("callback", "accepted"), ("closed", "accepted"),
    ("closed", "archived"), ("referred_out", "archived"), ("not_accepted", "archived"), ("withdrawn", "archived"),
    ("submitted", "split"), ("accepted", "split"), ("dispatched", "split"), ("in_progress", "split"),
    ("split", "submitted"), ("split", "accepted"), ("split", "dispatched"), ("split", "in_progress"),
    ("referred_out", "submitted"), ("accepted", "rejoined"), ("dispatched", "rejoined"),
    ("split", "archived"), ("rejoined", "archived"), ("submitted", "taken_back"), ("taken_back", "archived"),
    ("rework", "dispatched"), ("pending_approval", "dispatched"), ("dispatched", "rework"), ("dispatched", "closed"),
    ("accepted", "submitted"), ("dispatched", "accepted"), ("dispatched", "pending_approval"),
}  # fmt: skip


def moves():
    return {
        (str(before), str(after))
        for step in rules.STEPS.values()
        for before in step.before
        for after in step.after
        if after
    }


def test_the_table_lists_these_moves_and_no_others():
    assert moves() == MOVES
    assert {before for before, _ in MOVES} & {str(state) for state in ENDED} == {
        "closed",
        "not_accepted",
        "referred_out",
        "withdrawn",
        "split",
        "rejoined",
        "taken_back",
    }
    assert {after for _, after in MOVES} == {str(state) for state in State}  # "submitted" again, when a merge is undone


def test_every_step_has_a_page_a_name_and_every_state_its_words():
    assert set(FORMS) == set(rules.DESK_STEPS)
    assert {*rules.STEPS, "submit"} == set(STEPS)
    assert set(TAGS) == set(PLAIN) == set(State)
    for step in rules.DESK_STEPS:
        assert rules.permissions_of(step), step


@pytest.mark.any_database
def test_every_no_is_a_sentence_in_chinese_and_in_english(world):
    """Every actor judges every step in every state: allowed, or one whole sentence, without a loose word of English."""
    stories = [world.story().until(last) for last in ("accept", "dispatch", "sign", "propose", "approve", "rate")]
    stories += [world.story(), world.story(accused_id=world.unit("zgh"))]
    world.story().until("sign").ask_return()
    world.story().until("sign").ask()
    world.story().until("rate").ask_review()
    world.story().until("sign").whistle()
    extended, on_hold = world.story().until("sign"), world.story().until("sign")
    extended.ask_extension()
    on_hold.ask_hold()
    on_hold.decide_hold()
    direct = world.story()
    direct.accept(kind="question")
    direct.propose_direct()
    disputed = world.story().until("sign")
    disputed.ask_return()
    disputed.decide_return(True, "fl")
    disputed.ask_return(by="women", proposed="lx")
    world.story().propose_refusal()
    actors = [*world.actors.values(), SYSTEM, Who(kind="resident", id=stories[0].receipt.pk)]
    said = set()
    for case in Case.objects.all():
        for who in actors:
            for step in rules.STEPS:
                verdict = rules.judge(who, step, case)
                assert verdict.allowed is (verdict.why == "")
                said.add(verdict.why)
                with translation.override("en"):
                    english = rules.judge(who, step, case).why
                assert not re.search("[一-龥]", english), english
    said.discard("")
    assert len(said) == 55
    for sentence in said:
        assert re.fullmatch("[^A-Za-z{}%]+。", sentence), sentence


@pytest.mark.parametrize(
    ("name", "last", "steps"),
    [
        ("intake", None, ["accept", "add", "ask_information", "refer", "propose_refusal", "withdraw"]),
        ("dispatcher", "accept", ["dispatch", "add", "join", "split", "refer"]),
        ("union", "dispatch", ["sign", "add", "ask_return", "note"]),
        ("union_head", "dispatch", ["sign"]),
        (
            "union",
            "sign",
            [
                "propose_answer",
                "contact",
                "add",
                "ask_information",
                "whistle",
                "ask_extension",
                "ask_hold",
                "ask_return",
                "note",
            ],
        ),
        ("union_head", "propose", ["approve", "send_back"]),
        ("callback", "open_callback", ["rate", "not_reached"]),
        ("callback", "sign", ["withdraw"]),
        ("union_callback", "sign", []),
        ("union_callback", "open_callback", []),
        ("dispatcher", "sign", ["redispatch", "change_helpers", "join", "split"]),
        ("supervisor", "sign", ["remind"]),
        ("leader", "sign", ["instruct"]),
        ("union", "rate", ["note"]),
    ],
)
def test_what_one_may_do_now(world, name, last, steps):
    story = world.story().until(last) if last else world.story()
    assert rules.available(world.actors[name], story.case) == steps
    assert rules.available(SYSTEM, Case(state="x")) == []


def test_what_is_not_possible_now_says_why_where_one_would_look_for_it(world):
    story = world.story().until("sign")
    story.ask_extension()
    assert rules.offered(world.union, story.case)[1]["ask_extension"] == "已经申请过延期，还没有定。"
    assert "ask_extension" not in rules.offered(world.women, story.case)[1]
    page = world.client("union").get(f"/desk/cases/{story.id}/").text
    assert "现在不能做的，为什么" in page and "已经申请过延期，还没有定。" in page
    assert "现在不能做的" not in world.client("supervisor").get(f"/desk/cases/{world.story().until('sign').id}/").text
