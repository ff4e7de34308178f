"""On hold: only the supervisor grants it, always with a report's day; the clock stands still, nothing is hidden."""

from datetime import UTC, date, datetime, timedelta

import pytest
from tests.work.cases.world import NO_RIGHT, refused, told

from qiaoliang.work.cases import jobs, present, queries, waiting
from qiaoliang.work.cases.models import Case

FIRST = datetime(2026, 10, 15, 15, 59, 59, tzinfo=UTC)


def hold(world, days=30):
    story = world.story().until("sign")
    story.contact()
    story.ask_hold()
    story.decide_hold(days=days)
    return story


def clock_of(story, step):
    return story.case.deadlines.get(step=step, ended_at=None)


def test_the_clock_stands_still_and_goes_on_by_exactly_as_long(world):
    story = hold(world)
    assert told("hold_asked") == ["supervisor"] and told("hold_decided") == ["union"]
    world.go(days=20)
    assert (story.case.is_late, clock_of(story, "answer").due_at) == (False, FIRST)
    assert list(queries.late(Case.objects.all())) == []
    shown = present.deadline(clock_of(story, "answer"), story.case.stopped_at)
    assert (shown["state"], shown["left"], shown["date"]) == ("paused", "暂停计时", "10月15日 周四 23:59")
    event = story.end_hold()
    running = clock_of(story, "answer")
    assert (running.due_at, running.first_due_at) == (FIRST + timedelta(days=20), FIRST)
    assert (story.case.due_at, story.case.stopped_at) == (FIRST + timedelta(days=20), None)
    assert event.message == (
        f"编号 {story.code} 可以接着办了：批下来了。\n区总工会在 11月4日 周三 23:59 前答复您，停着的那几天已经顺延。"
    )
    assert told("hold_ended") == ["supervisor"]
    assert not story.case.deadlines.filter(step="hold_report", ended_at=None).exists()


def test_a_hold_never_hides_that_it_was_late_before(world):
    story = world.story().until("sign")
    story.contact()
    world.at(FIRST + timedelta(hours=2))
    story.ask_hold()
    story.decide_hold()
    world.go(days=10)
    assert story.case.is_late and list(queries.late(Case.objects.all())) == [story.case]
    assert present.late_words(story.case) == "已超期 2 小时"
    shown = present.deadline(clock_of(story, "answer"), story.case.stopped_at)
    assert (shown["state"], shown["left"]) == ("late", "已超期 2 小时")
    story.end_hold()
    assert story.case.is_late and present.late_words(story.case) == "已超期 2 小时"


def test_only_the_supervisor_grants_and_only_when_nothing_else_is_open(world):
    story = world.story().until("sign")
    refused(story.decide_hold, "cases.decide_hold", "没有人申请挂起这件诉求。")
    story.ask_hold()
    refused(story.ask_hold, "cases.ask_hold", "已经申请挂起，还没有定。")
    for name in ("union", "union_head", "dispatcher"):
        refused(lambda by=name: story.decide_hold(by=by), "cases.decide_hold", NO_RIGHT)
    story.ask()
    refused(story.decide_hold, "cases.hold.other", "请先了结还没有定的这一项：请诉求人补充。")
    story.reply()
    event = story.decide_hold(False)
    assert (event.message, story.case.stopped_at, told("hold_decided")) == ("", None, ["union"])


@pytest.mark.parametrize("days", [0, 31])
def test_the_next_report_is_within_thirty_days(world, days):
    story = world.story().until("sign")
    story.ask_hold()
    refused(lambda: story.decide_hold(days=days), "cases.hold.report", "下一次报告要在今天以后、30天以内。")
    story.decide_hold(days=10)
    refused(lambda: story.report_hold(days=days), "cases.hold.report", "下一次报告要在今天以后、30天以内。")


def test_every_report_reaches_the_person_and_a_missing_one_the_supervisor(world):
    story = hold(world)
    report = clock_of(story, "hold_report")
    assert report.due_at == datetime(2026, 11, 9, 15, 59, 59, tzinfo=UTC)
    world.at(report.due_at - timedelta(days=1))
    event = story.report_hold()
    assert "区总工会来说说编号" in event.message and "材料已经补报。" in event.message
    later = clock_of(story, "hold_report")
    assert (later.due_at, queries.hold_of(story.case).report_at) == (later.due_at, later.due_at)
    world.at(later.due_at + timedelta(hours=1))
    jobs.run_out()
    jobs.run_out()
    assert told("report_late") == ["supervisor", "union", "union2", "union_head"]
    assert list(queries.late(Case.objects.all())) == [story.case]
    assert waiting.hold_for_desk(queries.hold_of(story.case))["late"] == "报告已经晚了。"


def test_while_on_hold_the_unit_reports_ends_it_or_plans(world):
    story = hold(world)
    words = "这件诉求正在挂起，请先报告可以接着办。"
    for step in ("ask", "ask_return", "ask_extension", "whistle", "ask_hold"):
        code = {"ask": "ask_information"}.get(step, step)
        refused(getattr(story, step), f"cases.{code}", words)
    plan = "这件诉求正在挂起。请答复“列入计划”并写明日期，或者先报告可以接着办。"
    refused(story.propose, "cases.propose_answer.held", plan)
    world.go(days=3)
    story.propose(closing="planned", planned_for=date(2026, 12, 31))
    assert (story.case.state, story.case.stopped_at, story.case.due_at) == (
        "pending_approval",
        None,
        FIRST + timedelta(days=3),
    )
    story.approve()
    story.open_callback()
    story.rate("partly")
    assert (story.case.state, story.case.closing) == ("closed", "planned")


def test_it_waits_for_the_unit_only_shortly_before_its_report(world):
    story = hold(world)
    assert list(queries.todo(world.union)) == []
    world.go(days=30)
    assert list(queries.todo(world.union)) == [story.case]


def test_withdrawn_or_given_to_another_unit_no_hold_is_left(world):
    taken, moved = hold(world), hold(world)
    world.go(days=2)
    taken.withdraw()
    moved.redispatch("fl")
    for story in (taken, moved):
        assert queries.hold_of(story.case) is None
        assert not story.case.deadlines.filter(step="hold_report", ended_at=None).exists()
    assert (moved.case.stopped_at, moved.case.due_at) == (None, FIRST + timedelta(days=2))
    assert taken.case.deadlines.get(step="answer").is_late is False
