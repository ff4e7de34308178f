"""Grants last from day to day, narrow what a role may, and never join an administrator with anything else."""

from datetime import UTC, date, datetime

import pytest
from django.test import Client

from qiaoliang.base.access import actions, queries
from qiaoliang.base.access.actor import NOBODY, actor_for
from qiaoliang.base.access.models import Grant
from qiaoliang.base.access.roles import roles
from qiaoliang.base.accounts.models import Account
from qiaoliang.base.core import clock
from qiaoliang.base.core.errors import Refusal
from qiaoliang.base.core.who import SYSTEM, Who
from qiaoliang.base.organizations import actions as organizations
from qiaoliang.base.organizations.models import Membership, Organization, Person, Post


def refuses(code, do, *args, **kwargs):
    with pytest.raises(Refusal) as refused:
        do(*args, **kwargs)
    assert refused.value.code == code


def post_of(account):
    return Post.objects.get(memberships__person__account=account)


def test_a_grant_narrows_but_never_widens(officer, place):
    wide = actor_for(officer("wide", "lx", ["dispatcher"]))
    narrow = actor_for(officer("narrow", "lx", ["dispatcher"], reach="subtree"))
    unit = actor_for(officer("unit", "lx", ["handler"], reach="district"))
    assert wide.may("cases.dispatch", place["zgh"].pk)
    assert not narrow.may("cases.dispatch", place["zgh"].pk)
    assert narrow.may("cases.dispatch", place["lx-v"].pk)
    assert unit.may("cases.work", place["lx"].pk)
    assert not unit.may("cases.work", place["lx-v"].pk)
    assert not queries.reach(unit, "cases.work").everywhere


def test_below_means_by_territory_or_by_line(officer, place):
    union = actor_for(officer("union", "zgh", ["head"]))
    assert union.may("cases.read", place["lx-gh"].pk)
    assert not union.may("cases.read", place["lx-v"].pk)
    listed = Organization.objects.filter(queries.reach(union, "cases.read").q("pk"))
    assert set(listed.values_list("code", flat=True)) == {"zgh", "lx-gh"}


def test_the_wider_of_two_roles_counts(officer, place):
    actor = actor_for(officer("both", "lx", ["handler", "head"]))
    assert actor.held["cases.read"].right.role == "head"
    assert actor.may("cases.read", place["lx-v"].pk)
    assert actor.may("cases.work")


def test_rights_begin_and_end_with_the_day(officer):
    account = officer("one", "lx")
    given = actions.grant(SYSTEM, post_of(account), "head", start=date(2026, 6, 20))
    assert not actor_for(account).may("cases.approve")
    with clock.frozen(datetime(2026, 6, 19, 16, 0, tzinfo=UTC)):
        assert actor_for(account).may("cases.approve")
        refuses("no_reason", actions.end_grant, SYSTEM, given, reason=" ")
        actions.end_grant(SYSTEM, given, reason="调岗")
        assert not actor_for(account).may("cases.approve")
        refuses("ended", actions.end_grant, SYSTEM, given, reason="调岗")
        actions.grant(SYSTEM, post_of(account), "head")
        assert actor_for(account).may("cases.approve")


def test_a_planned_grant_can_be_called_off(officer):
    account = officer("one", "lx")
    given = actions.grant(SYSTEM, post_of(account), "head", start=date(2026, 7, 1))
    actions.end_grant(SYSTEM, given, reason="不需要了")
    with clock.frozen(datetime(2026, 7, 5, tzinfo=UTC)):
        assert not actor_for(account).may("cases.approve")


def test_rights_go_with_the_post_not_with_the_person(officer):
    account = officer("one", "lx", ["head"])
    assert actor_for(account).may("cases.approve")
    organizations.relieve(SYSTEM, Membership.objects.get(person__account=account), reason="换届")
    assert actor_for(account).post is None
    assert not actor_for(account).may("cases.approve")
    assert queries.people_with("cases.approve", Organization.objects.get(code="lx").pk) == []


def test_who_grants_reads_the_whole_table_with_its_reasons(officer):
    client = Client()
    client.force_login(officer("sec", "yq", ["security"]))
    text = client.get("/desk/roles").text
    for role in roles().values():
        assert role.name.zh in text and all(right.because.zh in text for right in role.rights.values())
    client.force_login(officer("h", "lx", ["head"]))
    assert client.get("/desk/roles").status_code == 403


def test_a_hat_is_worn_one_at_a_time(officer, place):
    account = officer("one", "lx", ["head"])
    person = Person.objects.get(account=account)
    second = organizations.establish_post(SYSTEM, place["zgh"], "兼职督办", rank=90)
    organizations.appoint(SYSTEM, person, second)
    actions.grant(SYSTEM, second, "supervisor")
    first, other = actor_for(account), actor_for(account, second.pk)
    assert [hat.post.title for hat in first.hats] == ["岗one", "兼职督办"]
    assert first.may("cases.approve")
    assert not first.may("cases.supervise")
    assert other.may("cases.supervise")
    assert not other.may("cases.approve")
    assert (other.who.post_id, other.who.organization_id) == (second.pk, place["zgh"].pk)
    foreign = post_of(officer("two", "lx", ["dispatcher"]))
    assert actor_for(account, foreign.pk).post == first.post


