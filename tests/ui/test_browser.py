"""The pages in a real browser: nobody is shut out, keys and drafts work, and nothing needs a script."""

import pytest

from qiaoliang.ui import samples
from tests.harness.browser import DESK, PHONE, assert_accessible

pytestmark = pytest.mark.django_db(transaction=True)

OPEN_ALL = "document.querySelectorAll('details').forEach((more) => { more.open = true })"
PATHS = ["/ui", "/ui/sample/404", *(f"/ui/sample/{name}" for name in sorted(samples.PAGES))]
SMALL = """(least) => [...document.querySelectorAll('a, button, summary, select, textarea, input:not([type=hidden])')]
  .filter((one) => one.offsetParent && !one.closest('.sr, p, li, dd, h3, th, caption, .table, figure, .note, .l, header > a, .files') && !one.matches('.choice input, .skip, [type=file]'))
  .map((one) => [one, one.getBoundingClientRect()]).filter(([, box]) => box.height && box.height < least)
  .map(([one, box]) => one.outerHTML.slice(0, 90) + ' ' + box.height)"""


OFFICERS = [path for path in PATHS if "desk" in path or "figures" in path]
RESIDENTS = [path for path in PATHS if path not in OFFICERS]


@pytest.mark.parametrize(
    ("size", "scheme", "paths"),
    [(PHONE, "light", RESIDENTS), (DESK, "dark", ["/ui", *OFFICERS])],
    ids=["phone", "desk in the dark"],
)
def test_every_page_is_accessible(open_page, size, scheme, paths):
    page = open_page(size, color_scheme=scheme)
    for path in paths:
        page.goto(path)
        page.evaluate(OPEN_ALL)
        assert_accessible(page)


@pytest.mark.parametrize(("width", "elder"), [(390, True), (195, False), (195, True)])
def test_no_page_is_wider_than_the_phone_even_enlarged_twice(open_page, width, elder):
    page = open_page((width, 800))
    for path in PATHS:
        page.goto(path)
        if elder:
            page.evaluate("document.documentElement.classList.add('elder')")
        assert (path, page.evaluate("document.documentElement.scrollWidth")) == (path, width)


@pytest.mark.parametrize(("elder", "text", "target"), [(False, 16, 44), (True, 20, 60)], ids=["normal", "elder"])
def test_text_and_targets_are_large_enough(phone, elder, text, target):
    phone.goto("/ui/sample/home")
    if elder:
        with phone.expect_navigation():
            phone.get_by_role("button", name="关怀版").tap()
    for path in ("home", "question", "mistaken", "case", "receipt"):
        phone.goto(f"/ui/sample/{path}")
        assert phone.evaluate("parseFloat(getComputedStyle(document.querySelector('main')).fontSize)") == text
        assert (path, phone.evaluate(SMALL, target - 0.5)) == (path, [])


def test_large_text_and_english_work_without_a_script(open_page):
    page = open_page(PHONE, java_script_enabled=False)
    page.goto("/ui/sample/case")
    page.get_by_role("button", name="关怀版").click()
    page.get_by_role("button", name="English").click()
    assert page.url.endswith("/ui/sample/case")
    html = page.locator("html")
    assert (html.get_attribute("class"), html.get_attribute("lang")) == ("elder", "en")
    page.get_by_role("button", name="Normal text").click()
    assert html.get_attribute("class") == ""
    page.get_by_text("How is this date counted?").click()
    assert page.get_by_text("National Day holiday").first.is_visible()


def test_the_list_is_walked_by_keys(desk):
    desk.goto("/ui/sample/desk")
    here, said = desk.locator("tr.here"), desk.locator("#key-said")
    desk.keyboard.press("a")
    assert said.inner_text() == "先选一行：按 j 或 k。"
    desk.keyboard.press("j")
    desk.keyboard.press("j")
    assert "三号楼" in here.inner_text()
    assert desk.evaluate("document.activeElement.matches('.here [data-open]:focus-visible')")
    desk.keyboard.press("r")
    assert said.inner_text() == "这一件现在还不能写答复。"
    desk.keyboard.press("x")
    assert desk.locator("[data-bulk-count]").inner_text() == "已选 2 件"
    desk.keyboard.press("k")
    assert "工地" in here.inner_text()
    desk.keyboard.press("/")
    desk.keyboard.type("jk?a")
    assert desk.locator("[data-search]").input_value() == "jk?a"
    desk.keyboard.press("Escape")
    assert desk.evaluate("document.activeElement.matches('.here [data-open]')")
    desk.keyboard.press("?")
    assert desk.get_by_role("dialog").is_visible()
    assert_accessible(desk)
    desk.keyboard.press("j")
    assert "工地" in here.inner_text()
    desk.keyboard.press("Escape")
    assert desk.evaluate("document.activeElement.matches('.here [data-open]')")
    desk.keyboard.press("a")
    desk.wait_for_url("**/ui/sample/desk-form")
    desk.go_back()
    desk.wait_for_selector("tr.here")
    assert "工地" in here.inner_text()


