"""A case goes its way at the desk without a mouse: every step by keys alone, and the focus is seen wherever it is."""

from __future__ import annotations

import pytest
from tests.harness.browser import DESK
from tests.work.cases import world as worlds

from qiaoliang.base.accounts.models import Account
from qiaoliang.base.drafts.models import Draft

FOCUS = """() => { const one = document.activeElement; if (!one || one === document.body) return 'nowhere';
  const style = getComputedStyle(one); return style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2 ? 'seen' : one.outerHTML.slice(0, 80); }"""


@pytest.fixture
def world(transactional_db):
    with worlds.opened() as made:
        yield made


@pytest.fixture
def sit_down(client, live_server, open_page):
    """sit_down("union"): that officer's list, and a function that types one key after the other."""
    page = open_page(DESK)

    def enter(name):
        client.force_login(Account.objects.get(username=name))
        value = client.cookies["session"].value
        page.context.add_cookies([{"name": "session", "value": value, "url": live_server.url}])
        page.goto("/desk/todo")

        def press(*keys):
            for key in keys:
                page.keyboard.press(key)

        return page, press

    return enter


def send(page, where):
    """On by Tab to the form's own button, every stop seen, and press it."""
    for _stop in range(20):
        page.keyboard.press("Tab")
        assert page.evaluate(FOCUS) == "seen"
        if page.evaluate("document.activeElement.matches('main form .actions button')"):
            break
    with page.expect_navigation(url=where):
        page.keyboard.press("Enter")


def test_a_case_goes_from_the_list_to_the_answer_by_keys_alone(world, sit_down):
    story = world.story().until("accept")
    where = f"**/desk/cases/{story.id}/"
    page, press = sit_down("dispatcher")
    press("j")
    assert page.evaluate(FOCUS) == "seen"
    press("a")
    page.wait_for_url(f"{where}dispatch")
    assert page.evaluate("document.activeElement.name") == "lead"
    press("Control+a")
    page.keyboard.type("区总工会")
    page.get_by_role("option").first.wait_for()
    press("Enter")
    send(page, where)
    assert story.case.state == "dispatched"

    page, press = sit_down("union")
    press("j", "o")
    page.wait_for_url(where)
    press("e")
    page.wait_for_url(f"{where}sign")
    page.keyboard.type("今天去厂里")
    send(page, where)
    with page.expect_navigation(url="**/desk/todo"):
        press("u")
    press("j", "r")
    page.wait_for_url(f"{where}propose_answer")
    page.keyboard.type("已到厂里核实，十一月五日前补发。")
    page.locator("[data-keep-note]", has_text="草稿已存").wait_for()
    other = page.context.new_page()  # as if the tab had been closed
    other.goto(f"/desk/cases/{story.id}/propose_answer")
    assert other.locator("#id_text").input_value() == "已到厂里核实，十一月五日前补发。"
    other.close()
    press("Tab", "Space")
    send(page, where)
    assert Draft.objects.count() == 0
    assert (story.case.state, story.case.answers.get().text) == ("pending_approval", "已到厂里核实，十一月五日前补发。")
    with page.expect_navigation(url="**/desk/cases/"):
        press("g", "c")
    press("/")
    page.keyboard.type(story.code)
    with page.expect_navigation():
        press("Enter")
    assert story.code in page.inner_text("main table")