def test_somebody_begins_in_the_first_post_that_carries_a_role(officer, place):
    account = officer("one", "lx")
    person, own = Person.objects.get(account=account), post_of(account)
    second = organizations.establish_post(SYSTEM, place["zgh"], "兼职承办", rank=90)
    organizations.appoint(SYSTEM, person, second)
    assert actor_for(account).post.title == "岗one"
    actions.grant(SYSTEM, second, "handler")
    assert [hat.post.title for hat in actor_for(account).hats] == ["岗one", "兼职承办"]
    assert (actor_for(account).post, actor_for(account).may("cases.work")) == (second, True)
    assert actor_for(account, own.pk).post == own


def test_without_account_person_or_post_there_is_no_right(officer, place):
    stranger = Account.objects.create(username="stranger")
    closed = officer("closed", "lx", ["head"])
    closed.is_active = False
    for actor in (actor_for(stranger), actor_for(closed), NOBODY):
        assert not actor.may("cases.list")
        assert not actor.may("cases.list", place["lx"].pk)
        assert Organization.objects.filter(queries.reach(actor, "cases.list").q("pk")).count() == 0


@pytest.mark.parametrize("role", ["admin", "security", "auditor"])
def test_an_administrator_has_no_other_role_on_any_way(role, officer, place):
    administrator, worker = officer("a", "yq", [role]), officer("w", "yq", ["handler"])
    other = "auditor" if role != "auditor" else "admin"
    refuses("separation", actions.grant, SYSTEM, post_of(administrator), "handler")
    refuses("separation", actions.grant, SYSTEM, post_of(administrator), other)
    refuses("separation", actions.grant, SYSTEM, post_of(worker), role)
    third = organizations.establish_post(SYSTEM, place["yq"], "第三岗", headcount=3)
    actions.grant(SYSTEM, third, "leader")
    person = Person.objects.get(account=administrator)
    refuses("separation", organizations.appoint, SYSTEM, person, third)
    free = organizations.establish_post(SYSTEM, place["yq"], "空岗", headcount=3)
    organizations.appoint(SYSTEM, person, free)
    refuses("separation", actions.grant, SYSTEM, free, "leader")
    assert queries.mixed_administrators() == []
    Grant.objects.create(post=free, role="leader", reach="unit", start=date(2026, 6, 1))
    assert queries.mixed_administrators() == [person]


def test_nobody_grants_to_a_post_of_their_own(officer):
    account = officer("sec", "yq", ["security"])
    me = Who(kind="account", id=account.pk)
    refuses("own_post", actions.grant, me, post_of(account), "security")
    actions.grant(me, post_of(officer("w", "lx")), "handler")


def test_a_grant_is_checked(officer, place):
    post = post_of(officer("one", "lx", ["handler"]))
    refuses("unknown_role", actions.grant, SYSTEM, post, "emperor")
    refuses("unknown_reach", actions.grant, SYSTEM, post, "head", reach="world")
    refuses("granted_already", actions.grant, SYSTEM, post, "handler")
    refuses("no_post", actions.grant, SYSTEM, post, "head", start=date(2018, 1, 1))
    refuses("order", actions.grant, SYSTEM, post, "head", end=date(2026, 1, 1))


def test_many_grants_at_once_obey_the_same_rules(officer, place):
    post, free = post_of(officer("one", "lx", ["handler"])), post_of(officer("two", "lx"))
    me = Who(kind="account", id=Account.objects.get(username="one").pk)
    for more, code in [
        ((post, "emperor", ""), "unknown_role"),
        ((post, "leader", "world"), "unknown_reach"),
        ((post, "handler", ""), "granted_already"),
        ((free, "head", ""), "granted_already"),
        ((free, "auditor", ""), "separation"),
    ]:
        refuses(code, actions.grant_all, SYSTEM, [(free, "head", "unit"), more])
    refuses("own_post", actions.grant_all, me, [(post, "head", "")])
    assert Grant.objects.count() == 1
    made = actions.grant_all(SYSTEM, [(post, "head", "unit"), (free, "head", "")], start=date(2015, 1, 1))
    assert [(g.reach, g.start == g.post.start) for g in made] == [("unit", True), ("subtree", True)]
    assert actor_for(Account.objects.get(username="two")).may("cases.approve")


def test_many_appointments_never_join_an_administrator_with_another(officer, place):
    administrator = officer("a", "yq", ["admin"])
    post = organizations.establish_post(SYSTEM, place["yq"], "第三岗", headcount=3)
    actions.grant(SYSTEM, post, "leader")
    person = Person.objects.get(account=administrator)
    term = organizations.Term(person, post, date(2026, 12, 1))
    refuses("separation", organizations.appoint_all, SYSTEM, [term])
    assert Membership.objects.filter(post=post).count() == 0


@pytest.mark.parametrize("hats", [1, 3])
def test_an_actor_costs_three_queries_and_a_list_condition_none(hats, officer, place, django_assert_num_queries):
    account = officer("one", "lx", ["head"])
    person = Person.objects.get(account=account)
    for n in range(hats - 1):
        organizations.appoint(SYSTEM, person, organizations.establish_post(SYSTEM, place["yq"], f"兼{n}"))
    account = Account.objects.get(pk=account.pk)
    with django_assert_num_queries(3):
        actor = actor_for(account)
        assert actor.may("cases.read")
        assert actor.organization.code == "lx"
        reach = queries.reach(actor, "cases.read")
    with django_assert_num_queries(1):
        assert len(Organization.objects.filter(reach.q("pk"))) == 3
    with django_assert_num_queries(1):
        assert len(queries.people_with("cases.read", place["lx-v"].pk)) == 1
