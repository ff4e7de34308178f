"""The office changes a clock in the browser; an open case's date moves, and the officer and the person read why."""

from __future__ import annotations

import pytest
from tests.harness.browser import PHONE, assert_accessible
from tests.work.cases import world as worlds

from qiaoliang.base.access import actions as access
from qiaoliang.base.accounts.models import Account
from qiaoliang.base.core.who import SYSTEM
from qiaoliang.base.jobs import worker
from qiaoliang.base.organizations import actions as organizations

WIDTH = "document.documentElement.scrollWidth"


@pytest.fixture
def world(transactional_db):
    with worlds.opened() as made:
        account = Account.objects.create(username="admin")
        person = organizations.register(SYSTEM, "桥一", account=account)
        post = organizations.establish_post(SYSTEM, made.units["yq"], "系统管理员")
        organizations.appoint(SYSTEM, person, post, start=worlds.BEFORE)
        access.grant(SYSTEM, post, "admin", start=worlds.BEFORE)
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


def held_to_the_rules(page, screens, name):
    assert_accessible(page)
    assert page.evaluate(WIDTH) <= page.viewport_size["width"]
    screens(page, name)


def test_a_clock_changed_in_the_browser_moves_an_open_case_with_its_reason(world, desk, open_page, sign_in, screens):
    story = world.story().until("sign")
    world.go(hours=1)
    sign_in(desk, "admin")
    desk.goto("/desk/catalog")
    held_to_the_rules(desk, screens, "catalog-1-categories")
    desk.get_by_role("link", name="时限", exact=True).click()
    held_to_the_rules(desk, screens, "catalog-2-clocks")
    desk.goto("/desk/catalog/edit/step/normal/answer")
    desk.fill("[name=v_amount]", "0")
    desk.fill("[name=why]", "区委会议纪要第 3 号")
    press(desk, "看看会改什么")
    desk.wait_for_selector("#problems")
    assert "还没开始就到期了" in desk.inner_text("#problems")
    held_to_the_rules(desk, screens, "catalog-3-refused")
    desk.fill("[name=v_amount]", "10")
    press(desk, "看看会改什么")
    desk.wait_for_selector("button[name=save]")
    assert "1 件在办诉求的日期会变。" in desk.inner_text("main")
    assert "10月19日 周一 23:59" in desk.inner_text("main")
    held_to_the_rules(desk, screens, "catalog-4-look")
    press(desk, "接着改")
    desk.wait_for_selector("[name=v_amount]")
    assert desk.input_value("[name=v_amount]") == "10" and desk.input_value("[name=why]") == "区委会议纪要第 3 号"
    press(desk, "看看会改什么")
    press(desk, "存为新版本")
    desk.wait_for_url("**/desk/catalog?table=clock")
    assert "已存为第 2 版" in desk.inner_text("main")
    desk.goto("/desk/catalog/versions/2")
    held_to_the_rules(desk, screens, "catalog-5-version")
    world.go(minutes=1)
    worker.run_all()
    phone = sign_in(open_page(PHONE), "union")
    phone.goto(f"/desk/cases/{story.id}/")
    assert "办理时限有调整，“答复”的期限由 10月15日 周四 23:59 改为 10月19日 周一 23:59。" in phone.inner_text("main")
    person = open_page(PHONE)
    person.goto("/case/")
    person.fill("[name=code]", story.code)
    person.fill("[name=secret]", story.secret)
    person.locator("main form button").first.click()
    person.wait_for_url(f"**/case/{story.code}/")
    assert "答复日期由 10月15日 周四 23:59 改为 10月19日 周一 23:59" in person.inner_text("main")


def test_the_catalogue_is_changed_on_a_phone_without_scripts(world, open_page, sign_in, screens):
    phone = sign_in(open_page(PHONE, java_script_enabled=False), "admin")
    phone.goto("/desk/catalog/new/category?base=labour")
    screens(phone, "catalog-6-phone-new")
    phone.fill("[name=v_name]", "平台用工")
    for name, value in {"v_kind": "help", "v_lead": "union", "v_urgency": "normal", "v_clocks": "normal"}.items():
        phone.locator(f"[name={name}]").select_option(value)
    phone.fill("[name=why]", "新业态多了")
    press(phone, "看看会改什么")
    press(phone, "存为新版本")
    assert "已存为第 2 版" in phone.inner_text("main") and "平台用工" in phone.inner_text("main")
    for number, address in enumerate(
        (
            "/desk/catalog",
            "/desk/catalog?table=clock",
            "/desk/catalog/edit/template/submitted",
            "/desk/catalog/versions",
            "/desk/catalog/withdraw/duty/union.rights",
        ),
        7,
    ):
        phone.goto(address)
        screens(phone, f"catalog-{number}-phone")


#: invented: no arrangement of 2027 is announced
NOTICE = """国务院办公厅关于2027年部分节假日安排的通知
国办发明电〔2026〕99号
一、元旦：1月1日（周五）至3日（周日）放假，共3天。
二、春节：2月5日（周五）至13日（周六）放假调休，共9天。1月31日（周日）、2月14日（周日）上班。"""


def test_a_notice_is_pasted_and_a_file_brought_in(world, open_page, desk, sign_in, screens, tmp_path):
    phone = sign_in(open_page(PHONE, java_script_enabled=False), "admin")
    phone.goto("/desk/holidays")
    screens(phone, "holidays-1-phone")
    phone.goto("/desk/holidays/enter")
    phone.fill("[name=notice]", NOTICE)
    press(phone, "看看会改什么")
    screens(phone, "holidays-2-phone-look")
    press(phone, "存为新版本")
    assert "已存为日历第" in phone.inner_text("main") and "国办发明电〔2026〕99号" in phone.inner_text("main")
    sign_in(desk, "admin")
    desk.goto("/desk/holidays?year=2027")
    held_to_the_rules(desk, screens, "holidays-3-year")
    desk.goto("/desk/catalog")
    with desk.expect_download() as taken:
        desk.get_by_role("link", name="下载文件", exact=True).click()
    file = tmp_path / "catalog.toml"
    taken.value.save_as(file)
    file.write_text(file.read_text("utf-8").replace('name = "拖欠工资"', 'name = "欠薪"'), "utf-8")
    desk.goto("/desk/catalog/import")
    desk.set_input_files("[name=file]", file)
    desk.fill("[name=why]", "照邻区的设置")
    press(desk, "看看会改什么")
    desk.wait_for_selector("button[name=save]")
    held_to_the_rules(desk, screens, "import-2-look")
    press(desk, "存为新版本")
    desk.wait_for_url("**/desk/catalog/versions")
    assert "照邻区的设置" in desk.inner_text("main")
    for address, name in (("/desk/catalog/import", "import-1"), ("/desk/holidays/enter", "holidays-4-enter")):
        desk.goto(address)
        held_to_the_rules(desk, screens, name)
