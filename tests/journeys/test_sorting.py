"""A case is sorted with the machine's help: intake and dispatcher press what is suggested, and the next day it is counted whether
that was right."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect
from tests.harness.browser import DESK, PHONE, assert_accessible
from tests.work.cases import world as worlds
from tests.work.cases.sorting.test_suggesting import WAGES

from qiaoliang.base.accounts.models import Account
from qiaoliang.work.cases.sorting import matters, shelf
from qiaoliang.work.cases.sorting.actions.read import read_new
from qiaoliang.work.cases.sorting.choices import What


@pytest.fixture
def world(transactional_db):
    with worlds.opened() as made:
        yield made
        matters.forget()
        for what in What:
            shelf.path(what).unlink(missing_ok=True)


@pytest.fixture
def sign_in(client, live_server):
    """sign_in(page, "intake"): that officer's session in the page's browser."""

    def enter(page, name):
        client.force_login(Account.objects.get(username=name))
        value = client.cookies["session"].value
        page.context.add_cookies([{"name": "session", "value": value, "url": live_server.url}])
        return page

    return enter


def press(page, words):
    page.locator("main").get_by_role("button", name=words, exact=True).click()


def test_what_is_suggested_is_pressed_decided_and_counted(world, open_page, sign_in, screens):
    story = world.story(text=WAGES, title="工资没发")
    world.story(text=WAGES + "请工会帮忙。", title="工资没有发")
    read_new()
    desk = sign_in(open_page(DESK, java_script_enabled=False), "intake")
    desk.goto(f"/desk/cases/{story.id}/accept")
    assert_accessible_without_script(desk)
    desk.fill("[name=note]", "已电话核实")
    desk.check("[name=kind][value=help]")
    press(desk, "劳动权益 / 拖欠工资")
    assert desk.input_value("[name=note]") == "已电话核实"
    assert desk.input_value("[name=category]") == "labour.wages"
    press(desk, "受理这件诉求")
    assert urlsplit(desk.url).path == f"/desk/cases/{story.id}/"
    read_new()
    phone = sign_in(open_page(PHONE), "dispatcher")
    phone.goto(f"/desk/cases/{story.id}/dispatch")
    assert_accessible(phone)
    assert "可能是同一件事" in phone.inner_text("main")
    screens(phone, "sorting-1-dispatch")
    phone.fill("[name=note]", "请先电话联系")
    press(phone, "区总工会")
    expect(phone.locator("[name=note]")).to_have_value("请先电话联系")
    expect(phone.locator("[name=lead]")).to_have_value("区总工会")
    press(phone, "派出去")
    phone.wait_for_url(f"**/desk/cases/{story.id}/")
    assert story.case.lead_id == world.unit("zgh")
    read_new()
    world.go(days=1)
    page = sign_in(open_page(DESK), "supervisor")
    page.goto("/desk/suggestions")
    assert_accessible(page)
    # for the category and for the unit: three in the table, one in the sentence above it
    assert page.inner_text("main").count("100%（1/1）") == 2 * (3 + 1)
    screens(page, "sorting-2-accuracy")


def assert_accessible_without_script(page):
    """Nothing is hidden from those without a script, and the form's own button is the first one that the return key finds."""
    assert page.locator("main form button[name=fill]").count() >= 1
    first = page.locator("main form").last.locator("button, input[type=submit]").first
    assert first.get_attribute("name") is None and first.get_attribute("value") == "受理这件诉求"
