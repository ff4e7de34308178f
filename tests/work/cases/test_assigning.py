"""Assigning, signing and returning: one lead at a time, the accused shut out, once per unit."""

import pytest
from django.core.exceptions import ValidationError
from tests.work.cases.world import NO_RIGHT, PHONE, THURSDAY, refused, told, wrong_state

from qiaoliang.base.core.who import SYSTEM
from qiaoliang.base.organizations import actions as organizations
from qiaoliang.base.organizations.models import Organization
from qiaoliang.work.cases.fields import UnitField, UnitsField
from qiaoliang.work.cases.models import Assignment

SHUT_OUT = "这件诉求反映的就是这个单位的作风问题，它不能参与办理。请另选单位，一般选它的上级。"
UNABLE = "这个单位没有办理诉求的人，或者没有人审核它的答复。请另选单位，一般选它的上级。"


def parts(story):
    live = Assignment.objects.filter(case=story.id, end=None).order_by("part", "organization__code")
    return [(one.organization.code, one.part) for one in live]


def test_dispatch_names_one_lead_and_each_helper_once(world):
    story = world.story(phone=PHONE)
    refused(story.dispatch, "cases.dispatch", wrong_state("待受理"))
    story.accept()
    refused(lambda: story.dispatch(by="intake"), "cases.dispatch", NO_RIGHT)
    event = story.dispatch("zgh", ("lx", "fl", "lx", "zgh"), note="请尽快")
    assert parts(story) == [("fl", "helper"), ("lx", "helper"), ("zgh", "lead")]
    assert (story.case.state, story.case.lead.code, story.case.handler) == ("dispatched", "zgh", None)
    assert event.refs.pop("before")["case"]["lead_id"] is None
    assert event.refs == {"lead": str(world.unit("zgh")), "helpers": [str(world.unit("lx")), str(world.unit("fl"))]}
    assert "交给区总工会主办，柳溪镇、区妇联协助，" in event.message
    assert told("dispatched") == ["union", "union2", "union_head"]
    assert told("helping") == ["town", "women"]
    live = story.case.deadlines.filter(ended_at=None).order_by("step").values_list("step", flat=True)
    assert list(live) == ["answer", "contact", "sign"]
    refused(story.dispatch, "cases.dispatch", wrong_state("已派单，待签收"))


def test_dispatch_needs_a_category_and_a_unit_that_can_work(world):
    story = world.story()
    story.accept()
    type(story.case).objects.update(category=None)
    refused(story.dispatch, "cases.dispatch", "请先选分类。")
    story = world.story()
    story.accept()
    for unit in ("mill", "yq", "office"):
        refused(lambda unit=unit: story.dispatch(unit), "cases.unable", UNABLE)
    assert parts(story) == []
    story.dispatch("lx-v")  # one person, and the head above checks
    assert parts(story) == [("lx-v", "lead")]


@pytest.mark.parametrize(("lead", "helpers"), [("lx", ()), ("lx-v", ()), ("lx-gh", ()), ("lx", ("fl",))])
def test_an_accused_unit_and_all_below_it_neither_lead_nor_help(world, lead, helpers):
    story = world.story()
    story.accept(accused_id=world.unit("lx"))
    refused(lambda: story.dispatch(lead, helpers), "cases.accused", SHUT_OUT)
    assert parts(story) == []
    story.dispatch("zgh")
    story.ask_return()
    refused(lambda: story.decide_return(True, "fl", helper_ids=[world.unit(lead)]), "cases.accused", SHUT_OUT)
    assert parts(story) == [("zgh", "lead")]


def test_the_line_of_work_is_below_too(world):
    story = world.story()
    story.accept(accused_id=world.unit("zgh"))
    refused(lambda: story.dispatch("lx-gh"), "cases.accused", SHUT_OUT)
    story.dispatch("fl")
    assert parts(story) == [("fl", "lead")]


def test_sign_is_the_lead_units_and_says_who_holds_it(world):
    story = world.story().until("dispatch")
    for name in ("women", "dispatcher", "town_union", "callback"):
        refused(lambda name=name: story.sign(by=name), "cases.sign", NO_RIGHT)
    world.go(hours=1)
    event = story.sign(by="union2")
    lead = Assignment.objects.get(case=story.id, part="lead")
    assert (story.case.state, story.case.handler) == ("in_progress", world.union2.person)
    assert (lead.signed_at, lead.signed_by) == (event.at, world.union2.person)
    assert event.message.startswith(f"区总工会已签收编号 {story.code}，由union2岗办理，10月15日 周四 23:59 前")
    assert story.case.deadlines.get(step="sign").met_at == event.at
    refused(story.sign, "cases.sign", wrong_state("办理中"))


