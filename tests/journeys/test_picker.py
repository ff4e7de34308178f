"""Choosing units with the keyboard, in a real browser; and the same form without a script."""

from __future__ import annotations

import pytest
from tests.harness.browser import DESK, PHONE, assert_accessible
from tests.work.cases import world as worlds

from qiaoliang.base.accounts.models import Account
from qiaoliang.base.core.who import SYSTEM
from qiaoliang.base.organizations import actions as organizations
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


def test_a_long_list_of_choices_is_found_by_typing_a_part_or_the_initials(world, dispatcher):
    story = world.story()
    page = dispatcher(DESK)
    page.goto(f"/desk/cases/?q={story.code}")
    page.get_by_text("更多筛选").click()
    topic = page.get_by_role("combobox", name="属于哪一类")
    hidden, options = page.locator("select[name=category]"), page.locator(".pick-list [role=option]")
    assert hidden.is_hidden() and (topic.input_value(), topic.get_attribute("placeholder")) == ("", "全部")
    topic.fill("xyz")
    page.locator(".pick-none").wait_for()
    assert options.count() == 0
    topic.fill("jbyxj")
    options.filter(has_text="加班与休假").wait_for()
    assert topic.get_attribute("aria-activedescendant") == options.first.get_attribute("id")
    assert_accessible(page)
    topic.press("Enter")
    assert (topic.input_value(), hidden.input_value()) == ("加班与休假", "labour.hours")
    topic.fill("没有这一类")
    topic.press("Tab")
    assert (topic.input_value(), hidden.input_value()) == ("加班与休假", "labour.hours"), "no choice changes nothing"
    topic.press("ArrowDown")
    assert options.count() == hidden.locator("option").count()
    topic.press("Escape")
    topic.fill("")
    topic.press("Tab")
    assert (topic.input_value(), hidden.input_value()) == ("", "")


def test_residents_find_their_place_by_typing_and_without_a_script_in_a_plain_list(world, open_page):
    organizations.found_all(
        SYSTEM,
        [
            organizations.NewOrganization(
                code=f"v{at}", name=f"{name}村", kind="village_committee", founded=worlds.BEFORE, territory="lx"
            )
            for at, name in enumerate("东西南北上下前后左右石桥")
        ],
    )
    for scripted in (True, False):
        page = open_page(PHONE, java_script_enabled=scripted)
        page.goto("/report/")
        page.fill("[name=text]", "村口的路灯坏了半个月，晚上看不见路。")
        page.locator("main form button.btn-wide").click()
        if page.url.endswith("/elsewhere"):
            page.locator("button[value=here]").click()
        page.wait_for_load_state("load")
        choices = page.locator("select[name=area]")
        choices.wait_for(state="hidden" if scripted else "visible")
        if scripted:
            place = page.get_by_role("combobox", name="乡镇街道、村（社区）")
            place.fill("lxc")
            page.locator(".pick-list [role=option]").filter(has_text="柳溪村").wait_for()
            assert_accessible(page)
            assert page.evaluate("document.documentElement.scrollWidth") == PHONE[0]
            place.press("Enter")
        else:
            choices.select_option(label="柳溪村")
        page.locator("main form button.btn-wide").click()
        page.wait_for_url("**/report/contact")
        page.goto("/report/where")
        assert page.locator("select[name=area]").input_value() == str(world.unit("lx-v"))
