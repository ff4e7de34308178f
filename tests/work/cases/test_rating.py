"""Callback and rating: three figures, silence is none, nobody rates what they handled, three rounds at most."""

import pytest
from tests.work.cases.world import NO_RIGHT, refused, told, wrong_state

from qiaoliang.base.core.who import SYSTEM, Who
from qiaoliang.base.jobs.registry import handlers, periods
from qiaoliang.base.notify.models import Notice
from qiaoliang.work.cases import jobs
from qiaoliang.work.cases.actions.rate import Opinion, close_silent, open_callback, rate
from qiaoliang.work.cases.models import Rating

OWN_UNIT = "本单位办过这件诉求，要由外单位的人回访。"
ONESELF = "您自己办过这件诉求，要由别人回访。"


def again(story, text="又去了一次，工资表已改。"):
    """The next round: a new answer, checked, and the person asked."""
    story.propose(text=text)
    story.approve()
    story.open_callback()


def test_the_callback_opens_by_itself_or_by_a_caller_from_outside(world):
    story = world.story().until("propose")
    refused(story.open_callback, "cases.open_callback", wrong_state("答复待审核"))
    story.approve()
    refused(lambda: story.step(open_callback, "union_callback"), "cases.open_callback", OWN_UNIT)
    refused(lambda: story.step(open_callback, "union"), "cases.open_callback", NO_RIGHT)
    event = story.step(open_callback, "callback")
    assert story.case.state == "callback"
    assert event.message.endswith("10月19日 周一 23:59 前都可以说；不说，我们不会替您打分。")
    assert story.case.deadlines.get(ended_at=None).step == "callback_window"
    other = world.story().until("approve")
    other.open_callback()
    assert other.case.events.latest("id").by_kind == "system"


def test_the_persons_own_rating_keeps_three_figures_apart_and_closes(world):
    story = world.story().until("open_callback")
    event = rate(story.resident, story.id, Opinion(contacted=False, solved="yes", satisfied="no", words="太慢"))
    rating = Rating.objects.get()
    assert (rating.contacted, rating.solved, rating.satisfied, rating.words) == (False, "yes", "no", "太慢")
    assert (rating.round, rating.taken_by, rating.receipt_id) == (1, None, story.receipt.pk)
    assert (story.case.state, story.case.closing, story.case.ended_at) == ("closed", "solved", event.at)
    assert event.message.startswith(f"编号 {story.code} 办结，您说已经解决。")
    assert not story.case.deadlines.filter(ended_at=None).exists()
    refused(lambda: story.rate("yes"), "cases.rate", wrong_state("已办结"))


def test_a_rating_may_come_before_anyone_asked_and_may_leave_figures_open(world):
    story = world.story().until("approve")
    rate(story.resident, story.id, Opinion(words="还行"))
    rating = Rating.objects.get()
    assert (rating.contacted, rating.solved, rating.satisfied) == (None, "", "")
    assert story.case.state == "closed"


def test_only_the_requester_or_a_caller_from_outside_rates(world):
    story, stranger = world.story().until("open_callback"), world.story()
    refused(lambda: rate(stranger.resident, story.id, Opinion(solved="no")), "cases.rate", "这一步只能由诉求人本人做。")
    refused(
        lambda: rate(Who(kind="resident"), story.id, Opinion(solved="no")), "cases.rate", "这一步只能由诉求人本人做。"
    )
    refused(lambda: story.rate(by="union_callback"), "cases.rate", OWN_UNIT)
    for name in ("union", "union_head", "dispatcher", "leader"):
        refused(lambda name=name: story.rate(by=name), "cases.rate", NO_RIGHT)
        refused(lambda name=name: story.not_reached(by=name), "cases.not_reached", NO_RIGHT)
    refused(lambda: story.not_reached(by="union_callback"), "cases.not_reached", OWN_UNIT)
    story.rate("partly", by="callback")
    assert (story.case.state, Rating.objects.get().taken_by) == ("closed", world.callback.person)


@pytest.mark.parametrize("step", ["dispatch", "decide_return"])
def test_who_took_a_step_of_the_handling_does_not_ask_how_it_went(world, step):
    story = world.story().until("open_callback")
    story.case.events.filter(step="dispatch").update(step=step, person=world.callback.person)
    refused(lambda: story.rate(by="callback"), "cases.rate", ONESELF)
    refused(lambda: story.not_reached(), "cases.not_reached", ONESELF)


def test_a_helping_unit_and_a_former_lead_do_not_rate_either(world):
    story = world.story()
    story.accept()
    story.dispatch("zgh", ("fl",))
    story.ask_return()
    story.decide_return(True, "lx")
    story.sign(by="town")
    story.propose(by="town")
    story.approve(by="town_head")
    refused(lambda: story.rate(by="union_callback"), "cases.rate", OWN_UNIT)


