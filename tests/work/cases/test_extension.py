"""More time for the answer: asked before the date, once, the head agrees, the supervisor decides, the person is told."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from tests.work.cases.world import NO_RIGHT, refused, told

from qiaoliang.work.cases import jobs, present, queries
from qiaoliang.work.cases.models import Case

#: seven days from Thursday the 8th, and three more, which end on Sunday and so on Monday
FIRST, LATER = datetime(2026, 10, 15, 15, 59, 59, tzinfo=UTC), datetime(2026, 10, 19, 15, 59, 59, tzinfo=UTC)


def answer_clocks(story):
    return list(story.case.deadlines.filter(step="answer").order_by("id"))


def test_granted_in_time_the_date_moves_once_and_the_person_reads_why(world):
    story = world.story().until("sign")
    story.ask_extension()
    assert told("extension_asked") == ["union_head"]
    assert story.case.due_at == FIRST
    story.agree_extension()
    assert told("extension_agreed") == ["supervisor"]
    event = story.decide_extension()
    (running,) = answer_clocks(story)
    assert (running.due_at, running.first_due_at, running.added) == (LATER, FIRST, 3)
    assert (story.case.due_at, story.case.first_due_at) == (LATER, FIRST)
    assert running.days[-4:] == [
        ["2026-10-16", True, "workday", ""], ["2026-10-17", True, "saturday", ""], ["2026-10-18", False, "sunday", ""],
        ["2026-10-19", True, "workday", ""],
    ]  # fmt: skip
    assert event.message == (
        f"编号 {story.code} 原定 10月15日 周四 23:59 答复，办不完：要等鉴定、检测或评估结果。"
        "新的日子是 10月19日 周一 23:59，只延这一次。让您久等了。"
    )
    assert told("extension_decided") == ["union"]
    shown = present.deadline(running)
    assert (shown["first"], shown["moves"]) == ("10月15日 周四 23:59", ["延期一次，加 3 天。"])
    refused(story.ask_extension, "cases.ask_extension", "这件诉求已经延期一次，不能再延。")


def test_who_may_ask_agree_and_decide(world):
    story = world.story().until("sign")
    refused(lambda: story.ask_extension(by="women"), "cases.ask_extension", NO_RIGHT)
    story.ask_extension()
    refused(story.ask_extension, "cases.ask_extension", "已经申请过延期，还没有定。")
    refused(story.decide_extension, "cases.decide_extension", "单位负责人还没有同意。")
    refused(lambda: story.agree_extension(by="women_head"), "cases.agree_extension", NO_RIGHT)
    story.agree_extension()
    refused(lambda: story.decide_extension(by="dispatcher"), "cases.decide_extension", NO_RIGHT)
    refused(lambda: story.decide_extension(by="union_head"), "cases.decide_extension", NO_RIGHT)


@pytest.mark.parametrize("amount", ["0", "8"])
def test_never_longer_than_at_first(world, amount):
    story = world.story().until("sign")
    words = "最多延一个原来的期限：7 天。"
    refused(lambda: story.ask_extension(amount=amount), "cases.extension.long", words)
    story.ask_extension(amount=7)
    story.agree_extension()
    refused(lambda: story.decide_extension(amount=Decimal(8)), "cases.extension.long", words)


def test_refused_by_head_or_supervisor_the_date_stays_and_the_asker_reads_why(world):
    story = world.story().until("sign")
    story.ask_extension()
    story.agree_extension(False, note="人手够")
    assert (story.case.due_at, told("extension_decided")) == (FIRST, ["union"])
    story.ask_extension()
    story.agree_extension()
    event = story.decide_extension(False, note="可以先答复一部分")
    assert (event.message, event.note, story.case.due_at) == ("", "可以先答复一部分", FIRST)
    assert list(story.case.requests.order_by("id").values_list("state", "reply")) == [
        ("refused", "人手够"), ("refused", "可以先答复一部分"),
    ]  # fmt: skip


def test_after_the_date_nobody_asks_and_what_was_asked_in_time_never_hides_that_it_was_late(world):
    story, silent = world.story().until("sign"), world.story().until("sign")
    story.contact()
    story.ask_extension(amount=5)
    story.agree_extension()
    world.at(FIRST + timedelta(hours=1))
    refused(silent.ask_extension, "cases.ask_extension", "期限已过，不能再申请延期。请说明原因，尽快答复。")
    assert set(queries.late(Case.objects.all())) == {story.case, silent.case}
    story.decide_extension()
    ended, running = answer_clocks(story)
    assert (ended.is_late, ended.met_at, ended.first_due_at) == (True, None, FIRST)
    assert (running.first_due_at, running.due_at) == (FIRST, datetime(2026, 10, 20, 15, 59, 59, tzinfo=UTC))
    assert present.deadline(ended)["left"] == "超期 1 小时"
    assert set(queries.late(Case.objects.all())) == {silent.case}


def test_too_late_to_help_is_refused(world):
    story = world.story().until("sign")
    story.ask_extension(amount=1)
    story.agree_extension()
    world.go(days=20)
    words = "新的日子也已经过了，来不及再延，这件诉求仍按超期记。"
    refused(story.decide_extension, "cases.extension.past", words)
    story.decide_extension(False)


def test_nobody_deciding_grants_nothing_and_who_decides_hears_of_it_once(world):
    story = world.story().until("sign")
    story.ask_extension()
    story.agree_extension()
    world.go(days=4)
    jobs.run_out()
    jobs.run_out()
    assert told("undecided") == ["supervisor"]
    assert (story.case.requests.get().state, story.case.due_at) == ("open", FIRST)


def test_an_answer_makes_it_pointless(world):
    story = world.story().until("sign")
    story.ask_extension()
    story.propose()
    story.approve()
    assert story.case.requests.get().state == "lapsed"
    assert not story.case.deadlines.filter(step__startswith="extension", ended_at=None).exists()


def test_it_waits_for_the_head_then_for_the_supervisor(world):
    story = world.story().until("sign")
    waiting = lambda name: list(queries.todo(world.actors[name]))  # noqa: E731
    story.ask_extension()
    assert (waiting("union_head"), waiting("supervisor")) == ([story.case], [])
    story.agree_extension()
    assert (waiting("union_head"), waiting("supervisor")) == ([], [story.case])
