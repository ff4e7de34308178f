"""A second unit wants to give the case back: the office hears both and names one, and nobody returns it any more."""

from datetime import UTC, datetime, timedelta

from tests.work.cases.world import NO_RIGHT, refused, told

from qiaoliang.work.cases import present, rules, waiting, whole

AGAIN = "这是第二次退单，请先听各家意见，再指定承办单位。"


def disputed(world):
    story = world.story().until("sign")
    story.ask_return()
    story.decide_return(True, "fl")
    story.ask_return(by="women", proposed="lx")
    return story


def test_the_first_return_is_decided_the_second_is_designated(world):
    story = world.story().until("sign")
    story.ask_return()
    refused(story.designate, "cases.designate", "第二次退单时才指定承办单位。")
    story.decide_return(True, "fl")
    story.ask_return(by="women", proposed="lx")
    refused(lambda: story.decide_return(True, "lx"), "cases.decide_return", AGAIN)
    refused(lambda: story.designate("lx", ("fl", "lx"), by="supervisor"), "cases.designate", NO_RIGHT)


def test_the_unit_named_keeps_it_and_everybody_reads_who_was_heard(world):
    story = disputed(world)
    before = story.case.due_at
    world.go(hours=2)
    event = story.designate("lx", ("fl", "lx", "zgh"))
    case = story.case
    assert (case.state, case.lead.code, case.due_at) == ("dispatched", "lx", before)
    assert event.message == (
        f"编号 {story.code} 归谁办，我们听了区妇联、柳溪镇、区总工会的意见，定由柳溪镇办，不再转。"
        "答复的日子不变，还是 10月15日 周四 23:59。"
    )
    assert told("designated") == ["town_head"]
    lead = case.assignments.select_related("organization").get(end=None, part="lead")
    assert present.part(lead, True)["part"] == "主办单位（指定）"
    whole.hold_requests(case)
    shown = waiting.sitting(*whole.sittings(case)[0])
    assert (shown["title"], shown["text"]) == ("指定前听取意见", "都听过了")
    assert [(one["unit"], one["label"]) for one in shown["rows"]] == [
        ("区妇联", "已听取意见"), ("柳溪镇", "已听取意见"), ("区总工会", "已听取意见"),
    ]  # fmt: skip
    words = "听过各家意见后已指定由这个单位承办，不再退单。"
    refused(lambda: story.ask_return(by="town", proposed="fl"), "cases.ask_return", words)


def test_it_may_stay_where_it_is(world):
    story = disputed(world)
    story.designate("fl", ("fl", "lx"))
    assert (story.case.state, story.case.lead.code) == ("dispatched", "fl")
    assert list(story.case.requests.order_by("id").values_list("state", flat=True)) == ["granted", "refused"]
    story.sign(by="women")
    refused(
        lambda: story.ask_return(by="women", proposed="lx"),
        "cases.ask_return",
        "听过各家意见后已指定由这个单位承办，不再退单。",
    )


def test_both_sides_are_heard(world):
    story = disputed(world)
    words = "至少要听现在承办的单位和您要指定的单位说，并记下他们的话。"
    refused(lambda: story.designate("lx", ("fl",)), "cases.designate.heard", words)
    refused(lambda: story.designate("lx", ("lx", "zgh")), "cases.designate.heard", words)


def test_the_answers_clock_never_stood_still(world):
    story = disputed(world)
    first = story.case.deadlines.get(step="answer")
    world.go(days=3)
    story.designate("lx", ("fl", "lx"))
    assert story.case.deadlines.get(step="answer").due_at == first.due_at
    assert world.go(days=5) > first.due_at + timedelta(minutes=-1) and story.case.is_late


def test_a_unit_gives_a_case_back_soon_or_not_at_all(world):
    story = world.story().until("dispatch")
    world.at(datetime(2026, 10, 9, 9, 29, tzinfo=UTC))  # the end of the next working day
    late = world.story().until("dispatch")
    story.ask_return()
    story.decide_return(True, "fl")
    story.sign(by="women")
    world.at(datetime(2026, 10, 10, 9, 29, tzinfo=UTC))  # a Saturday that is worked
    story.ask_return(by="women", proposed="lx")  # its time began when it came to this unit
    world.go(minutes=2)
    over = "退单要在 10月10日 周六 17:30 前提出，现在过了。可以吹哨会商，或者请派单员改派。"
    refused(late.ask_return, "cases.ask_return", over)
    assert "ask_return" not in rules.available(world.union, late.case)
