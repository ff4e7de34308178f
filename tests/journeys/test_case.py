"""A person is heard: from the first word on a phone without JavaScript to the rated answer, with the desk in between."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest
from tests.harness.browser import DESK, PHONE, assert_accessible
from tests.work.cases import world as worlds
from tests.work.cases.world import TEXT

from qiaoliang.base.accounts.models import Account
from qiaoliang.work.cases.models import Case

#: bytes; a first page below the lower one would be one without its styles
LEAST, MOST = 15_000, 60_000
WIDTH = "document.documentElement.scrollWidth"


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
        return page

    return enter


def press(page, name):
    page.get_by_role("button", name=name, exact=True).click()


def report(page, text=TEXT, phone=""):
    """The three steps; the receipt's two keys."""
    page.goto("/")
    page.locator("a.door-main").click()
    page.fill("[name=text]", text)
    press(page, "下一步")
    if page.url.endswith("/elsewhere"):
        page.locator("button[value=here]").click()
    page.fill("[name=place]", "柳溪村东头")
    press(page, "下一步")
    if phone:
        page.fill("[name=name]", "何小满")
        page.fill("[name=phone]", phone)
        page.check("[name=consent]")
    page.locator("main form button.btn-wide").click()
    page.locator("main form button.btn-wide").click()
    page.wait_for_url("**/report/receipt")
    return Case.objects.get(text=text).code


def take(page, story_id, step, **typed):
    """One step at the desk; the page of it is held to the rules on the way."""
    page.goto(f"/desk/cases/{story_id}/{step}")
    assert_accessible(page)
    for name, value in typed.items():
        field = page.locator(f"main [name={name}]").first
        if field.get_attribute("type") == "radio":
            page.check(f"main [name={name}][value={value}]")
        elif field.get_attribute("data-pick"):
            page.fill(f"#id_{name}", value)
            page.keyboard.press("Escape")
        elif field.evaluate("one => one.tagName") == "SELECT":
            field.select_option(value, force=True)
        else:
            field.fill(value)
    page.locator("main form button.btn:not(.btn-quiet)").first.click()
    page.wait_for_url(f"**/desk/cases/{story_id}/")


def test_a_person_is_heard_from_the_first_word_to_the_rated_answer(world, open_page, sign_in, screens):
    phone = open_page(PHONE, java_script_enabled=False)
    code = report(phone, phone="13812345678")
    screens(phone, "case-1-receipt")
    case = Case.objects.get(code=code)
    desk = open_page(DESK)
    take(sign_in(desk, "intake"), case.pk, "accept", category="labour.hours", heading="纺织厂加班费")
    take(sign_in(desk, "dispatcher"), case.pk, "dispatch", lead="区总工会", helpers="柳溪镇")
    take(sign_in(desk, "union"), case.pk, "sign")
    desk.goto(f"/desk/cases/{case.pk}/")
    assert_accessible(desk)
    screens(desk, "case-2-desk")
    desk.get_by_role("link", name="查看联系方式").click()
    desk.check("[name=reason][value=verify]")
    desk.locator("main form button.btn:not(.btn-quiet)").click()
    assert "13812345678" in desk.inner_text("main")
    assert_accessible(desk)
    take(desk, case.pk, "ask_information", text="请问是哪个车间？")

    phone.goto(f"/case/{code}/")
    assert "请问是哪个车间？" in phone.inner_text("main")
    phone.get_by_role("link", name="回答问题").click()
    phone.fill("[name=text]", "织布车间。")
    phone.locator("main form button.btn-wide").click()
    phone.goto(f"/case/{code}/who-looked")
    assert "区总工会" in phone.inner_text("main")

    take(desk, case.pk, "propose_answer", text="已到厂里核实，十一月五日前补发。", closing="solved")
    take(sign_in(desk, "union_head"), case.pk, "approve")
    for path in ("/desk/todo", "/desk/cases/"):
        sign_in(desk, "callback").goto(path)
        assert_accessible(desk)
        assert code in desk.inner_text("main")

    phone.goto(f"/case/{code}/")
    assert "十一月五日前补发" in phone.inner_text("main")
    screens(phone, "case-3-answered")
    phone.get_by_role("link", name="说说办得怎么样").click()
    for name, value in (("contacted", "yes"), ("solved", "yes"), ("satisfied", "partly")):
        phone.check(f"[name={name}][value={value}]")
    phone.locator("main form button.btn-wide").click()
    case.refresh_from_db()
    assert (case.state, case.closing) == ("closed", "solved")
    assert "已办结" in phone.inner_text("main")


def test_the_residents_pages_fit_a_phone_enlarged_in_both_looks_and_languages(world, open_page, screens):
    page = open_page((PHONE[0] // 2, PHONE[1] // 2), device_scale_factor=2)
    story = world.story().until("sign")
    story.ask(text="请问是哪个车间？")
    page.goto("/report/")
    page.fill("[name=text]", TEXT)
    page.locator("main form button.btn-wide").click()
    page.goto("/case/")
    page.fill("[name=code]", story.code)
    page.fill("[name=secret]", story.secret)
    page.locator("main form button.btn-wide").click()
    paths = [
        "/",
        "/report/",
        "/case/",
        *(f"/case/{story.code}/{name}" for name in ("", "reply", "withdraw", "rate", "who-looked")),
    ]
    paths += [f"/report/{name}" for name in ("where", "contact", "check")]
    for switch in ("", "关怀版", "English"):
        if switch:
            page.goto("/")
            with page.expect_navigation():
                page.get_by_role("button", name=switch).click()
        for path in paths:
            page.goto(path)
            assert (switch, path, page.evaluate(WIDTH)) == (switch, path, PHONE[0] // 2)
            if switch != "关怀版":  # its colours and names are seen in English, which is looked at enlarged
                assert_accessible(page)
    assert page.locator("html").get_attribute("lang") == "en"
    assert page.locator("html").get_attribute("class") == "elder"
    screens(page, "case-4-elder-english")


def test_a_person_withdraws_and_the_unit_is_told(world, phone, sign_in, open_page):
    code = report(phone)
    for path in ("/report/receipt", f"/case/{code}/"):
        phone.goto(path)
        assert_accessible(phone)
    phone.goto(f"/case/{code}/")
    phone.get_by_role("link", name="撤回诉求").click()
    assert_accessible(phone)
    phone.locator("main form button.btn-wide").click()
    assert "已撤回" in phone.inner_text("main")
    assert Case.objects.get(code=code).state == "withdrawn"


@pytest.mark.parametrize("path", ["/", "/report/"])
def test_a_first_page_is_small(world, open_page, path):
    """What a phone that has nothing yet takes over the wire, styles, scripts and pictures included."""
    page = open_page(PHONE)
    sizes = {}
    page.on(
        "requestfinished", lambda request: sizes.update({urlsplit(request.url).path: sum(_weight(request.sizes()))})
    )
    page.goto(path, wait_until="networkidle")
    assert path in sizes
    assert LEAST < sum(sizes.values()) < MOST, sizes


def _weight(sizes):
    return sizes["responseHeadersSize"], sizes["responseBodySize"]
