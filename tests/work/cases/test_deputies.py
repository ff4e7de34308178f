"""Deputies: somebody acts in another's post for some days, the history says for whom, and what must be apart stays apart."""

from datetime import timedelta

import pytest

from qiaoliang.base.access import actions as access
from qiaoliang.base.access import deputies, queries
from qiaoliang.base.access.actor import actor_for
from qiaoliang.base.accounts.models import Account
from qiaoliang.base.audit.models import AuditEvent
from qiaoliang.base.core import clock
from qiaoliang.base.core.errors import Refusal
from qiaoliang.base.core.who import SYSTEM
from qiaoliang.base.notify.models import Notice
from qiaoliang.base.organizations import actions as organizations
from qiaoliang.base.organizations.models import Deputy, Membership
from qiaoliang.work.cases import queries as cases
from qiaoliang.work.cases import rules
from qiaoliang.work.cases.actions import answer, sign


def term(name):
    return Membership.objects.get(person__name=f"人{name}")


def stand_in(world, deputy, holder, by=None, start=0, days=5):
    first = clock.today() + timedelta(days=start)
    who = world.actors[by or holder]
    return deputies.name(who, term(holder), world.actors[deputy].person, start=first, end=first + timedelta(days=days))


def wearing(world, deputy, holder):
    """The deputy under the holder's hat."""
    actor = actor_for(Account.objects.get(username=deputy), term(holder).post_id)
    assert actor.stands_for == world.actors[holder].person
    return actor


def refused(code, fn, *args, **kwargs):
    with pytest.raises(Refusal) as no:
        fn(*args, **kwargs)
    assert no.value.code == code


def test_a_deputy_acts_in_the_post_and_history_and_audit_say_for_whom(world):
    story = world.story().until("propose")
    assert not world.union2.may("cases.approve")
    stand_in(world, "union2", "union_head")
    event = answer.approve(wearing(world, "union2", "union_head"), story.id, story.case.version)
    head = world.union_head.person
    assert (event.person, event.refs["stands_for"]) == (world.union2.person, str(head.pk))
    row = AuditEvent.objects.get(action="cases.approve", object_id=story.id)
    assert (row.actor_id, row.post_id, row.refs["stands_for"]) == (
        world.union2.who.id,
        term("union_head").post_id,
        str(head.pk),
    )
    assert "人union2（代人union_head）" in world.client("supervisor").get(f"/desk/cases/{story.id}/").text
    own = world.story().until("dispatch")
    event = sign.sign(actor_for(Account.objects.get(username="union2")), own.id, own.case.version)
    assert "stands_for" not in event.refs


def test_it_begins_and_ends_with_its_days_and_with_the_term(world):
    stand_in(world, "union2", "union_head", start=1, days=2)
    account = Account.objects.get(username="union2")
    hats = []
    for _day in range(4):
        hats.append(len(actor_for(account).hats))
        world.go(days=1)
    assert hats == [1, 2, 2, 1]
    stand_in(world, "union2", "union_head")
    assert len(actor_for(account).hats) == 2
    organizations.relieve(SYSTEM, term("union_head"), reason="调离")
    assert len(actor_for(account).hats) == 1
    assert queries.people_with("cases.approve", world.unit("zgh")) == []


def test_a_deputy_is_told_what_waits_in_the_post(world):
    stand_in(world, "union2", "union_head")
    assert set(queries.people_with("cases.approve", world.unit("zgh"))) == {
        world.union2.person.pk,
        world.union_head.person.pk,
    }
    story = world.story().until("propose")
    kinds = Notice.objects.filter(person_id=world.union2.person.pk, subject_id=story.id).values_list("kind", flat=True)
    assert "cases.to_approve" in kinds
    assert {"account.deputy_named"} <= set(
        Notice.objects.filter(person_id=world.union_head.person.pk).values_list("kind", flat=True)
    )


def test_who_wrote_an_answer_does_not_check_it_as_a_deputy(world):
    story = world.story().until("sign")
    stand_in(world, "union2", "union_head")
    story.propose(by="union2")
    refused("cases.approve", answer.approve, wearing(world, "union2", "union_head"), story.id, story.case.version)
    story.approve()


def test_who_handled_it_does_not_rate_it_as_a_deputy(world):
    post = organizations.establish_post(SYSTEM, world.units["office"], "兼岗")
    organizations.appoint(SYSTEM, world.union.person, post)
    story = world.story().until("open_callback")
    stand_in(world, "union", "callback")
    actor = wearing(world, "union", "callback")
    assert not rules.judge(actor, "rate", story.case).allowed
    assert not rules.judge(actor, "not_reached", story.case).allowed
    assert rules.judge(world.callback, "rate", story.case).allowed


def test_who_stands_in_at_an_accused_unit_is_shut_out_under_every_hat(world):
    story = world.story()
    story.accept()
    case = story.case
    case.accused_organization = world.units["lx"]
    case.save(update_fields=["accused_organization"])
    account = Account.objects.get(username="supervisor")
    assert cases.visible_to(actor_for(account)).filter(pk=case.pk).exists()
    Deputy.objects.create(
        membership=term("town"),
        person=world.supervisor.person,
        start=clock.today(),
        end=clock.today() + timedelta(days=1),
    )
    for hat in (None, term("town").post_id):
        assert not cases.visible_to(actor_for(account, hat)).filter(pk=case.pk).exists()
    assert world.supervisor.person.pk in cases.shut_out(case)
    world.go(days=1)
    assert cases.visible_to(actor_for(account)).filter(pk=case.pk).exists()


