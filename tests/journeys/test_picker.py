"""Choosing units with the keyboard, in a real browser; and the same form without a script."""

from __future__ import annotations

import pytest
from tests.harness.browser import DESK, PHONE, assert_accessible
from tests.work.cases import world as worlds

from qiaoliang.base.accounts.models import Account
from qiaoliang.work.cases.models import Assignment


@pytest.fixture
def world(transactional_db):
    with worlds.opened() as made:
        yield made


@pytest.fixture
def dispatcher(client, live_server, open_page):
    def enter(size, **options):
        page = open_page(size, **options)
        client.force_login(Account.objects.get(username="dispatcher"))
        value = client.cookies["session"].value
        page.context.add_cookies([{"name": "session", "value": value, "url": live_server.url}])
        return page

    return enter


def test_units_are_picked_by_part_of_a_name_or_initials_and_taken_away_again(world, dispatcher):
    story = world.story().until("accept")
    page = dispatcher(PHONE)
    page.goto(f"/desk/cases/{story.id}/dispatch")
    lead, helpers = page.get_by_role("combobox", name="主办单位"), page.get_by_role("combobox", name="协办单位")
    lead.fill("工会")
    options = page.get_by_role("option")
    options.first.wait_for()
    assert [one.split("\n")[0] for one in options.all_inner_texts()] == ["区总工会", "柳溪镇工会"]
    assert lead.get_attribute("aria-expanded") == "true"
    assert lead.get_attribute("aria-activedescendant") == options.first.get_attribute("id")
    assert_accessible(page)
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE[0]
    page.keyboard.press("Escape")
    assert (lead.input_value(), lead.get_attribute("aria-expanded"), options.count()) == ("工会", "false", 0)
    page.keyboard.press("ArrowDown")
    options.first.wait_for()
    page.keyboard.press("Enter")
    assert lead.input_value() == "区总工会"
    for typed in ("qfl", "柳溪村", "lxz"):
        helpers.fill(typed)
        options.first.wait_for()
        helpers.press("Enter")
    assert page.locator(".picked-one span").all_inner_texts() == ["区妇联", "柳溪村", "柳溪镇"]
    page.get_by_role("button", name="去掉 柳溪村").click()
    page.locator("main form button.btn:not(.btn-quiet)").click()
    page.wait_for_url(f"**/desk/cases/{story.id}/")
    parts = Assignment.objects.filter(case=story.id).values_list("organization__code", "part")
    assert set(parts) == {("zgh", "lead"), ("fl", "helper"), ("lx", "helper")}


def test_without_a_script_the_names_are_typed_and_looked_up_on_a_page(world, dispatcher):
    story = world.story().until("accept")
    page = dispatcher(DESK, java_script_enabled=False)
    page.goto(f"/desk/cases/{story.id}/dispatch")
    assert page.get_by_role("link", name="查名录").first.get_attribute("href") == "/desk/units"
    page.fill("[name=lead]", "区总工会")
    page.fill("[name=helpers]", "区妇联、柳溪镇")
    page.locator("main form button.btn:not(.btn-quiet)").click()
    assert Assignment.objects.filter(case=story.id).count() == 3
    page.get_by_role("button", name="撤销", exact=True).click()
    assert (story.case.state, Assignment.objects.filter(case=story.id).count()) == ("accepted", 0)
    page.goto(f"/desk/cases/{story.id}/refer")
    page.fill("[name=message]", "写到一半")
    page.get_by_role("button", name="先存草稿").click()
    page.goto("/desk/todo")
    page.get_by_role("link", name=story.code).filter(has_text="转送").click()
    assert page.input_value("[name=message]") == "写到一半"
