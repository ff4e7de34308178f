from datetime import UTC, date, datetime

import pytest

from qiaoliang.base.access import actions as access
from qiaoliang.base.accounts.models import Account
from qiaoliang.base.core import clock
from qiaoliang.base.core.who import SYSTEM
from qiaoliang.base.organizations import actions as organizations

NOON = datetime(2026, 6, 15, 4, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _clock():
    with clock.frozen(NOON):
        yield


@pytest.fixture
def place(db):
    """yq (district) > lx (town) > lx-v (village); zgh (union of the district) leads lx-gh by line."""
    rows = [
        organizations.NewOrganization(code="yq", name="云桥区", kind="district", founded=date(2019, 1, 1)),
        organizations.NewOrganization(
            code="zgh", name="区总工会", kind="union", territory="yq", founded=date(2019, 1, 1)
        ),
        organizations.NewOrganization(code="lx", name="柳溪镇", kind="town", territory="yq", founded=date(2019, 1, 1)),
        organizations.NewOrganization(
            code="lx-v", name="柳溪村", kind="village_committee", territory="lx", founded=date(2019, 1, 1)
        ),
        organizations.NewOrganization(
            code="lx-gh", name="柳溪镇工会", kind="union", territory="lx", line="zgh", founded=date(2019, 1, 1)
        ),
    ]
    return organizations.found_all(SYSTEM, rows)


@pytest.fixture
def officer(place):
    """officer("name", "code", ("role", …)) → the person's account; with a new post in that organisation."""

    def make(name, code, roles=(), reach="", headcount=1):
        account = Account.objects.create(username=name)
        person = organizations.register(SYSTEM, name, account=account)
        post = organizations.establish_post(SYSTEM, place[code], f"岗{name}", headcount=headcount)
        organizations.appoint(SYSTEM, person, post, start=date(2026, 1, 1))
        for role in roles:
            access.grant(SYSTEM, post, role, reach=reach, start=date(2026, 2, 1))
        return account

    return make
