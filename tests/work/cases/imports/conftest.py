from datetime import UTC, date, datetime

import pytest
from django.db import transaction

from qiaoliang.base.access import actions as access
from qiaoliang.base.accounts.models import Account
from qiaoliang.base.catalog import actions as catalog
from qiaoliang.base.catalog.file import SHIPPED
from qiaoliang.base.core import clock
from qiaoliang.base.core.who import SYSTEM
from qiaoliang.base.organizations import actions as organizations
from qiaoliang.office.sheets import write_xlsx

NOON = datetime(2026, 11, 23, 4, tzinfo=UTC)
HEADINGS = ["留言编号", "主题", "留言详情", "留言时间", "地点", "姓名", "联系电话", "类别", "备注"]
#: invented matters; the first is whole, the others lack something
GOOD = ["A1", "路灯不亮", "柳溪村东头的路灯坏了半个月，晚上走路看不清。", "2026/11/20 8:05", "柳溪村东头", "何小满", "13800000001", "拖欠工资", "急"]  # fmt: skip


def load_catalog():
    with clock.frozen(NOON):
        catalog.load(SHIPPED, SYSTEM)


@pytest.fixture(scope="module")
def _catalog(django_db_setup, django_db_blocker):
    """One catalogue for a file's tests; what a test changes is rolled back to here."""
    with django_db_blocker.unblock(), transaction.atomic():
        load_catalog()
        yield
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def _district(_catalog, db):
    with clock.frozen(NOON):
        yield


@pytest.fixture
def table(tmp_path):
    """table(rows) → the path of an .xlsx with our headings."""

    def make(rows, headings=HEADINGS, name="table.xlsx"):
        path = tmp_path / name
        write_xlsx(path, {"诉求": (headings, rows)})
        return path

    return make


@pytest.fixture
def officer():
    """officer(role) → an account whose post has that role in the district's office."""
    placed = organizations.found_all(
        SYSTEM,
        [organizations.NewOrganization(code="yq", name="云桥区", kind="district", founded=date(2019, 1, 1))],
    )

    def make(role):
        account = Account.objects.create(username=f"u-{role}")
        person = organizations.register(SYSTEM, "何云桥", account=account)
        post = organizations.establish_post(SYSTEM, placed["yq"], f"岗{role}")
        organizations.appoint(SYSTEM, person, post, start=date(2026, 1, 1))
        access.grant(SYSTEM, post, role, start=date(2026, 2, 1))
        return account

    return make
