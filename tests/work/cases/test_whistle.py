"""Departments called together: who, why, by when; who came stands unit by unit; who does not come is seen."""

from datetime import UTC, datetime, timedelta

from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.work.cases.world import NO_RIGHT, refused, told

from qiaoliang.work.cases import jobs, queries, waiting, whole
from qiaoliang.work.cases.listing import LISTS
from qiaoliang.work.cases.waiting_count import waiting_count

#: two working days after Thursday the 8th: Saturday the 10th is worked
BY = datetime(2026, 10, 10, 9, 30, tzinfo=UTC)


def called(world):
    story = world.story().until("sign")
    return story, story.whistle()


def rows(story):
    return {one["unit"]: one for one in waiting.sitting(*sittings(story.case)[0])["rows"]}


def sittings(case):
    whole.hold_requests(case)
    return whole.sittings(case)


def test_called_units_are_told_read_the_case_and_the_person_knows(world):
    story = world.story().until("sign")
    assert list(queries.visible_to(world.women)) == []
    event = story.whistle()
    assert told("called") == ["town", "town_head", "women", "women_head"]
    assert list(queries.visible_to(world.women)) == [story.case] == list(queries.todo(world.women))
    assert (waiting_count(world.women), waiting_count(world.union)) == (1, 1)
    assert [one.pk for one in LISTS["todo"].page(world.women, {}, "")[0]] == [story.id]
    assert event.message == (
        f"编号 {story.code} 要几家一起办：区总工会请了区妇联、柳溪镇，10月10日 周六 17:30 前坐到一起。答复的日子不变。"
    )
    assert story.case.requests.get().due_at == BY
    assert not queries.may_see_contact(world.women, story.case)
    refused(story.whistle, "cases.whistle", "已经吹哨请了几家，请先记下谁到了场。")


def test_emergencies_are_two_hours(world):
    story = world.story()
    story.accept(category="women.violence")
    story.dispatch()
    story.sign()
    story.whistle()
    assert story.case.category.clocks == "emergency"
    assert story.case.requests.get().due_at == world.at(datetime(2026, 10, 8, 1, tzinfo=UTC)) + timedelta(hours=2)


def test_nobody_calls_the_own_unit_or_the_accused(world):
    story = world.story().until("sign")
    refused(lambda: story.whistle("zgh"), "cases.whistle.own", "请写要请的其他单位，不写自己。")
    refused(lambda: story.whistle("fl", by="women"), "cases.whistle", NO_RIGHT)
    about = world.story(accused_id=world.unit("lx")).until("sign")
    words = "这件诉求反映的就是这个单位的作风问题，它不能参与办理。请另选单位，一般选它的上级。"
    refused(lambda: about.whistle("fl", "lx-v"), "cases.accused", words)


def test_a_called_unit_answers_once_and_may_help_at_once(world):
    story, _event = called(world)
    story.answer_whistle(helps=True)
    assert told("call_answered") == ["union", "union2"] and told("helping") == ["women"]
    assert sorted(story.case.assignments.filter(end=None).values_list("organization__code", "part")) == [
        ("fl", "helper"), ("zgh", "lead"),
    ]  # fmt: skip
    refused(story.answer_whistle, "cases.answer_whistle", "这里没有请您单位会商，或者您单位已经回过话。")
    story.answer_whistle(by="town", comes=False)
    assert (rows(story)["柳溪镇"]["label"], rows(story)["区妇联"]["label"]) == ("没到场，有回话", "还没有记")
    refused(
        lambda: story.answer_whistle(by="town_union"),
        "cases.answer_whistle",
        "这里没有请您单位会商，或者您单位已经回过话。",
    )


def test_who_came_is_noted_with_time_and_person_and_who_did_not_is_seen_by_the_supervisor(world):
    story, _event = called(world)
    early = "到场的时间还没过，过了才能记“没有到场”。"
    refused(lambda: story.attend(lx="absent"), "cases.attend.early", early)
    story.attend(fl="came", helps=("fl",))
    assert story.case.requests.get().state == "open"
    nobody = "请至少记一家请过、还没有记的单位。"
    refused(lambda: story.attend(fl="came"), "cases.attend.who", nobody)
    refused(lambda: story.attend(), "cases.attend.who", nobody)
    world.at(BY + timedelta(minutes=30))
    jobs.run_out()
    assert (told("undecided"), told("undecided_seen")) == (["union", "union2", "union_head"], ["supervisor"])
    story.attend(lx="absent")
    assert told("not_attended") == ["supervisor", "town_head"]
    assert story.case.requests.get().state == "granted"
    assert {
        unit: (one["label"], one["tone"], one["noted"], one["who"], one["helps"]) for unit, one in rows(story).items()
    } == {
        "区妇联": ("到场", "done", "人union记，10月8日 周四 09:00", "来的人：小王", "参加协办"),
        "柳溪镇": ("没有到场", "act", "人union记，10月10日 周六 18:00", "来的人：小王", ""),
    }


def test_an_answer_or_another_lead_ends_it_and_what_was_noted_stays(world):
    answered, moved = called(world)[0], called(world)[0]
    answered.propose()
    answered.attend(fl="came")
    answered.approve()
    moved.redispatch("lx")
    for story in (answered, moved):
        assert story.case.requests.get().state == "lapsed"
        assert not story.case.deadlines.filter(step="whistle", ended_at=None).exists()
    assert rows(answered)["区妇联"]["label"] == "到场"


def test_lists_and_the_page_ask_once_however_many_units_were_called(world):
    for _again in range(3):
        called(world)
    list(queries.todo(world.women))
    with CaptureQueriesContext(connection) as three:
        list(queries.todo(world.women))
    story = world.story().until("sign")
    story.whistle("fl", "lx", "lx-v", "lx-gh")
    with CaptureQueriesContext(connection) as four:
        list(queries.todo(world.women))
    assert len(three) == len(four)
    case = story.case
    with CaptureQueriesContext(connection) as one:
        assert [str(row.organization) for row in sittings(case)[0][1]] == [
            "区妇联",
            "柳溪镇",
            "柳溪村",
            "柳溪镇工会",
        ]
    assert len(one) == 2
