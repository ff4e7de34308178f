"""After log-in everybody stands before what their post is there for."""

import pytest
from django.urls import reverse

from qiaoliang.base.access import actions as access
from qiaoliang.base.accounts.actions import create_account
from qiaoliang.base.core.who import SYSTEM
from qiaoliang.base.organizations import actions as organizations


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("role", "page"),
    [
        ("handler", "cases:todo"),
        ("auditor", "audit:events"),
        ("data_officer", "vault:reveals"),
        ("admin", "access:accounts"),
        ("security", "access:grants"),
        ("", "access:rights"),
    ],
)
def test_each_role_lands_on_its_own_page(role, page, client):
    office = organizations.found(SYSTEM, code="dq", name="党群工作部", kind="office")
    post = organizations.establish_post(SYSTEM, office, "干事")
    account, _ = create_account(SYSTEM, "liangqing", password="qiaoliang-one-9")
    person = organizations.register(SYSTEM, "梁清", account=account)
    organizations.appoint(SYSTEM, person, post)
    if role:
        access.grant(SYSTEM, post, role)
    client.force_login(account)
    answer = client.get(reverse("start"))
    assert (answer.status_code, answer["Location"]) == (302, reverse(page))
    assert client.get(answer["Location"]).status_code == 200
