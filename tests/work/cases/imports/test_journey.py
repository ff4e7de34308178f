"""An officer brings a table in with a real browser: pages without a fault of access, and the waiting page that moves on."""

from __future__ import annotations

import pytest
from tests.harness.browser import assert_accessible
from tests.work.cases.imports.conftest import GOOD, NOON, load_catalog

from qiaoliang.base.core import clock
from qiaoliang.base.jobs import worker
from qiaoliang.work.cases.imports.models import Import
from qiaoliang.work.cases.models import Case

ROWS = [
    GOOD,
    ["A2", "", "", *GOOD[3:]],
    ["A3", "公交改线", "去县医院的车改了线，老人要走两里地。", *GOOD[3:7], "市政建设", ""],
]


@pytest.fixture(autouse=True)
def _district(transactional_db):
    """A catalogue that the server's own thread sees, too."""
    load_catalog()
    with clock.frozen(NOON):
        yield


@pytest.fixture
def signed_in(client, officer, desk, live_server):
    client.force_login(officer("intake"))
    cookie = {"name": "session", "value": client.cookies["session"].value, "url": live_server.url}
    desk.context.add_cookies([cookie])
    return desk


def test_a_table_is_looked_at_brought_in_and_taken_back(signed_in, table, screens):
    page = signed_in
    page.goto("/desk/imports/")
    assert_accessible(page)
    screens(page, "import-1-hand-in")
    page.set_input_files("input[type=file]", table(ROWS))
    page.get_by_role("button", name="检查表格").click()
    page.get_by_role("heading", name="要改的行").wait_for()
    assert_accessible(page)
    screens(page, "import-2-checked")
    page.get_by_label("不导入有误的行").check()
    page.get_by_role("button", name="导入 2 行").click()
    page.get_by_role("progressbar").wait_for()
    assert_accessible(page)
    screens(page, "import-3-running")
    worker.run_all()
    page.get_by_text("已导入 2").wait_for()
    page.get_by_text("撤销这次导入").click()
    screens(page, "import-4-done")
    assert_accessible(page)
    page.get_by_role("button", name="撤销导入").click()
    page.get_by_role("progressbar").wait_for()
    worker.run_all()
    page.get_by_text("已撤销").wait_for()
    assert Import.objects.get().state == "undone"
    assert Case.objects.filter(state="taken_back").count() == 2
