"""Nobody may be the last to go: without an administrator or a security officer there is no way back in."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from qiaoliang.base.access import actions as access
from qiaoliang.base.access.models import Grant
from qiaoliang.base.accounts import actions as accounts
from qiaoliang.base.accounts.models import Account
from qiaoliang.base.core import clock
from qiaoliang.base.core.errors import Refusal
from qiaoliang.base.core.who import SYSTEM
from qiaoliang.base.organizations import actions as organizations
from qiaoliang.base.organizations.models import Membership, Organization, Person

pytestmark = pytest.mark.django_db


def close(name, _place):
    accounts.close_account(SYSTEM, Account.objects.get(username=name), reason="调走")


def end_grant(name, _place):
    access.end_grant(SYSTEM, Grant.objects.get(post__title=f"岗{name}"), reason="调走")


def relieve(name, _place):
    organizations.relieve(SYSTEM, Membership.objects.get(person__name=name), reason="调走")


def disconnect(name, _place):
    organizations.connect(SYSTEM, Person.objects.get(name=name), None)


def dissolve(_name, place):
    organizations.dissolve(SYSTEM, Organization.objects.get(pk=place["lx-v"].pk), reason="撤并")


def relieve_later(name, _place):
    day = clock.today() + timedelta(days=30)
    organizations.relieve(SYSTEM, Membership.objects.get(person__name=name), on=day, reason="调走")


WAYS = [close, end_grant, relieve, disconnect, dissolve, relieve_later]


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize(("role", "what"), [("admin", "开设、停用账号"), ("security", "授予和收回角色")])
def test_the_last_one_stays_whichever_way_and_with_a_deputy_may_go(way, role, what, officer, place):
    officer("last", "lx-v", [role])
    with pytest.raises(Refusal) as no:
        way("last", place)
    assert no.value.code == "last_administrator"
    assert what in str(no.value)
    assert Account.objects.get(username="last").is_active
    assert Membership.objects.get(person__name="last").end is None
    assert Grant.objects.get().end is None
    assert Person.objects.get(name="last").account is not None
    officer("deputy", "yq", [role])
    way("last", place)


def test_a_deputy_whose_account_is_closed_is_none(officer, place):
    officer("last", "yq", ["admin"])
    officer("deputy", "yq", ["admin"])
    close("deputy", place)
    with pytest.raises(Refusal):
        close("last", place)


@pytest.mark.parametrize("role", ["handler", "auditor"])
def test_others_may_go(role, officer, place):
    officer("one", "lx-v", [role])
    for way in (end_grant, relieve, close):
        way("one", place)
    assert not Account.objects.get(username="one").is_active


def test_the_page_says_why_and_keeps_the_reason(officer, place):
    officer("last", "yq", ["security"])
    client = Client()
    client.force_login(officer("admin", "yq", ["admin"]))
    address = f"/desk/accounts/{Account.objects.get(username='last').pk}/close"
    answer = client.post(address, {"reason": "调到外区去了"})
    assert (answer.status_code, "再没有别人能" in answer.text, "调到外区去了" in answer.text) == (422, True, True)
