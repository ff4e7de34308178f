"""The office answers a question itself: two people, then rated by somebody outside the office, else it goes to a unit."""

import pytest
from tests.work.cases.world import NO_RIGHT, refused, told

from qiaoliang.ui import format
from qiaoliang.work.cases import queries
from qiaoliang.work.cases.models import Case


def asked(world, **words):
    story = world.story(kind="question", **words)
    story.accept(kind="question")
    return story


def answered(world):
    story = asked(world)
    story.propose_direct()
    story.decide_direct()
    return story


def test_one_writes_it_and_a_second_lets_it_go_out(world):
    story = asked(world)
    story.propose_direct()
    assert told("direct_proposed") == ["dispatcher", "intake", "intake2"]
    due = format.moment(story.case.requests.get().due_at)
    assert f"请在 {due} 前决定" in world.client("dispatcher").get(f"/desk/cases/{story.id}/").text
    assert (story.case.state, list(queries.todo(world.dispatcher)), list(queries.todo(world.intake))) == (
        "accepted", [story.case], [],
    )  # fmt: skip
    mine = "这份答复是您自己写的，要由别人审核。"
    refused(lambda: story.decide_direct(by="intake"), "cases.decide_direct", mine)
    refused(lambda: story.decide_direct(by="union_head"), "cases.decide_direct", NO_RIGHT)
    refused(story.dispatch, "cases.dispatch", "窗口写好的答复还等着审核，请先定下来。")
    event = story.decide_direct()
    case = story.case
    assert (case.state, case.closing, case.lead, case.stopped_at is not None) == ("answered", "explained", None, True)
    answer = case.answers.get()
    assert (answer.direct, answer.approved_by == world.dispatcher.person, answer.text) == (
        True,
        True,
        "可以到一楼窗口办。",
    )
    assert event.message.startswith(f"编号 {story.code} 是咨询，诉求办理中心查清后直接答复您")
    assert set(case.deadlines.filter(ended_at=None).values_list("step", flat=True)) == {"callback_start"}
    assert case.deadlines.get(step="dispatch").met_at is not None


def test_only_questions_and_only_once_at_a_time(world):
    story = world.story(kind="complaint")
    story.accept()
    refused(story.propose_direct, "cases.propose_direct", "窗口只直接答复咨询，其他的派给承办单位。")
    question = asked(world)
    question.propose_direct()
    refused(question.propose_direct, "cases.propose_direct", "窗口写好的答复还等着审核，请先定下来。")


def test_not_so_it_is_mended_or_assigned(world):
    story = asked(world)
    story.propose_direct()
    story.decide_direct(False)
    assert (story.case.state, story.case.answers.get().sent_back, told("direct_decided")) == (
        "accepted",
        "看过了",
        ["intake"],
    )
    story.propose_direct(text="改好了。")
    story.decide_direct()
    assert story.case.answers.get().text == "改好了。"
    other = asked(world)
    other.propose_direct()
    other.decide_direct(False)
    other.dispatch()
    assert other.case.state == "dispatched"


def test_whoever_sits_in_the_office_that_answered_does_not_ask_for_the_rating(world):
    story = answered(world)
    words = "这件诉求由您单位直接答复，请由单位以外的人回访。"
    refused(lambda: story.rate(by="callback"), "cases.rate", words)
    assert list(queries.todo(world.callback)) == []
    story.open_callback()
    assert list(queries.todo(world.union_callback)) == [story.case]
    story.rate("yes", by="union_callback")
    assert (story.case.state, story.case.closing) == ("closed", "explained")


@pytest.mark.parametrize("when", ["rated", "reopened"])
def test_not_settled_it_goes_to_a_unit(world, when):
    story = answered(world)
    story.open_callback()
    if when == "reopened":
        story.rate("yes")
        story.reopen()
    else:
        story.rate("no")
    case = story.case
    assert (case.state, case.round, told("unsettled")) == ("accepted", 2, ["dispatcher"])
    last = case.events.latest("id")
    assert last.message.startswith(f"您说还没解决，编号 {story.code} 不再由窗口答复")
    assert set(case.deadlines.filter(ended_at=None).values_list("step", flat=True)) == {"dispatch"}
    story.dispatch()
    story.sign()
    story.propose()
    story.approve()
    assert list(Case.objects.get(pk=story.id).answers.order_by("round").values_list("direct", flat=True)) == [
        True,
        False,
    ]