def test_not_solved_sends_it_back_twice_and_to_reviewers_the_third_time(world):
    story = world.story().until("open_callback")
    world.go(hours=2)
    event = story.rate("no", words="还没补发")
    case = story.case
    assert (case.state, case.round, case.closing, case.ended_at) == ("rework", 2, "", None)
    assert (case.stopped_at, case.deadlines.get(ended_at=None).step) == (None, "rework")
    assert case.due_at == case.deadlines.get(ended_at=None).due_at
    assert "重新办" in event.message and "区总工会" in event.message
    assert told("rework") == ["union", "union2", "union_head"]
    again(story)
    assert sorted(case.answers.values_list("round", "text")) == [
        (1, "已到厂里核实，补发加班费。"),
        (2, "又去了一次，工资表已改。"),
    ]
    story.rate("no")
    assert (story.case.state, story.case.round) == ("rework", 3)
    again(story)
    event = story.rate("no", words="还是老样子")
    assert (story.case.state, story.case.round, story.case.closing) == ("review", 3, "solved")
    assert event.message.startswith(f"编号 {story.code} 进入复核，由没有办过、没有派过这件事的单位来看")
    review = story.case.reviews.get()
    assert (review.asked, review.before, review.text, review.receipt) == (
        "rounds",
        "closed",
        "还是老样子",
        story.receipt,
    )
    assert (told("review"), story.case.deadlines.get(ended_at=None).step) == (
        ["reviewer", "reviewer2", "union_reviewer"],
        "review",
    )
    assert list(Rating.objects.order_by("round").values_list("round", "solved")) == [(1, "no"), (2, "no"), (3, "no")]


def test_send_back_in_a_later_round_stays_in_rework(world):
    story = world.story().until("open_callback")
    story.rate("no")
    story.propose()
    story.send_back()
    assert story.case.state == "rework"


def test_two_attempts_and_the_window_then_silence_is_no_rating(world):
    story = world.story().until("open_callback")
    story.not_reached()
    story.not_reached()
    assert story.case.callback_attempts.filter(reached=False, round=1).count() == 2
    jobs.run_out()
    assert story.case.state == "callback"
    event = close_silent(story.id)
    assert (story.case.state, story.case.closing, Rating.objects.count()) == ("closed", "solved", 0)
    assert "不算满意也不算不满意" in event.message
    refused(lambda: close_silent(story.id), "cases.close_silent", wrong_state("已办结"))


def test_the_worker_opens_callbacks_closes_windows_and_lapses_questions_on_time(world):
    assert "cases.clocks" in handlers and periods["cases.clocks"] == 60
    answered, asked, waiting = (world.story().until("approve"), world.story().until("sign"), world.story())
    asked.ask()
    jobs.run_out()
    assert [one.case.state for one in (answered, asked, waiting)] == ["answered", "in_progress", "submitted"]
    world.go(days=1, hours=8, minutes=30)  # Friday 17:30
    jobs.run_out()
    assert (answered.case.state, asked.case.state) == ("callback", "in_progress")
    world.go(days=11)
    jobs.run_out()
    assert (answered.case.state, asked.case.state) == ("closed", "in_progress")
    world.go(days=1)  # Wednesday the 21st, 17:30: the tenth working day, the worked Saturday counted
    jobs.run_out()
    assert (answered.case.state, answered.case.closing) == ("closed", "solved")
    assert (asked.case.state, asked.case.closing, waiting.case.state) == ("closed", "lapsed", "submitted")
    assert {event.by_kind for event in answered.case.events.filter(step="close_silent")} == {SYSTEM.kind}


def test_lateness_is_told_once_to_the_unit_its_head_and_the_supervisors(world):
    story, paused = world.story().until("sign"), world.story().until("sign")
    early = world.story()
    paused.ask()
    world.go(days=8)
    jobs.run_out()
    everybody = ["intake", "intake2", "leader", "supervisor", "union", "union2", "union_head"]
    assert told("prompted") == everybody  # the leader of the case that nobody has accepted for a week
    told_before = Notice.objects.count()
    world.go(hours=1)
    jobs.run_out()
    assert Notice.objects.count() == told_before
    assert story.case.deadlines.get(step="answer").rung == "overdue"
    assert paused.case.deadlines.get(step="answer").rung == ""
    assert early.case.deadlines.get(step="accept").rung == "unexplained"


def test_partly_closes_it_and_with_the_wish_it_is_handled_again(world):
    closed, again = world.story().until("open_callback"), world.story().until("open_callback")
    for story, more in ((closed, {}), (again, {"go_on": "on"})):
        world.opened(story).post(f"/case/{story.code}/rate", {"solved": "partly", **more})
    assert (closed.case.state, again.case.state, again.case.round) == ("closed", "rework", 2)
    assert [one.solved for one in Rating.objects.order_by("id")] == ["partly", "partly"]
    asked = world.story().until("open_callback")
    typed = {"solved": "yes", "go_on": "on", "version": asked.case.version}
    for client, address in (
        (world.client("callback"), f"/desk/cases/{asked.id}/rate"),
        (world.opened(asked), f"/case/{asked.code}/rate"),
    ):
        answer = client.post(address, typed)
        assert (answer.status_code, asked.case.state) == (422, "callback"), "which of the two they mean is asked"
        assert "要是还有没办完的，请选“部分”" in answer.text
    world.opened(asked).post(f"/case/{asked.code}/rate", {"go_on": "on", "satisfied": "no", "words": "还差一半没办"})
    assert (asked.case.state, Rating.objects.latest("id").solved) == ("rework", "partly"), "the tick says so by itself"
