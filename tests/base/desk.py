"""An officer at the desk, for the tests of pages: a unit, a post with a role, an account that is signed in."""

from __future__ import annotations

from datetime import date

from django.test import Client

from qiaoliang.base.access import actions as access
from qiaoliang.base.accounts.models import Account
from qiaoliang.base.core.who import SYSTEM, Who
from qiaoliang.base.organizations import actions as organizations
from qiaoliang.base.organizations.models import Organization, Person, Post

START = date(2026, 1, 1)


class Officer:
    """``client`` is signed in as ``account``; ``who`` is what an action takes."""

    def __init__(self, account: Account, person: Person, post: Post) -> None:
        self.account, self.person, self.post, self.client = account, person, post, Client()
        self.client.force_login(account)

    @property
    def who(self) -> Who:
        return Who(kind="account", id=self.account.pk, post_id=self.post.pk, organization_id=self.post.organization_id)


def officer(role: str = "", name: str = "桥一") -> Officer:
    """A new person in a new post of 云桥区妇联 with ``role`` (none: no role at all)."""
    unit = Organization.objects.filter(code="yq-fl").first() or found()
    account = Account.objects.create(username=name)
    person = organizations.register(SYSTEM, name, account=account)
    post = organizations.establish_post(SYSTEM, unit, f"{name}的岗位", headcount=1)
    organizations.appoint(SYSTEM, person, post, start=START)
    if role:
        access.grant(SYSTEM, post, role, start=START)
    return Officer(account, person, post)


def found() -> Organization:
    """云桥区 and its women's federation."""
    rows = [
        organizations.NewOrganization(code="yq", name="云桥区", kind="district", founded=START),
        organizations.NewOrganization(code="yq-fl", name="区妇联", kind="women", territory="yq", founded=START),
    ]
    return organizations.found_all(SYSTEM, rows)["yq-fl"]
