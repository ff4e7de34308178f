"""The desk's frame on a phone: the menu under the thumb, tabs and header, with and without a script."""

from __future__ import annotations

import pytest
from tests.harness.browser import PHONE, assert_accessible
from tests.work.cases import world as worlds

from qiaoliang.base.accounts.models import Account

CUT = """[...document.querySelectorAll('.tabs a, .desk-top .brand, .desk-bar a')].filter((one) => {
  const box = one.getBoundingClientRect(); return box.right > innerWidth + 1 || box.left < -1; }).length"""


@pytest.fixture
def enter(transactional_db, client, live_server, open_page):
    with worlds.opened() as world:

        def signed_in(name, size=PHONE, **options):
            page = open_page(size, **options)
            client.force_login(Account.objects.get(username=name))
            value = client.cookies["session"].value
            page.context.add_cookies([{"name": "session", "value": value, "url": live_server.url}])
            return page

        signed_in.world = world
        yield signed_in


def test_the_phones_menu_opens_under_the_thumb_and_closes_again(enter):
    page = enter("union")
    page.goto("/desk/todo")
    more = page.locator(".more-menu > summary")
    more.click()
    out = page.locator(".more-sheet").get_by_role("button", name="退出登录")
    box = out.bounding_box()
    assert (box["height"] >= 44, box["y"] > PHONE[1] / 2) == (True, True)
    assert_accessible(page)
    page.keyboard.press("Escape")
    assert (out.is_visible(), page.evaluate("document.activeElement.tagName")) == (False, "SUMMARY")
    page.keyboard.press("Enter")
    assert out.is_visible()
    page.mouse.click(100, 60)
    assert not out.is_visible()


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize(("width", "elder"), [(390, False), (390, True), (195, False), (640, False)])
def test_nothing_is_cut_on_a_phone_nor_at_a_desk_enlarged_twice(enter, live_server, width, elder, language):
    page = enter("union", (width, 800))
    case = f"/desk/cases/{enter.world.story().until('sign').id}/"
    cookies = {"django_language": language} | ({"elder": "1"} if elder else {})
    page.context.add_cookies([{"name": k, "value": v, "url": live_server.url} for k, v in cookies.items()])
    for path in ("/desk/todo", "/desk/notices", "/desk/nowhere", case, f"{case}propose_answer"):
        page.goto(path)
        assert (path, page.evaluate("document.documentElement.scrollWidth"), page.evaluate(CUT)) == (path, width, 0)


def test_without_a_script_the_menu_opens_and_closes_and_one_can_log_out(enter):
    page = enter("union", java_script_enabled=False)
    page.goto("/desk/todo")
    more = page.locator(".more-menu > summary")
    out = page.locator(".more-sheet").get_by_role("button", name="退出登录")
    more.click()
    assert out.is_visible()
    more.click()
    assert not out.is_visible()
    more.click()
    out.click()
    page.goto("/desk/todo")
    assert "/account/login" in page.url
