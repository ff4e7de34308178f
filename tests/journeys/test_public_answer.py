"""An answer for everybody: an officer proposes it, another lets it out, a resident finds it; taken back, it is gone."""

from __future__ import annotations

import pytest
from tests.harness.browser import assert_accessible
from tests.work.cases import world as worlds
from tests.work.cases.publishing.told import PUBLIC, TITLE, closed

from qiaoliang.base.accounts.models import Account
from qiaoliang.work.cases.publishing.models import Publication


@pytest.fixture
def world(transactional_db):
    with worlds.opened() as made:
        yield made


@pytest.fixture
def sign_in(client, live_server):
    """sign_in(page, "union"): that officer's session in the page's browser."""

    def enter(page, name):
        client.force_login(Account.objects.get(username=name))
        value = client.cookies["session"].value
        page.context.add_cookies([{"name": "session", "value": value, "url": live_server.url}])

    return enter


def press(page, name):
    page.get_by_role("button", name=name, exact=True).click()


def test_proposed_let_out_found_and_taken_back(world, desk, phone, sign_in, screens):
    story = closed(world)
    sign_in(desk, "union")
    desk.goto(f"/desk/cases/{story.id}/")
    desk.get_by_role("link", name="提请公开，或看公开情况").click()
    desk.get_by_role("link", name="提请公开", exact=True).wait_for()
    assert_accessible(desk)
    desk.get_by_role("link", name="提请公开", exact=True).click()
    desk.fill("[name=title]", TITLE)
    desk.fill("[name=text]", f"请打 {worlds.PHONE}。")
    press(desk, "交另一个人核对")
    desk.get_by_role("alert").wait_for()
    assert desk.input_value("[name=title]") == TITLE
    assert_accessible(desk)
    screens(desk, "public-1-stopped")
    desk.fill("[name=text]", PUBLIC)
    press(desk, "交另一个人核对")
    desk.get_by_text("这是您写的，由另一个人核对。").wait_for()

    sign_in(desk, "union_head")
    desk.goto("/desk/publications/")
    assert_accessible(desk)
    desk.get_by_role("link", name=TITLE).click()
    desk.get_by_label("公开", exact=True).wait_for()
    assert_accessible(desk)
    screens(desk, "public-2-check")
    desk.get_by_label("公开", exact=True).check()
    press(desk, "提交决定")
    desk.get_by_text("看看群众看到的样子").wait_for()

    phone.goto("/")
    phone.get_by_role("link", name="查找公开答复").click()
    phone.fill("[name=q]", "考勤")
    press(phone, "搜索")
    phone.get_by_role("link", name=TITLE).wait_for()
    assert_accessible(phone)
    screens(phone, "public-3-found")
    phone.get_by_role("link", name=TITLE).click()
    phone.get_by_text(PUBLIC).wait_for()
    assert_accessible(phone)
    found = phone.url

    phone.goto("/case/")
    phone.fill("[name=code]", story.code)
    phone.fill("[name=secret]", story.secret)
    phone.locator("main form button.btn-primary").first.click()
    phone.get_by_role("link", name="您同意了公开答复").click()
    phone.get_by_role("button", name="不公开了，收回同意").wait_for()
    assert_accessible(phone)
    screens(phone, "public-4-consent")
    press(phone, "不公开了，收回同意")
    phone.get_by_text("已收回").wait_for()
    assert phone.goto(found).status == 404
    phone.goto("/answers/?q=考勤")
    phone.get_by_text("没有找到这样的公开答复").wait_for()
    for page in ("/answers/promises/", "/answers/heard/"):
        phone.goto(page)
        assert_accessible(phone)
    assert Publication.objects.get().standing == "recalled"
