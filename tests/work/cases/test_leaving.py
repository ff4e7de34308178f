"""Somebody leaves a post: a colleague or the unit goes on with what is open, nothing is orphaned, their log-ins end."""

from datetime import timedelta

import pytest
from django.test import Client

from qiaoliang.base.access import actions as access
from qiaoliang.base.accounts.models import Account
from qiaoliang.base.audit.models import AuditEvent
from qiaoliang.base.core import clock
from qiaoliang.base.core.errors import Refusal
from qiaoliang.base.core.who import SYSTEM
from qiaoliang.base.notify.models import Notice
from qiaoliang.base.organizations import actions as organizations
from qiaoliang.base.organizations.models import Membership, Person
from qiaoliang.base.organizations.registry import open_work, successors
from qiaoliang.work.cases import queries
from qiaoliang.work.cases.models import Event, Instruction


def term(name):
    return Membership.objects.select_related("person__account", "post__organization").get(person__name=f"人{name}")


def person(name):
    return Person.objects.get(name=f"人{name}")


def told(name):
    return [
        one.removeprefix("cases.")
        for one in Notice.objects.filter(person_id=person(name).pk).values_list("kind", flat=True)
    ]


def test_a_colleague_goes_on_and_the_log_ins_end(world):
    mine, other, asked = (world.story().until("sign") for _ in range(3))
    asked.ask_extension()
    closed = world.story().until("rate")
    seat = Client()
    seat.force_login(Account.objects.get(username="union"))
    assert seat.get("/desk/rights").status_code == 200
    held = term("union")
    assert [one.count for one in open_work(held)] == [3, 1]
    assert successors(held) == {person("union2").pk}
    Notice.objects.all().delete()
    organizations.relieve(SYSTEM, held, reason="调离", successor=person("union2"))
    for story in (mine, other, asked):
        assert story.case.handler == person("union2")
        event = story.case.events.get(step="hand_over")
        assert event.refs == {"from": str(held.person_id), "to": str(person("union2").pk)}
    assert closed.case.handler == held.person
    assert sorted(told("union2")) == ["handed_over"] * 3
    assert [one.count for one in open_work(held)] == [1]  # the request keeps who made it
    assert seat.get("/desk/rights").status_code == 302
    done = AuditEvent.objects.get(action="membership.hand_over")
    assert done.refs == {"person": str(held.person_id), "count": 4, "successor": str(person("union2").pk)}
    asked.agree_extension()
    asked.decide_extension()
    assert "extension_decided" in told("union2") and "extension_decided" not in told("union")
    mine.propose(by="union2")
    with pytest.raises(Refusal):
        organizations.relieve(SYSTEM, held, reason="再来")


def test_without_a_successor_the_whole_unit_is_told(world):
    story = world.story().until("sign")
    organizations.relieve(SYSTEM, term("union"), reason="调离")
    assert story.case.handler is None
    assert "handed_to_unit" in told("union2") and "handed_to_unit" not in told("union")
    story.propose(by="union2")
    assert Event.objects.filter(case=story.id, step="hand_over").count() == 1


def test_a_drafter_who_left_is_not_waited_for(world):
    story = world.story().until("propose")
    organizations.relieve(SYSTEM, term("union"), reason="调离", successor=person("union2"))
    story.send_back()
    assert "sent_back" in told("union2") and "sent_back" not in told("union")


@pytest.mark.parametrize("name", ["union_head", "women", "union", "town"])
def test_only_somebody_of_the_unit_who_handles_cases_goes_on(name, world):
    story = world.story().until("sign")
    with pytest.raises(Refusal) as refused:
        organizations.relieve(SYSTEM, term("union"), reason="调离", successor=person(name))
    assert refused.value.code == "no_successor"
    assert term("union").end is None
    assert story.case.handler == person("union")