def test_the_head_may_sign_too_but_an_open_return_comes_first(world):
    story = world.story().until("dispatch")
    story.ask_return()
    refused(lambda: story.sign(by="union_head"), "cases.sign", "已经申请了退单，还没有决定。")
    story.decide_return(False)
    story.sign(by="union_head")
    assert story.case.handler == world.union_head.person


def test_a_granted_return_moves_the_case_and_not_its_answer_clock(world):
    story = world.story().until("sign")
    due, first = story.case.due_at, story.case.first_due_at
    world.go(hours=4)
    story.ask_return()
    request = story.case.requests.get()
    assert (request.proposed.code, request.text, request.reason) == ("fl", "职责清单第三条", "not_our_duty")
    assert told("return_asked") == ["dispatcher"]
    refused(lambda: story.ask_return(by="union2"), "cases.ask_return", "已经申请了退单，还没有决定。")
    refused(story.propose, "cases.propose_answer", "已经申请了退单，还没有决定。")
    refused(lambda: story.decide_return(True, "fl", by="union_head"), "cases.decide_return", NO_RIGHT)
    chosen = "请选由哪个单位来接。"
    refused(lambda: story.decide_return(True), "cases.decide_return.lead", chosen)
    refused(lambda: story.decide_return(True, "zgh"), "cases.decide_return.lead", chosen)
    event = story.decide_return(True, "fl")
    case = story.case
    assert (case.state, case.lead.code, case.handler, parts(story)) == ("dispatched", "fl", None, [("fl", "lead")])
    assert (case.due_at, case.first_due_at, case.received_at) == (due, first, THURSDAY)
    assert (
        event.message
        == f"编号 {story.code} 核对职责后从区总工会转到区妇联办理。答复的日子不变，还是 10月15日 周四 23:59。"
    )
    assert case.deadlines.get(step="sign", ended_at=None).start == event.at
    assert (case.requests.get().state, told("return_decided")) == ("granted", ["union"])
    refused(lambda: story.decide_return(True, "lx"), "cases.decide_return", "这件事已经有人定过了。")


def test_a_refused_return_stays_and_is_asked_once_per_unit(world):
    story = world.story().until("sign")
    refused(lambda: story.decide_return(False), "cases.decide_return", "这件事已经有人定过了。")
    story.ask_return()
    story.decide_return(False)
    assert (story.case.state, parts(story), story.case.requests.get().state) == (
        "in_progress",
        [("zgh", "lead")],
        "refused",
    )
    refused(lambda: story.ask_return(by="union2"), "cases.ask_return", "本单位已经申请过一次退单。")


def test_after_the_second_dispute_the_unit_named_last_keeps_it(world):
    story = world.story().until("dispatch")
    story.ask_return()
    story.decide_return(True, "fl")
    story.ask_return(by="women", proposed="lx")
    story.designate("lx", ("fl", "lx"))
    refused(
        lambda: story.ask_return(by="town", proposed="zgh"),
        "cases.ask_return",
        "听过各家意见后已指定由这个单位承办，不再退单。",
    )
    assert parts(story) == [("lx", "lead")]


def test_a_reply_that_comes_after_the_return_reaches_the_new_unit(world):
    story = world.story().until("sign")
    story.ask()
    story.ask_return()
    story.decide_return(True, "fl")
    story.reply()
    assert told("replied") == ["union", "women"]


def test_units_are_typed_by_any_name_and_parted_by_any_mark(world):
    assert UnitField().clean("区妇联") == world.unit("fl")
    assert UnitField(required=False).clean("") is None
    assert UnitsField(required=False).clean("区妇联，柳溪村; 区总工会、lx-v") == [
        world.unit(code) for code in ("fl", "lx-v", "zgh")
    ]
    assert UnitField().clean("柳溪镇") == world.unit("lx")
    which = "“柳溪”是哪个单位？柳溪镇（属云桥区）；柳溪镇工会（属柳溪镇）；柳溪村（属柳溪镇）。"
    with pytest.raises(ValidationError, match=which):
        UnitField().clean("柳溪")
    with pytest.raises(ValidationError, match="没有叫“石桥”的单位"):
        UnitField().clean("石桥")
    organizations.dissolve(SYSTEM, Organization.objects.get(code="fl"), reason="并入")
    with pytest.raises(ValidationError, match="没有叫“区妇联”的单位"):
        UnitField().clean("区妇联")


def test_every_wrong_name_is_said_at_once_each_with_names_like_it(world):
    with pytest.raises(ValidationError) as wrong:
        UnitsField().clean("柳溪、区妇联、区总工汇、石桥")
    assert wrong.value.messages == [
        "“柳溪”是哪个单位？柳溪镇（属云桥区）；柳溪镇工会（属柳溪镇）；柳溪村（属柳溪镇）。",
        "“区总工汇”是哪个单位？区总工会（属云桥区）。",
        "没有叫“石桥”的单位。请填名称里的几个字，或查单位名录。",
    ]
