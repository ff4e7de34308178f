"""Deadlines explain themselves, stand still exactly as long as a question is open, and never lose their first date."""

from datetime import UTC, datetime, timedelta

import pytest
from tests.work.cases.world import PHONE, THURSDAY

from qiaoliang.base.core import clock
from qiaoliang.work.cases import present
from qiaoliang.work.cases.models import Deadline


def local(day, hour, minute=0, second=0, month=10):
    """A moment of October 2026 on the district's wall."""
    return datetime(2026, month, day, hour, minute, second, tzinfo=clock.ZONE)


def running(story):
    return {one.step: one for one in story.case.deadlines.filter(ended_at=None)}


def test_working_days_skip_the_sunday_and_count_the_worked_saturday(world):
    world.at(local(9, 16))
    story = world.story(phone=PHONE)
    accept = running(story)["accept"]
    assert accept.due_at == local(10, 17, 30)
    assert accept.days == [["2026-10-10", True, "makeup", "国庆节"]]
    world.at(local(10, 9))
    story.accept()
    story.dispatch()
    clocks = running(story)
    assert clocks["contact"].due_at == local(12, 17, 30)
    assert [day[:2] for day in clocks["contact"].days] == [["2026-10-11", False], ["2026-10-12", True]]
    assert clocks["sign"].due_at == local(12, 12)
    assert clocks["answer"].due_at == local(19, 23, 59, 59)  # seven days end on Saturday the 17th, so on Monday


def test_over_the_national_holiday(world):
    world.at(datetime(2026, 9, 30, 2, tzinfo=UTC))
    story = world.story(phone=PHONE).until("dispatch")
    clocks = running(story)
    assert clocks["contact"].due_at == local(8, 17, 30)
    assert [day[2] for day in clocks["contact"].days] == ["holiday"] * 7 + ["workday"]
    assert clocks["answer"].due_at == local(8, 23, 59, 59)
    told = present.deadline(clocks["contact"])
    assert [day["counted"] for day in told["days"]] == [False] * 7 + [True]
    assert told["days"][0]["reason"] == "国庆节" and told["rule"] == "1 个工作日，从 9月30日 周三 10:00 起算。"


def test_hours_run_through_the_night(world):
    world.at(local(9, 20))
    story = world.story(phone=PHONE)
    story.accept(category="labour.safety")
    assert running(story)["dispatch"].due_at == local(9, 22)
    story.dispatch()
    clocks = running(story)
    assert (clocks["answer"].due_at, clocks["contact"].due_at) == (local(10, 20), local(10, 8))
    assert clocks["answer"].days == []


def test_beyond_the_announced_year_a_date_is_provisional(world):
    world.at(datetime(2026, 12, 30, 2, tzinfo=UTC))
    story = world.story().until("dispatch")
    answer = running(story)["answer"]
    assert (answer.provisional, present.deadline(answer)["provisional"]) == (True, True)
    world.at(datetime(2026, 12, 14, 2, tzinfo=UTC))
    assert not running(world.story().until("dispatch"))["answer"].provisional


@pytest.mark.parametrize("pause", [timedelta(minutes=1), timedelta(hours=5, seconds=7), timedelta(days=9)])
def test_pause_and_reply_move_the_due_date_by_exactly_the_pause(world, pause):
    story = world.story().until("sign")
    first = story.case.first_due_at
    world.go(hours=3)
    story.ask()
    world.at(clock.now() + pause)
    assert not story.case.is_late
    story.reply()
    answer = running(story)["answer"]
    assert (answer.due_at, answer.first_due_at) == (first + pause, first)
    assert (story.case.due_at, story.case.first_due_at, story.case.received_at) == (first + pause, first, THURSDAY)
    assert present.deadline(answer)["first"] == "10月15日 周四 23:59"
    story.ask()
    world.at(clock.now() + pause)
    story.reply()
    assert (story.case.due_at, story.case.first_due_at) == (first + 2 * pause, first)


def test_the_acceptance_clock_stands_still_too(world):
    story = world.story()
    due = story.case.due_at
    assert (due, story.case.first_due_at) == (local(9, 17, 30), None)
    story.ask(by="intake")
    world.go(days=3)
    assert not story.case.is_late
    story.reply()
    assert story.case.due_at == due + timedelta(days=3)
    story.accept()
    assert (story.case.due_at, story.case.first_due_at) == (local(12, 9), None)
    story.dispatch()
    assert story.case.first_due_at == story.case.due_at == local(19, 23, 59, 59)


def test_lateness_stays_when_the_state_moves_on(world):
    story = world.story().until("sign")
    world.go(days=8)
    assert story.case.is_late and present.late_words(story.case) == "已超期 9 小时"
    story.propose()
    story.approve()
    world.go(days=1)
    assert story.case.is_late and present.late_words(story.case) == "已超期 9 小时"
    answer = story.case.deadlines.get(step="answer")
    assert (answer.is_late, present.deadline(answer)["state"]) == (True, "late")
    story.rate()
    assert story.case.is_late and present.late_words(story.case) == ""


def test_an_answer_in_time_never_becomes_late(world):
    story = world.story().until("approve")
    world.go(days=60)
    assert (story.case.is_late, present.late_words(story.case)) == (False, "")


def test_rework_has_a_shorter_clock_and_the_first_date_stays(world):
    story = world.story().until("approve")
    first = story.case.first_due_at
    world.go(days=1)
    story.rate("no")
    rework = running(story)["rework"]
    assert (rework.amount, rework.unit, rework.due_at) == (4, "d", local(13, 23, 59, 59))
    assert (story.case.due_at, story.case.first_due_at) == (rework.due_at, first)


def test_a_clock_says_what_it_does_in_each_of_its_states(world):
    story = world.story(phone=PHONE).until("sign")
    clocks = running(story)
    assert present.deadline(clocks["answer"])["state"] == "ok"
    assert present.deadline(clocks["answer"])["left"] == "还剩 7 天"
    assert present.deadline(clocks["answer"], clock.now())["left"] == "暂停计时"
    world.go(days=9)
    assert present.deadline(clocks["contact"])["left"].startswith("已超期")
    story.withdraw()
    ended = Deadline.objects.get(pk=clocks["answer"].pk)
    assert (present.deadline(ended)["left"], present.deadline(ended)["state"]) == ("超期 33 小时", "late")


def test_a_case_from_before_the_catalogue_keeps_its_own_date(world):
    old = datetime(2025, 11, 3, 2, tzinfo=UTC)
    story = world.story(received_at=old, source="import")
    assert story.case.received_at == old
    assert story.case.deadlines.get().due_at == datetime(2025, 11, 4, 17, 30, tzinfo=clock.ZONE)
    assert story.case.is_late
