"""Passkeys in a real browser, with a device of Chromium's own that says yes, or no."""

import re
from urllib.parse import urlsplit

import pytest
from tests.harness.browser import DESK, PHONE, assert_accessible
from tests.journeys.test_entrance import district, log_in, officer  # noqa: F401  (the fixture)

from qiaoliang.base.accounts.models import Session
from qiaoliang.base.audit.models import AuditEvent
from qiaoliang.base.notify.models import Notice


@pytest.fixture
def visitor(open_page, live_server, watch):
    """visitor(size, …) under a name: browsers keep no passkey for an address of digits."""
    watch.home = f"localhost:{urlsplit(live_server.url).port}"
    return lambda size=DESK, **options: open_page(size, base_url=f"http://{watch.home}", **options)


@pytest.fixture
def device():
    """device(page, yes=True) → a phone or computer with passkeys, whose owner confirms; (session, its id)."""

    def device(page):
        session = page.context.new_cdp_session(page)
        session.send("WebAuthn.enable", {"enableUI": False})
        options = {
            "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
            "isUserVerified": True, "automaticPresenceSimulation": True,
        }  # fmt: skip
        made = session.send("WebAuthn.addVirtualAuthenticator", {"options": options})
        return session, made["authenticatorId"]

    return device


def confirms(made, yes):
    session, one = made
    session.send("WebAuthn.setUserVerified", {"authenticatorId": one, "isUserVerified": yes})


def test_a_passkey_opens_by_itself_and_as_the_second_step(district, device, visitor, screens, settings):  # noqa: F811
    desk, phone = visitor(), visitor(PHONE, is_mobile=True, has_touch=True)
    settings.SECOND_FACTOR = "required"
    account, _ = officer(district, "lx", "镇长", "shiqiao", ["head"])
    mine = device(desk)
    log_in(desk, "shiqiao")
    desk.wait_for_url("**/account/second-factor")
    assert "请现在设置" in desk.inner_text("main")
    assert_accessible(desk)
    screens(desk, "passkey-1-none")
    desk.click("text=添加通行密钥")
    assert_accessible(desk)
    screens(desk, "passkey-2-add")
    confirms(mine, False)
    desk.click("button:has-text('创建通行密钥')")
    desk.wait_for_selector("[data-says]:visible")
    assert "没有完成" in desk.inner_text("[data-says]")
    confirms(mine, True)
    desk.fill("[name=name]", "办公室电脑")
    desk.click("button:has-text('创建通行密钥')")
    desk.wait_for_url("**/account/recovery-codes")
    codes = desk.locator("main code").all_inner_texts()
    assert len(codes) == 10
    desk.goto("/account/second-factor")
    assert "办公室电脑" in desk.inner_text("main")
    assert_accessible(desk)
    screens(desk, "passkey-3-list")
    desk.click("text=添加通行密钥")
    desk.click("button:has-text('创建通行密钥')")
    desk.wait_for_selector("[data-says]:visible")
    assert "已经有您账号的通行密钥" in desk.inner_text("[data-says]")
    desk.goto("/account/logout")
    desk.click("main button[type=submit]")

    confirms(mine, False)
    assert_accessible(desk)
    screens(desk, "passkey-4-log-in")
    desk.click("button:has-text('用通行密钥登录')")
    desk.wait_for_selector("[data-says]:visible")
    assert desk.url.endswith("/account/login")
    confirms(mine, True)
    desk.click("button:has-text('用通行密钥登录')")
    desk.wait_for_url(re.compile("/desk/(todo|rights)$"))
    desk.goto("/account/sessions")
    assert "用通行密钥登录" in desk.inner_text("main")
    screens(desk, "passkey-5-sessions")
    desk.goto("/account/logout")
    desk.click("main button[type=submit]")

    log_in(desk, "shiqiao")
    desk.wait_for_url("**/account/code")
    assert_accessible(desk)
    screens(desk, "passkey-6-second-step")
    desk.click("button:has-text('用通行密钥确认')")
    desk.wait_for_url(re.compile("/desk/(todo|rights)$"))

    log_in(phone, "shiqiao")  # a phone without the passkey, and without any: the printed codes
    screens(phone, "passkey-7-phone")
    phone.fill("[name=code]", codes[0])
    phone.click("main >> text=继续")
    phone.wait_for_url(re.compile("/desk/(todo|rights)$"))
    assert sorted(Session.objects.filter(account=account).values_list("way", flat=True)) == [
        "password+passkey",
        "password+recovery",
    ]

    desk.goto("/account/second-factor")
    desk.click("main >> text=删除")
    assert "最后一道登录保护" in desk.inner_text("main")
    assert desk.locator("main button").count() == 0
    screens(desk, "passkey-8-last")
    desk.go_back()
    desk.click("main >> text=改名")
    desk.fill("[name=name]", "  ")
    desk.click("button:has-text('保存名字')")
    assert "请起个名字" in desk.inner_text("#problems")
    desk.fill("[name=name]", "窗口电脑")
    desk.click("button:has-text('保存名字')")
    desk.wait_for_url("**/account/second-factor")
    settings.SECOND_FACTOR = "offered"
    desk.click("main >> text=删除")
    assert "窗口电脑" in desk.inner_text("main")
    desk.click("main button[type=submit]")
    desk.wait_for_url("**/account/second-factor")
    assert "窗口电脑" not in desk.inner_text("main")
    rows = AuditEvent.objects.filter(object_id=account.pk).order_by("id").values_list("action", "reason")
    assert [row for row in rows if "passkey" in row[0] + row[1] or "webauthn" in row[0]] == [
        ("account.webauthn_on", ""),
        ("account.login", "passkey"),
        ("account.login", "password+passkey"),
        ("account.passkey_renamed", ""),
        ("account.webauthn_off", ""),
    ]
    assert Notice.objects.filter(person_id=account.person.pk, kind="account.passkey_added").count() == 1


def test_a_browser_without_passkeys_says_so_and_the_other_ways_stay(district, visitor):  # noqa: F811
    officer(district, "lx", "镇长", "shiqiao", ["head"])
    old = visitor()
    old.add_init_script("delete window.PublicKeyCredential")
    for page in (old, visitor(java_script_enabled=False)):
        log_in(page, "shiqiao")
        page.goto("/account/passkeys/new")
        assert "请换一个新一些" in page.inner_text("main")
        assert not page.is_visible("text=创建通行密钥")
        page.context.clear_cookies()
        page.goto("/account/login")
        assert not page.is_visible("text=用通行密钥登录")