def test_who_keeps_another_post_in_the_unit_keeps_the_work_and_the_log_in(world):
    story = world.story().until("sign")
    post = organizations.establish_post(SYSTEM, world.units["zgh"], "另一岗")
    organizations.appoint(SYSTEM, person("union"), post)
    held = Membership.objects.get(person=person("union"), post__title="union岗")
    seat = Client()
    seat.force_login(Account.objects.get(username="union"))
    seat.get("/desk/rights")
    assert open_work(held) == []
    organizations.relieve(SYSTEM, held, reason="换岗")
    assert story.case.handler == person("union")
    assert seat.get("/desk/rights").status_code == 200
    assert not AuditEvent.objects.filter(action="membership.hand_over").exists()


def test_an_instruction_to_the_post_goes_with_it(world):
    story = world.story().until("sign")
    story.instruct()
    asked = Instruction.objects.get()
    asked.post = term("union").post
    asked.save()
    organizations.relieve(SYSTEM, term("union"), reason="调离", successor=person("union2"))
    asked.refresh_from_db()
    assert asked.post == term("union2").post
    organizations.relieve(SYSTEM, term("union2"), reason="调离")
    asked.refresh_from_db()
    assert asked.post is None


def test_a_term_that_ends_by_its_date_is_followed_on_that_day(world):
    story = world.story().until("sign")
    organizations.change_day()
    organizations.relieve(SYSTEM, term("union"), on=clock.today() + timedelta(days=2), reason="到期")
    world.go(days=1)
    organizations.change_day()
    assert story.case.handler == person("union")
    world.go(days=1)
    organizations.change_day()
    assert story.case.handler is None
    assert "handed_to_unit" in told("union2")
    organizations.change_day()
    assert Event.objects.filter(case=story.id, step="hand_over").count() == 1


def test_the_page_counts_what_is_open_and_hands_it_over(world):
    account = Account.objects.create(username="keeper")
    post = organizations.establish_post(SYSTEM, world.units["yq"], "管理岗")
    organizations.appoint(SYSTEM, organizations.register(SYSTEM, "管理人", account=account), post)
    access.grant(SYSTEM, post, "admin")
    admin = Client()
    admin.force_login(account)
    story = world.story().until("sign")
    held = term("union")
    page = f"/desk/terms/{held.pk}/end"
    text = admin.get(page).text
    assert "承办的诉求" in text and story.code not in text and "登录全部退出" in text
    assert admin.get(f"/desk/organizations/{world.unit('zgh')}").text.count(page) == 1
    assert admin.post(page, {"reason": " "}).status_code == 422
    assert admin.post(page, {"reason": "调离", "successor": str(person("women").pk)}).status_code == 422
    answer = admin.post(page, {"reason": "调离", "successor": str(person("union2").pk)}, follow=True)
    assert "手上的事已交接" in answer.text
    assert story.case.handler == person("union2")
    assert admin.get(page).status_code == 404
    assert world.client("union2").get(page).status_code == 404
    own = Membership.objects.get(person__account=account)
    assert "没有别人" in admin.post(f"/desk/terms/{own.pk}/end", {"reason": "我走了"}).text
    assert Membership.objects.at().filter(pk=own.pk).exists()


def test_a_unit_that_ends_with_open_cases_leaves_none_of_them_lying(world):
    story, answered = world.story().until("accept"), world.story().until("rate")
    day = clock.today() + timedelta(days=1)  # nothing is open when it is said; what comes until then has no successor
    organizations.dissolve(SYSTEM, world.units["fl"], on=day, reason="撤销")
    story.dispatch("fl")
    story.sign(by="women")
    due = story.case.due_at
    assert queries.units_without_handlers() == [] and story.case not in queries.todo(world.dispatcher)
    world.go(days=1)
    organizations.change_day()
    assert queries.units_without_handlers() == [world.units["fl"]]
    assert list(queries.todo(world.dispatcher)) == [story.case] and answered.case.state == "closed"
    assert "主办单位现在没有人能接着办" in world.client("dispatcher").get(f"/desk/cases/{story.id}/").text
    story.redispatch("zgh")
    assert (story.case.state, story.case.lead.code, story.case.due_at) == ("dispatched", "zgh", due)
    assert queries.units_without_handlers() == []
