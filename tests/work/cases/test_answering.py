"""Contact, question and reply, and the answer with its second pair of eyes."""

from datetime import date

import pytest
from tests.work.cases.world import NO_RIGHT, PHONE, refused, told, wrong_state

from qiaoliang.base.core import clock
from qiaoliang.base.core.errors import Refusal
from qiaoliang.work.cases.actions import information
from qiaoliang.work.cases.models import Answer, Case

OPEN_QUESTION = "问诉求人的问题还没有回答。"
NO_QUESTION = "没有等着回答的问题。"


def test_contact_meets_its_clock_and_says_a_line_to_the_person(world):
    story = world.story(phone=PHONE).until("dispatch")
    refused(story.contact, "cases.contact", wrong_state("已派单，待签收"))
    story.sign()
    refused(lambda: story.contact(by="women"), "cases.contact", NO_RIGHT)
    world.go(hours=3)
    event = story.contact(by="union2", note="约好周五去厂里", message="周五上午我们去厂里。")
    assert (event.note, event.message, event.to_state) == ("约好周五去厂里", "周五上午我们去厂里。", "")
    assert story.case.deadlines.get(step="contact").met_at == event.at
    world.go(hours=1)
    story.contact()
    assert story.case.deadlines.get(step="contact").met_at == event.at


def test_a_question_stops_the_clock_and_the_reply_starts_it_again(world):
    story = world.story().until("dispatch")
    refused(story.ask, "cases.ask_information", wrong_state("已派单，待签收"))
    story.sign()
    refused(lambda: story.ask(by="town"), "cases.ask_information", NO_RIGHT)
    world.go(hours=5)
    asked = story.ask(text="请问是哪个车间？")
    request = story.case.requests.get()
    assert (request.kind, request.state, request.text) == ("information", "open", "请问是哪个车间？")
    assert story.case.stopped_at == clock.now()
    assert asked.message.startswith(
        f"区总工会办理编号 {story.code} 时想问您：请问是哪个车间？\n请在 10月21日 周三 17:30 前回答"
    )
    refused(story.ask, "cases.ask_information", OPEN_QUESTION)
    refused(story.propose, "cases.propose_answer", OPEN_QUESTION)
    world.go(hours=1)
    event = story.reply("织布车间。")
    request.refresh_from_db()
    assert (request.state, request.reply, request.decided_at, event.message) == (
        "granted",
        "织布车间。",
        event.at,
        "织布车间。",
    )
    assert (story.case.stopped_at, story.case.state, told("replied")) == (None, "in_progress", ["union"])
    refused(story.reply, "cases.reply", "这件诉求没有等着回答的问题。")
    story.ask(text="还有一个问题")
    assert story.case.requests.filter(kind="information").count() == 2


def test_an_officer_of_the_lead_unit_takes_a_reply_down_and_nobody_else(world):
    story = world.story().until("sign")
    story.ask()
    for name in ("women", "callback", "intake"):
        refused(lambda name=name: story.step(information.reply, name, text="是"), "cases.reply", NO_RIGHT)
    event = story.step(information.reply, "union2", text="电话里说：织布车间")
    assert (event.person, event.message, told("replied")) == (world.union2.person, "电话里说：织布车间", ["union"])
    early = world.story()
    early.ask(by="intake")
    refused(lambda: early.step(information.reply, "union", text="是"), "cases.reply", NO_RIGHT)
    early.step(information.reply, "intake2", text="柳溪村")
    assert early.case.requests.get().state == "granted"


def test_the_intake_asks_before_acceptance_and_the_wait_is_told_in_its_name(world):
    story = world.story()
    refused(lambda: story.ask(by="union"), "cases.ask_information", NO_RIGHT)
    event = story.ask(by="intake", text="在哪里？")
    assert event.message.startswith(f"诉求办理中心办理编号 {story.code} 时想问您：在哪里？")
    assert (story.case.state, story.case.stopped_at) == ("submitted", event.at)


def test_silence_ends_a_case_as_lapsed_with_everything_beside_it(world):
    story = world.story().until("sign")
    refused(lambda: information.lapse(story.id), "cases.reply", "这件诉求没有等着回答的问题。")
    story.ask()
    story.ask_return()
    event = information.lapse(story.id)
    case = story.case
    assert (case.state, case.closing, case.ended_at) == ("closed", "lapsed", event.at)
    assert sorted(case.requests.values_list("kind", "state")) == [("information", "lapsed"), ("return", "lapsed")]
    assert not case.deadlines.filter(ended_at=None).exists()
    assert event.by_kind == "system" and f"编号 {story.code} 先办结" in event.message
    refused(lambda: story.decide_return(False), "cases.decide_return", "这件事已经有人定过了。")