def test_keys_can_be_switched_off(desk):
    desk.goto("/ui/sample/desk")
    desk.keyboard.press("?")
    with desk.expect_navigation():
        desk.get_by_role("button", name="关掉快捷键").click()
    for key in ("j", "?", "a"):
        desk.keyboard.press(key)
    assert (desk.locator(".here").count(), desk.get_by_role("dialog").count()) == (0, 0)
    assert not desk.locator(".search kbd").is_visible()
    desk.locator(".account > summary").click()
    desk.get_by_role("button", name="快捷键").click()
    with desk.expect_navigation():
        desk.get_by_role("button", name="打开快捷键").click()
    desk.keyboard.press("j")
    assert desk.locator("tr.here").count() == 1


def test_a_draft_comes_back_without_contact_data(desk):
    desk.goto("/ui/sample/desk-form")
    desk.get_by_label("发生了什么事？").fill("路灯坏了")
    desk.get_by_label("求助").check()
    desk.get_by_label("手机号码").fill("13800001234")
    desk.goto("/ui/sample/desk")
    assert "13800001234" not in desk.evaluate("JSON.stringify(sessionStorage)")
    desk.goto("/ui/sample/desk-form")
    assert desk.get_by_label("发生了什么事？").input_value() == "路灯坏了"
    assert desk.get_by_label("求助").is_checked()
    assert desk.get_by_label("手机号码").input_value() == ""


def test_a_sent_draft_goes_only_when_the_answer_is_here(desk):
    def written():
        return desk.get_by_label("发生了什么事？").input_value()

    desk.goto("/ui/sample/desk-form")
    desk.get_by_label("发生了什么事？").fill("路灯坏了")
    desk.route(
        "**/ui/sample/desk-form", lambda route: route.abort() if route.request.method == "POST" else route.continue_()
    )
    desk.get_by_role("button", name="下一步").click()
    desk.wait_for_url("chrome-error://**")
    desk.goto("/ui/sample/desk-form")
    assert written() == "路灯坏了"
    desk.evaluate("sessionStorage.setItem('sent:intake', '1')")
    desk.goto("/ui/sample/desk")
    desk.goto("/ui/sample/desk-form")
    assert written() == ""


def test_the_counter_counts_characters_and_errors_come_first(phone):
    phone.goto("/ui/sample/question")
    area = phone.get_by_label("发生了什么事？")
    area.fill("路灯坏了")
    assert phone.locator("[data-count]").inner_text() == "还可以写 996 字"
    area.fill("灯" * 1003)
    assert phone.locator("[data-count]").inner_text() == "超了 3 字"
    phone.goto("/ui/sample/mistaken")
    assert phone.evaluate("document.activeElement.id") == "problems"
    phone.get_by_role("link", name="发生了什么事：这一项还没有填。").tap()
    assert phone.evaluate("document.activeElement.id") == "id_q-text"


def test_a_form_is_sent_once(desk):
    desk.goto("/ui/sample/desk-form")
    stopped = desk.evaluate(
        "() => { const stopped = [], button = document.querySelector('main form button');"
        "window.addEventListener('submit', (event) => { stopped.push(event.defaultPrevented); event.preventDefault() });"
        "button.click(); button.click(); return stopped }"
    )
    assert stopped == [False, True]


def test_a_photo_is_shown_small_and_sent_smaller(desk, tmp_path):
    from PIL import Image

    photo = tmp_path / "large.jpg"
    Image.effect_noise((3000, 1500), 90).convert("RGB").save(photo, quality=95)
    desk.goto("/ui/sample/question")
    desk.set_input_files("input[type=file]", photo)
    desk.wait_for_selector("[data-thumbs] canvas")
    before = photo.stat().st_size
    desk.wait_for_function("(before) => document.querySelector('input[type=file]').files[0].size < before", arg=before)
    assert desk.evaluate("document.querySelector('input[type=file]').files[0].name") == "large.jpg"


def test_a_residents_first_page_is_light(desk):
    sizes = []
    desk.on("response", lambda response: sizes.append(len(response.body())))
    desk.goto("/ui/sample/home")
    desk.wait_for_load_state("networkidle")
    assert len(sizes) >= 3
    assert sum(sizes) < 60_000
