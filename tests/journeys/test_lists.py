"""A list made one's own and worked off by the keyboard alone: narrow, save, choose columns, sort, tick three, sign them."""

from __future__ import annotations

import pytest
from tests.harness.browser import DESK, PHONE, assert_accessible
from tests.work.cases import world as worlds

from qiaoliang.base.accounts.models import Account
from qiaoliang.work.cases.actions import count
from qiaoliang.work.cases.models import Case
from qiaoliang.work.cases.saved.models import View


@pytest.fixture
def world(transactional_db):
    with worlds.opened() as made:
        yield made


@pytest.fixture
def sign_in(client, live_server):
    def enter(page, name):
        client.force_login(Account.objects.get(username=name))
        value = client.cookies["session"].value
        page.context.add_cookies([{"name": "session", "value": value, "url": live_server.url}])
        return page

    return enter


def go_to(page, target):
    """Press Tab until ``target`` has the focus."""
    for _ in range(120):
        if target.evaluate("one => one === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"Tab never came to {target}")


def press(page, role, name):
    """Come to it by Tab, press Enter, wait for the page it leads to."""
    target = page.get_by_role(role, name=name, exact=True)
    go_to(page, target)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def test_a_list_is_narrowed_saved_arranged_sorted_and_signed_for_without_a_mouse(world, sign_in, open_page):
    stories = [world.story(text=f"第{number}件：路灯坏了半个月。").until("dispatch") for number in range(3)]
    world.story().until("sign")
    page = sign_in(open_page(DESK), "union")
    page.goto("/desk/cases/")
    assert page.locator("[data-row]").count() == 4
    go_to(page, page.get_by_label("状态"))
    for _ in range(3):
        page.keyboard.press("ArrowDown")
    press(page, "button", "筛选")
    assert page.locator("[data-row]").count() == 3
    press(page, "link", "存为常用视图")
    go_to(page, page.get_by_label("视图的名称"))
    page.keyboard.type("等我签收")
    assert_accessible(page)
    press(page, "button", "存下这个视图")
    assert page.locator(".chip[aria-current=true]").inner_text().startswith("等我签收")
    press(page, "link", "显示哪些列")
    press(page, "link", "来源")
    assert_accessible(page)
    press(page, "link", "按这样显示")
    press(page, "link", "收到 ↓")
    assert page.locator("th[aria-sort=ascending]").inner_text() == "收到 ↑"
    assert page.locator("thead th").all_inner_texts()[-1] == "来源"
    for _ in stories:
        page.keyboard.press("j")
        page.keyboard.press("x")
    bar = page.locator(".bulk")
    assert bar.locator("[data-bulk-count]").inner_text() == "已选 3 件"
    every = bar.locator("[name=all]")
    every.check()
    assert bar.locator("[data-bulk-count]").inner_text() == "已选这份列表的全部"
    every.uncheck()
    assert bar.locator("[data-bulk-count]").inner_text() == "已选 3 件"
    assert_accessible(page)
    stories[1].sign(by="union2")
    with page.expect_navigation():
        page.keyboard.press("s")
    assert_accessible(page)
    press(page, "button", "全部签收")
    assert_accessible(page)
    assert page.locator("[data-row]").count() == 1
    assert "有同事刚刚处理过这件" in page.locator("[data-row]").inner_text()
    signed = Case.objects.filter(state="in_progress", handler=world.union.person, text__startswith="第")
    assert set(signed.values_list("pk", flat=True)) == {stories[0].id, stories[2].id}
    press(page, "button", "撤销这 2 件")
    assert Case.objects.filter(state="dispatched").count() == 2
    assert View.objects.get().name == "等我签收"


def test_on_a_phone_the_cards_show_the_chosen_columns_and_the_bar_fits(world, sign_in, open_page):
    world.story().until("dispatch")
    page = sign_in(open_page(PHONE), "union")
    page.goto("/desk/cases/?cols=source.due")
    card = page.locator("[data-row]")
    assert [one.get_attribute("data-l") for one in card.locator("td[data-l]").all()] == ["来源", "期限"]
    card.locator("label").click()
    assert page.get_by_role("button", name="批量签收").is_visible()
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE[0]
    assert_accessible(page)
    page.goto("/desk/columns/every")
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE[0]
    assert_accessible(page)


def test_on_a_phone_the_first_case_comes_before_the_filters_and_what_is_set_can_be_taken_away(
    world, sign_in, open_page
):
    world.story(text="路灯坏了半个月。").until("dispatch")
    world.story()
    page = sign_in(open_page(PHONE), "supervisor")
    page.goto("/desk/cases/")
    state, words = page.get_by_label("状态"), page.get_by_label("词语、编号或地点")
    assert not state.is_visible()
    assert page.locator("[data-row]").first.bounding_box()["y"] < PHONE[1] / 2
    assert_accessible(page)
    page.get_by_text("筛选和排序").click()
    state.select_option("已派单，待签收")
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE[0]
    assert_accessible(page)
    with page.expect_navigation():
        page.get_by_role("button", name="筛选", exact=True).click()
    assert page.locator("[data-row]").count() == 1 and not state.is_visible()
    with page.expect_navigation():
        page.get_by_role("link", name="已派单，待签收").click()
    words.fill("路灯")
    with page.expect_navigation():
        words.press("Enter")
    assert page.locator("[data-row]").count() == 1
    page.goto("/desk/cases/?since=2026-13-40")
    assert page.get_by_label("收到日期从").is_visible(), "what is to be mended is not folded away"
    page.goto("/desk/supervision/?unassigned=on")
    assert not page.get_by_label("在区诉求办理中心").is_visible()
    assert page.get_by_role("link", name="在区诉求办理中心").is_visible()


def test_after_a_step_the_way_back_is_the_list_as_one_left_it(world, sign_in, open_page):
    story = world.story().until("dispatch")
    page = sign_in(open_page(DESK), "union")
    page.goto("/desk/cases/?state=dispatched&sort=received")
    page.locator("[data-row] [data-open]").first.click()
    page.locator("#main a[href$='/sign']").first.click()
    page.locator("#main form button.btn-primary").first.click()
    page.wait_for_url(f"**/desk/cases/{story.id}/")
    assert story.case.state == "in_progress"
    back = page.locator("a.back")
    assert (back.get_attribute("href"), back.inner_text().strip()) == (
        "/desk/cases/?state=dispatched&sort=received", "全部诉求",
    )  # fmt: skip


EVERY = "state.about.place.unit.received.due.handler.source.kind.happened.answered"
#: of how many lines the words of a cell are
LINES = """cells => cells.map(cell => {
  const words = document.createRange();
  words.selectNodeContents(cell);
  return new Set([...words.getClientRects()].map(one => Math.round(one.top))).size;
})"""


def test_columns_that_do_not_fit_scroll_in_the_table_and_never_the_page(world, sign_in, open_page):
    for number in range(3):
        world.story(text=f"第{number}件：路灯坏了半个月，晚上走路看不见。", area_id=world.unit("lx-v")).until("sign")
    page = sign_in(open_page(DESK), "supervisor")
    place = page.locator(".table-wrap")
    page.goto(f"/desk/cases/?cols={EVERY}")
    page.locator(".table-wrap[tabindex='0']").wait_for()
    assert (place.get_attribute("role"), place.get_attribute("aria-label")) == ("region", "全部诉求")
    assert page.evaluate("document.documentElement.scrollWidth") == DESK[0]
    assert place.evaluate("one => one.scrollWidth > one.clientWidth")
    row = page.locator("[data-row]").first
    dates = row.locator("td[data-l=收到], td[data-l=承办人]")
    assert dates.count() == 2 and dates.evaluate_all(LINES) == [1, 1]
    words = row.locator("td[data-l=分类], td[data-l=地点], td[data-l=主办单位]")
    widths = words.evaluate_all(
        "cells => cells.map(one => parseFloat(getComputedStyle(one).fontSize) * 6 - one.offsetWidth)"
    )
    assert len(widths) == 3 and max(widths) <= 0
    assert_accessible(page)
    go_to(page, place)
    name = row.locator(".prime")
    stood = name.bounding_box()["x"]
    place.evaluate(
        "one => { window.moved = new Promise(done => one.addEventListener('scroll', () => done(true), {once: true})); }"
    )
    page.keyboard.press("ArrowRight")
    assert page.evaluate("window.moved") and place.evaluate("one => one.scrollLeft > 0")
    place.evaluate("one => { one.scrollLeft = one.scrollWidth; }")
    last = row.locator("td").last.bounding_box()
    assert last["x"] + last["width"] <= DESK[0]
    assert place.bounding_box()["x"] <= name.bounding_box()["x"] <= stood, "the name of the row stays in sight"
    page.goto("/desk/cases/?cols=state.about")
    page.wait_for_load_state("load")
    assert place.evaluate("one => [one.scrollWidth > one.clientWidth, one.hasAttribute('tabindex')]") == [False, False]


@pytest.mark.parametrize("script", [True, False], ids=["script", "plain"])
def test_on_a_phone_the_order_is_chosen_among_the_filters(world, sign_in, open_page, script):
    first, second = world.story().until("sign"), world.story()
    world.go(hours=1)
    third = world.story()
    page = sign_in(open_page(PHONE, java_script_enabled=script), "supervisor")
    page.goto("/desk/cases/?state=submitted")
    order, fold = page.get_by_label("排序"), page.get_by_text("筛选和排序")
    codes = page.locator("[data-row] .num")
    assert not order.is_visible() and codes.all_inner_texts() == [third.code, second.code]
    fold.click()
    order.select_option("按收到时间，先看早的")
    if script:
        assert page.evaluate("document.documentElement.scrollWidth") == PHONE[0]
        assert_accessible(page)
    with page.expect_navigation():
        page.get_by_role("button", name="按这样排").click()
    assert codes.all_inner_texts() == [second.code, third.code]
    fold.click()
    page.get_by_label("状态").select_option("")
    with page.expect_navigation():
        page.get_by_role("button", name="筛选", exact=True).click()
    assert codes.all_inner_texts() == [first.code, second.code, third.code]
    fold.click()
    assert order.input_value() == "received"


def test_nobody_comes_by_tab_to_a_heading_that_is_not_there(world, sign_in, open_page):
    world.story()
    page = sign_in(open_page(PHONE), "supervisor")
    page.goto("/desk/cases/")
    heading = "document.activeElement.closest('thead') !== null"
    seen = 0
    while seen < 120 and not page.evaluate("document.activeElement.matches('[data-open]')"):
        page.keyboard.press("Tab")
        assert not page.evaluate(heading)
        seen += 1
    assert 0 < seen < 120
    page.set_viewport_size({"width": DESK[0], "height": DESK[1]})
    page.goto("/desk/cases/")
    assert not page.get_by_label("排序").is_visible() and not page.get_by_text("筛选和排序").is_visible()
    go_to(page, page.get_by_role("link", name="期限"))
    assert page.evaluate(heading)


def test_the_leaders_figures_are_whole_and_the_page_is_as_wide_as_the_screen(world, sign_in, open_page):
    for _ in range(3):
        world.story().until("approve")
    count.count_new()
    page = sign_in(open_page(DESK), "leader")
    for width in (1280, 1440, 390):
        page.set_viewport_size({"width": width, "height": 800})
        page.goto("/desk/overview")
        for table in page.locator("main details:has(table)").all():
            table.evaluate("one => { one.open = true; }")
        assert page.evaluate("document.documentElement.scrollWidth") == width
        shares = page.locator("td[data-l=按期]")
        assert shares.count() > 2 and "100%（3/3）" in shares.all_inner_texts()
        assert max(page.locator("td.r").evaluate_all(LINES)) == 1
        assert page.locator(".table-wrap").evaluate_all(
            "every => every.every(one => one.scrollWidth <= one.clientWidth)"
        )
