"""An officer's first morning, and the two administrators' pages, in a real browser."""

import re
from datetime import date

import pytest
from tests.harness.browser import assert_accessible

from qiaoliang.base.access import actions as access
from qiaoliang.base.accounts import actions as accounts
from qiaoliang.base.core.who import SYSTEM
from qiaoliang.base.organizations import actions as organizations

PASSWORD = "春风又绿江南岸 2026"


@pytest.fixture
def district(transactional_db):
    rows = [
        organizations.NewOrganization(
            code="yq", name="云桥区", kind="district", founded=date(2019, 1, 1),
            posts=[organizations.NewPost(title=title) for title in ("系统管理员", "安全管理员")],
        ),
        organizations.NewOrganization(
            code="lx", name="柳溪镇", kind="town", territory="yq", founded=date(2019, 1, 1), aliases=["柳溪"],
            posts=[organizations.NewPost(title="镇长"), organizations.NewPost(title="信访专干", headcount=2)],
        ),
    ]  # fmt: skip
    return organizations.found_all(SYSTEM, rows)


def officer(district, code, title, username, roles, password=PASSWORD):
    """(account, one-time password) of someone new in that post."""
    account, one_time = accounts.create_account(SYSTEM, username, password=password)
    person = organizations.register(SYSTEM, f"人{username}", account=account)
    post = district[code].posts.get(title=title)
    organizations.appoint(SYSTEM, person, post)
    for role in roles:
        access.grant(SYSTEM, post, role)
    return account, one_time


def log_in(page, username, password=PASSWORD):
    page.goto("/account/login")
    page.fill("[name=login]", username)
    page.fill("[name=password]", password)
    page.click("main button[type=submit]")


def test_an_officers_first_morning_on_a_phone(district, phone, screens):
    _, one_time = officer(district, "lx", "镇长", "shiqiao", ["head"], password=None)
    log_in(phone, "shiqiao", "a wrong password")
    assert "用户名或密码不对" in phone.inner_text("#problems")
    assert_accessible(phone)
    screens(phone, "entrance-1-log-in")
    log_in(phone, "shiqiao", one_time)
    phone.wait_for_url("**/account/password")
    assert_accessible(phone)
    screens(phone, "entrance-2-password")
    phone.fill("[name=oldpassword]", one_time)
    for name in ("password1", "password2"):
        phone.fill(f"[name={name}]", PASSWORD)
    phone.click("main button[type=submit]")
    phone.wait_for_url(re.compile("/desk/(todo|rights)$"))
    phone.goto("/desk/rights")
    assert "柳溪镇镇长" in phone.inner_text("main")
    assert_accessible(phone)
    screens(phone, "entrance-3-rights")
    for path in ("/account/second-factor", "/account/second-factor/on"):
        phone.goto(path)
        assert_accessible(phone)
    screens(phone, "entrance-4-second-factor")


@pytest.mark.parametrize("javascript", [True, False])
def test_the_administrator_opens_an_account(javascript, district, open_page, screens):
    officer(district, "yq", "系统管理员", "xitong", ["admin"])
    desk = open_page(java_script_enabled=javascript)
    log_in(desk, "xitong")
    desk.goto("/desk/accounts/new")
    desk.fill("[name=username]", "liuxilai")
    desk.fill("[name=name]", "柳溪来")
    desk.click("main button[type=submit]")
    assert "只显示这一次" in desk.inner_text("main")
    desk.goto("/desk/accounts")
    desk.click("text=liuxilai")
    assert "一次性密码尚未使用" in desk.inner_text("main")
    if javascript:
        pages = ["accounts", "accounts/new", "organizations", f"organizations/{district['lx'].pk}"]
        for n, path in enumerate(pages):
            desk.goto(f"/desk/{path}")
            assert_accessible(desk)
            screens(desk, f"administrator-{n}-{path.split('/')[0]}")


def test_the_security_officer_grants_a_role(district, desk, screens):
    officer(district, "yq", "安全管理员", "anquan", ["security"])
    log_in(desk, "anquan")
    desk.goto("/desk/grants")
    desk.click("main >> text=授予角色")
    desk.fill("main [name=q]", "柳溪")
    desk.press("main [name=q]", "Enter")
    assert_accessible(desk)
    desk.check("text=柳溪镇 信访专干")
    desk.select_option("[name=role]", "handler")
    screens(desk, "security-1-grant")
    desk.click("main >> text=授予 >> nth=-1")
    desk.wait_for_url("**/desk/grants")
    assert "柳溪镇 信访专干" in desk.inner_text("main")
    assert_accessible(desk)
    screens(desk, "security-2-grants")
    desk.goto("/desk/accounts")
    assert "您不能" in desk.inner_text("main")
    assert_accessible(desk)
