"""Giving a case to another unit and changing who helps, while it is being handled and without being asked."""

import pytest
from tests.work.cases.world import NO_RIGHT, PHONE, refused, told, wrong_state

from qiaoliang.base.audit.models import AuditEvent
from qiaoliang.base.core.who import SYSTEM
from qiaoliang.base.notify import queries as notices
from qiaoliang.base.organizations import actions as organizations
from qiaoliang.base.organizations.models import Membership, Person
from qiaoliang.work.cases import queries
from qiaoliang.work.cases.models import Assignment, Case


def parts(story, **which):
    rows = Assignment.objects.filter(case=story.id, **which).order_by("id")
    return [(one.organization.code, str(one.part), one.end) for one in rows]


@pytest.mark.parametrize("last", ["dispatch", "sign", "propose"])
def test_another_unit_takes_it_over_and_the_answers_date_stays(world, last):
    story = world.story(phone=PHONE)
    story.accept()
    refused(story.redispatch, "cases.redispatch", wrong_state("已受理，待派单"))
    story.dispatch(helpers=("lx", "lx-v"))
    for step in ("sign", "propose"):
        if last != "dispatch" and (step == "sign" or last == "propose"):
            getattr(story, step)()
    due, first, received = story.case.due_at, story.case.first_due_at, story.case.received_at
    world.go(hours=3)
    refused(lambda: story.redispatch(by="union"), "cases.redispatch", NO_RIGHT)
    taken = "这件诉求已经在这个单位手里。请另选一个单位。"
    refused(lambda: story.redispatch("zgh"), "cases.redispatch.lead", taken)
    event = story.redispatch("fl", ("lx", "zgh"))
    case = story.case
    assert (case.state, case.lead.code, case.handler) == ("dispatched", "fl", None)
    assert (case.due_at, case.first_due_at, case.received_at) == (due, first, received)
    then = event.at
    assert sorted(parts(story), key=str) == sorted(
        [
            ("lx", "helper", None),
            ("lx-v", "helper", then),
            ("zgh", "lead", then),
            ("zgh", "helper", None),
            ("fl", "lead", None),
        ],
        key=str,
    )
    assert "从区总工会转到区妇联办理。答复的日子不变" in event.message
    assert (event.note, event.refs["lead"]) == ("原单位没有人手", str(world.unit("fl")))
    assert told("moved") == ["union", "union2", "union_head"]
    live = case.deadlines.filter(ended_at=None).order_by("step").values_list("step", flat=True)
    assert list(live) == ["answer", "contact", "sign"]
    assert AuditEvent.objects.get(action="cases.redispatch").fields == ["ended_at", "handler", "lead", "state"]
    story.sign(by="women")
    assert (story.case.state, story.case.handler) == ("in_progress", world.women.person)


def test_an_open_return_is_decided_first_and_the_accused_never_gets_it(world):
    story = world.story().until("sign")
    story.ask_return()
    refused(story.redispatch, "cases.redispatch", "已经申请了退单，还没有决定。")
    other = world.story()
    other.accept(accused_id=world.unit("lx"))
    other.dispatch()
    shut_out = "这件诉求反映的就是这个单位的作风问题，它不能参与办理。请另选单位，一般选它的上级。"
    refused(lambda: other.redispatch("lx"), "cases.accused", shut_out)
    refused(lambda: other.change_helpers("fl", "lx-v"), "cases.accused", shut_out)


def test_a_case_in_its_second_round_goes_on_in_it_at_the_new_unit(world):
    story = world.story().until("open_callback")
    story.rate("no")
    due = story.case.due_at
    story.redispatch("fl")
    story.sign(by="women")
    assert (story.case.state, story.case.round, story.case.due_at) == ("rework", 2, due)


def test_a_question_that_stays_open_ends_it_at_the_new_unit_as_at_the_old(world):
    story = world.story().until("sign")
    story.ask()
    story.redispatch("fl")
    world.go(days=40)
    from qiaoliang.work.cases.jobs import tick

    tick()
    assert (story.case.state, story.case.closing) == ("closed", "lapsed")


