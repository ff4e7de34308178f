"""Taking up again: the person's own wish, within 90 days, three rounds at most."""

from tests.work.cases.world import refused, wrong_state

from qiaoliang.work.cases import rules, terms
from qiaoliang.work.cases.actions.rate import Opinion, rate
from qiaoliang.work.cases.actions.reopen import reopen

LATE = "这件诉求办结太久，不能再接着办了。请重新提一件，写上这个编号。"


def test_a_closed_case_is_taken_up_again_by_the_same_unit(world):
    story = world.story().until("open_callback")
    refused(lambda: reopen(story.resident, story.id, text="还差一半"), "cases.reopen", wrong_state("待评价"))
    rate(story.resident, story.id, Opinion(solved="partly"))
    lead = story.case.lead_id
    event = reopen(story.resident, story.id, text="还差一半")
    case = story.case
    assert (case.state, case.round, case.closing, case.ended_at, case.lead_id) == ("rework", 2, "", None, lead)
    assert (event.note, case.deadlines.get(ended_at=None).step, case.stopped_at) == ("还差一半", "rework", None)
    story.propose(text="余下的也办好了。")
    story.approve()
    assert [answer.round for answer in case.answers.order_by("round")] == [1, 2]


def test_after_ninety_days_it_is_a_new_case_and_nobody_else_reopens_it(world):
    story = world.story().until("rate")
    refused(
        lambda: reopen(world.actors["union"], story.id, text="x"), "cases.reopen", "这一步只能由诉求人本人或系统做。"
    )
    world.go(days=90)
    reopen(story.resident, story.id, text="又坏了")
    other = world.story().until("rate")
    world.at(terms.until(other.case, "reopen", other.case.ended_at))
    rules.ensure(other.resident, "reopen", other.case)
    world.go(seconds=1)
    refused(lambda: reopen(other.resident, other.id, text="又坏了"), "cases.reopen", LATE)