def test_the_answer_goes_to_the_head_before_the_person(world):
    story = world.story(phone=PHONE).until("sign")
    refused(lambda: story.propose(by="women"), "cases.propose_answer", NO_RIGHT)
    refused(lambda: story.propose(by="union_head"), "cases.propose_answer", NO_RIGHT)
    world.go(hours=20)
    story.propose(text="已核实。", closing="planned", planned_for=date(2026, 12, 1), public_text="某厂已整改。")
    answer = story.case.answers.get()
    assert (answer.text, answer.closing, answer.planned_for, answer.round) == (
        "已核实。",
        "planned",
        date(2026, 12, 1),
        1,
    )
    assert (answer.drafted_by, answer.organization.code, answer.approved_at) == (world.union.person, "zgh", None)
    assert (story.case.state, story.case.closing, told("to_approve")) == ("pending_approval", "", ["union_head"])
    refused(story.propose, "cases.propose_answer", wrong_state("答复待审核"))
    world.go(hours=2)
    event = story.approve(text="已核实，下月一日前补发。")
    answer.refresh_from_db()
    assert (answer.text, answer.approved_by, answer.approved_at) == (
        "已核实，下月一日前补发。",
        world.union_head.person,
        event.at,
    )
    case = story.case
    assert (case.state, case.closing, case.stopped_at) == ("answered", "planned", event.at)
    met = dict(case.deadlines.values_list("step", "met_at"))
    assert (met["answer"], met["approve"], met["contact"]) == (event.at, event.at, event.at)
    assert (told("answered"), told("approved")) == (["callback", "union_callback"], ["union"])


def test_nobody_checks_their_own_answer_and_only_a_head_checks(world):
    story = world.story().until("propose")
    for name in ("union", "union2", "town_head", "dispatcher", "callback"):
        refused(lambda name=name: story.approve(by=name), "cases.approve", NO_RIGHT)
        refused(lambda name=name: story.send_back(by=name), "cases.send_back", NO_RIGHT)
    Answer.objects.filter(case=story.id).update(drafted_by=world.union_head.person)
    refused(story.approve, "cases.approve", "这份答复是您自己写的，要由别人审核。")
    assert story.case.state == "pending_approval"


def test_where_one_person_is_the_office_the_head_above_checks(world):
    story = world.story()
    story.accept()
    story.dispatch("lx-v")
    story.sign(by="village")
    story.propose(by="village")
    assert told("to_approve") == ["town_head"]
    refused(lambda: story.approve(by="union_head"), "cases.approve", NO_RIGHT)
    story.approve(by="town_head")
    assert story.case.state == "answered"


def test_send_back_returns_the_text_to_its_drafter_with_what_is_missing(world):
    story = world.story().until("propose")
    event = story.send_back(note="请写明依据。")
    answer = story.case.answers.get()
    assert (story.case.state, answer.sent_back, answer.text, event.note) == (
        "in_progress", "请写明依据。", "已到厂里核实，补发加班费。", "请写明依据。",
    )  # fmt: skip
    assert told("sent_back") == ["union"]
    assert not story.case.deadlines.filter(step="approve", ended_at=None).exists()
    story.propose(by="union2", text="依据劳动法第四十四条。")
    answer.refresh_from_db()
    assert (answer.sent_back, answer.text, answer.drafted_by) == ("", "依据劳动法第四十四条。", world.union2.person)
    story.approve()
    assert story.case.answers.count() == 1


@pytest.mark.parametrize("last", ["accept", "sign", "approve"])
def test_without_an_answer_to_check_there_is_a_refusal_and_no_fault(world, last):
    story = world.story().until(last)
    for call in (story.approve, story.send_back):
        with pytest.raises(Refusal) as refusal:
            call()
        assert refusal.value.code in ("cases.answer", "cases.approve", "cases.send_back")
    assert Case.objects.get(pk=story.id).version == story.case.version


def test_who_was_not_reached_was_not_contacted_and_the_clock_runs_on(world):
    story = world.story(phone=PHONE).until("sign")
    event = story.tried(message="我们打过电话，明天上午再打。")
    assert story.case.deadlines.get(step="contact").met_at is None
    page = world.opened(story).get(f"/case/{story.code}/").text
    assert "联系过您，没有联系上" in page and event.message in page
    address = f"/desk/cases/{story.id}/contact"
    sent = {"note": "第三次打通了", "version": story.case.version}
    page = world.client("union").post(address, sent)
    assert page.status_code == 422 and "请选择联系上了没有。" in page.text
    world.client("union").post(address, sent | {"reached": "no"})
    assert story.case.deadlines.get(step="contact").met_at is None
    world.client("union").post(address, sent | {"reached": "yes", "version": story.case.version})
    assert story.case.deadlines.get(step="contact").met_at == clock.now()
    assert list(story.case.events.order_by("id").values_list("step", flat=True))[-3:] == ["tried", "tried", "contact"]


def test_nobody_is_asked_to_call_a_person_who_left_no_contact(world):
    story = world.story(phone="", name="").until("dispatch")
    assert not story.case.deadlines.filter(step="contact").exists()
    page = world.client("union").get(f"/desk/cases/{story.id}/sign").text
    assert "对方没有留联系方式，凭编号和口令看进度。" in page and "请在期限内联系" not in page
    story.sign()
    assert "写给对方的话会显示在进度页" in world.client("union").get(f"/desk/cases/{story.id}/contact").text


def test_a_late_case_is_signed_without_promising_a_day_that_is_past(world):
    story = world.story().until("dispatch")
    world.go(days=30)
    event = story.sign()
    assert "已经晚了，很抱歉" in event.message and "前给您答复" not in event.message
    assert "前给您答复" in world.story().until("dispatch").sign().message