def test_helpers_come_and_go_and_who_stays_keeps_the_part(world):
    story = world.story().until("accept")
    refused(lambda: story.change_helpers("fl"), "cases.change_helpers", wrong_state("已受理，待派单"))
    story.dispatch(helpers=("lx", "lx-v"))
    kept = Assignment.objects.get(case=story.id, organization=world.unit("lx"))
    clocks = list(story.case.deadlines.order_by("pk").values())
    world.go(hours=2)
    refused(lambda: story.change_helpers("fl", by="union"), "cases.change_helpers", NO_RIGHT)
    refused(lambda: story.change_helpers("lx-v", "lx"), "cases.helpers", "协办单位没有变化，没有保存。")
    both = "协办不能与主办相同。请填别的单位，或者不填。"
    refused(lambda: story.change_helpers("zgh"), "cases.helpers", both)
    event = story.change_helpers("fl", "lx", note="村里的事已办完")
    assert parts(story) == [
        ("lx", "helper", None),
        ("lx-v", "helper", event.at),
        ("zgh", "lead", None),
        ("fl", "helper", None),
    ]
    assert Assignment.objects.get(organization=world.unit("lx")) == kept
    assert (story.case.state, list(story.case.deadlines.order_by("pk").values())) == ("dispatched", clocks)
    assert (event.message, told("helped"), told("helpers_changed")) == ("", ["village"], ["union", "union2"])
    assert told("helping") == ["town", "village", "women"]
    story.change_helpers()
    assert parts(story, end=None) == [("zgh", "lead", None)]


def leave(world, *names):
    for name in names:
        for held in Membership.objects.filter(person=world.actors[name].person, end=None):
            organizations.relieve(SYSTEM, held, reason="调离")


def test_a_lead_unit_without_anybody_left_shows_and_waits_for_the_dispatcher(world):
    story, other, waiting = world.story().until("sign"), world.story().until("sign"), world.story().until("propose")
    other.redispatch("lx-v")
    assert not queries.todo(world.dispatcher).exists()
    leave(world, "union", "union2")
    assert queries.has_nobody_left(story.case)
    assert not queries.has_nobody_left(other.case)
    assert not queries.has_nobody_left(waiting.case)  # its head can still check the answer
    assert [one.pk for one in queries.todo(world.dispatcher)] == [story.id]
    page = world.client("dispatcher").get(f"/desk/cases/{story.id}/")
    assert "主办单位现在没有人能接着办这件诉求" in page.text
    assert f"/desk/cases/{story.id}/redispatch" in page.text
    assert "主办单位现在没有人" not in world.client("dispatcher").get(f"/desk/cases/{other.id}/").text
    leave(world, "union_head")
    assert set(queries.todo(world.dispatcher).values_list("pk", flat=True)) == {story.id, waiting.id}
    story.redispatch("fl")
    assert not Case.objects.filter(queries.nobody_left(), pk=story.id).exists()


def waiting(name):
    """What this officer's notices still ask for."""
    person = Person.objects.get(account__username=name)
    return sorted(notice.kind.removeprefix("cases.") for notice in notices.unread(person.pk))


def test_a_notice_asks_for_nothing_once_the_case_has_moved_on(world):
    story = world.story()
    assert waiting("intake") == waiting("intake2") == ["submitted"]
    story.accept()
    assert (waiting("intake"), waiting("intake2"), waiting("dispatcher")) == ([], [], ["accepted"])
    story.dispatch(helpers=("lx",))
    assert (waiting("dispatcher"), waiting("union"), waiting("union2")) == ([], ["dispatched"], ["dispatched"])
    story.sign()
    assert (waiting("union2"), waiting("town")) == ([], ["helping"])
    story.change_helpers("fl")
    assert (waiting("town"), waiting("women")) == (["helped"], ["helping"])
    story.ask_return()
    assert (waiting("supervisor"), waiting("dispatcher")) == ([], ["return_asked"])
    story.decide_return(False)
    assert (waiting("dispatcher"), waiting("union")) == ([], ["helpers_changed", "return_decided"])
    story.propose()
    assert waiting("union_head") == ["to_approve"]
    story.send_back()
    assert (waiting("union_head"), "sent_back" in waiting("union")) == ([], True)
    story.propose()
    story.approve()
    assert ("sent_back" in waiting("union"), waiting("callback")) == (False, ["answered"])
    story.rate("no")
    assert (waiting("callback"), "rework" in waiting("union"), waiting("women")) == ([], True, [])
    story.redispatch("lx")
    assert ("rework" in waiting("union"), "moved" in waiting("union")) == (False, True)
    story.withdraw()
    assert (waiting("town"), waiting("women")) == (["helped", "withdrawn"], [])


def test_a_notice_names_its_case_only_to_who_may_see_it(world):
    story = world.story().until("dispatch")
    title = story.case.title
    assert title in world.client("union").get("/desk/notices").text
    story.redispatch("fl")
    answer = world.client("union").get("/desk/notices").text
    assert f"{story.code} 已改派给别的单位" in answer and title not in answer