def test_the_three_administrators_stay_apart(world):
    accounts = {}
    for role in ("admin", "security"):
        accounts[role] = Account.objects.create(username=role)
        person = organizations.register(SYSTEM, f"人{role}", account=accounts[role])
        post = organizations.establish_post(SYSTEM, world.units["zgh"], f"{role}岗")
        organizations.appoint(SYSTEM, person, post)
        access.grant(SYSTEM, post, role)
    admin = actor_for(accounts["admin"])
    day, later = clock.today(), clock.today() + timedelta(days=3)
    refused("separate_post", deputies.name, admin, term("admin"), world.union.person, start=day, end=later)
    refused("separate_post", deputies.name, world.union_head, term("admin"), world.union.person, start=day, end=later)
    refused("separation", deputies.name, world.union_head, term("union"), admin.person, start=day, end=later)
    stand_in(world, "union2", "union")
    refused("separation", access.grant, SYSTEM, term("union2").post, "auditor")
    for name in ("jia", "yi"):
        made = organizations.register(SYSTEM, f"人{name}", account=Account.objects.create(username=name))
        organizations.appoint(SYSTEM, made, organizations.establish_post(SYSTEM, world.units["zgh"], f"{name}岗"))
    deputies.name(world.union_head, term("jia"), term("yi").person, start=day, end=later)
    refused("separate_post", access.grant, SYSTEM, term("jia").post, "auditor")
    refused(
        "separation", access.grant_all, SYSTEM, [(term("jia").post, "handler", ""), (term("yi").post, "auditor", "")]
    )
    free = organizations.establish_post(SYSTEM, world.units["zgh"], "空岗")
    access.grant(SYSTEM, free, "auditor")
    refused("separation", organizations.appoint, SYSTEM, world.union2.person, free)
    assert queries.mixed_administrators() == []


def test_only_the_holder_and_the_head_name_somebody_able_for_days_that_fit(world):
    day = clock.today()

    def name(by, holder, deputy, start=0, days=3):
        return deputies.name(
            world.actors[by],
            term(holder),
            world.actors[deputy].person,
            start=day + timedelta(days=start),
            end=day + timedelta(days=start + days),
        )

    refused("not_yours", name, "union2", "union", "union2")
    refused("not_yours", name, "women_head", "union", "union2")
    refused("not_able", name, "union", "union", "women")
    refused("holds_already", name, "union", "union", "union")
    refused("past", name, "union", "union", "union2", start=-1)
    refused("order", name, "union", "union", "union2", days=0)
    refused("too_long", name, "union", "union", "union2", days=93)
    made = name("union_head", "union", "union2")
    refused("overlaps", name, "union", "union", "union_head", start=2)
    name("union", "union", "union_head", start=3)
    refused("not_yours", deputies.name, wearing(world, "union2", "union"), term("union"), world.union_head.person,
            start=day + timedelta(days=9), end=day + timedelta(days=10))  # fmt: skip
    refused("not_yours", deputies.end, world.women_head, made)
    deputies.end(world.union2, made)
    refused("ended", deputies.end, world.union, made)
    assert len(actor_for(Account.objects.get(username="union2")).hats) == 1
    done = AuditEvent.objects.filter(action__startswith="deputy.").order_by("id").values_list("action", flat=True)
    assert list(done) == ["deputy.name", "deputy.name", "deputy.end"]
    village = deputies.name(
        world.village, term("village"), world.town.person, start=day, end=day + timedelta(days=1)
    )  # the one right above, where one person is the whole office
    assert village.person == world.town.person


def test_the_page_names_and_ends_and_the_hat_is_offered(world):
    head, page = world.client("union_head"), "/desk/deputies"
    day = clock.today()
    form = {"membership": term("union").pk, "person": world.union2.person.pk, "start": day, "last": day}
    assert "人women" not in head.get(page).text
    assert "这几天由 人union2 代理" in head.post(page, form, follow=True).text
    assert "已经有人代理" in head.post(page, form).text
    for wrong in ({}, form | {"start": "x"}, form | {"last": "9999-12-31"}, form | {"membership": term("women").pk}):
        assert head.post(page, wrong).status_code == 422
    mine = world.client("union2")
    assert "代人union：区总工会 union岗" in mine.get(page).text
    mine.post("/desk/hat", {"post": term("union").post_id})
    assert "您代人union办理" in mine.get("/desk/rights").text
    assert mine.get(page).context["form"] is None
    made = Deputy.objects.get()
    assert world.client("women").post(f"{page}/{made.pk}/end").status_code == 404
    assert "不再代理" in mine.post(f"{page}/{made.pk}/end", follow=True).text
    assert "您代人union办理" not in mine.get("/desk/rights").text
    assert "现在和以后都没有代理" in world.client("women").get(page).text


def test_a_stand_in_that_has_not_begun_is_cancelled_whole(world):
    mine, page = world.client("union"), "/desk/deputies"
    shown = mine.get(page).text
    assert "人union2 · 区总工会 union2岗" in shown and "人union · " not in shown.split("由谁代理")[1]
    stand_in(world, "union2", "union", start=2)
    made = Deputy.objects.get()
    assert "取消这次代理" in mine.get(page).text and "今天结束代理" not in mine.get(page).text
    assert "已取消，人union2 不代理了。" in mine.post(f"{page}/{made.pk}/end", follow=True).text
    assert "现在和以后都没有代理" in mine.get(page).text
    refused("ended", deputies.end, world.union, made)
    stand_in(world, "union2", "union", start=2)
    world.go(days=2)
    assert "今天结束代理" in world.client("union").get(page).text
