"""Where one is logged in: what is shown and kept of it, and how it ends."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.conf import settings
from django.test import Client

from qiaoliang.base.accounts import actions, devices, sessions
from qiaoliang.base.accounts.models import Session
from qiaoliang.base.audit.models import AuditEvent
from qiaoliang.base.core import clock, remembered
from qiaoliang.base.core.who import SYSTEM

from .conftest import PASSWORD

pytestmark = pytest.mark.django_db

DESK = "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0 Safari/537.36 Edg/126.0"
PHONE = "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/120.0 Mobile Safari/537.36 MicroMessenger/8.0"


def entered(account, agent, name="shiqiao"):
    client = Client(headers={"user-agent": agent})
    answer = client.post("/account/login", {"login": name, "password": PASSWORD})
    assert answer.status_code == 302
    return client


def is_in(client):
    return client.get("/desk/rights").status_code == 200


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        (DESK, "Windows 电脑 · Edge"),
        (PHONE, "安卓手机 · 微信"),
        ("Mozilla/5.0 (iPad; CPU OS 17_0 like Mac OS X) Version/17.0 Safari/604.1", "iPad · Safari"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko Firefox/128.0", "Linux 电脑 · Firefox"),
        ("curl/8.5", "没有说明型号的设备"),
        ("", "没有说明型号的设备"),
        ("<script>" * 500, "没有说明型号的设备"),
    ],
)
def test_a_device_is_called_as_its_owner_would(sent, words):
    assert devices.words(devices.read(sent)) == words


def test_the_holder_sees_each_device_and_ends_one_or_all_others(account):
    actions.create_account(SYSTEM, "other", password=PASSWORD)
    other = entered(None, DESK, "other")
    desk, phone = entered(account, DESK), entered(account, PHONE)
    text = desk.get("/account/sessions").text
    assert text.index("Edge") < text.index("本机") < text.index("微信")
    assert text.count('name="which"') == 1
    assert all(row.session_key not in text for row in Session.objects.all())
    mark_of_other = sessions.mark(other.session.session_key)
    for wrong in (mark_of_other, "nothing", "\0"):
        assert "已经退出了" in desk.post("/account/sessions/end", {"which": wrong}, follow=True).text
    assert is_in(phone) and is_in(other)
    mark = sessions.mark(phone.session.session_key)
    assert "已退出 1 处登录" in desk.post("/account/sessions/end", {"which": mark}, follow=True).text
    assert (is_in(desk), is_in(phone), is_in(other)) == (True, False, True)
    phone, third = entered(account, PHONE), entered(account, PHONE)
    assert "已退出 2 处登录" in desk.post("/account/sessions/end", {}, follow=True).text
    assert (is_in(desk), is_in(phone), is_in(third), is_in(other)) == (True, False, False, True)
    rows = AuditEvent.objects.filter(action="account.sessions_ended").order_by("id")
    assert [(row.actor_id, row.object_id, row.refs) for row in rows] == [
        (account.pk, account.pk, {"count": 1}),
        (account.pk, account.pk, {"count": 2}),
    ]
    here = sessions.mark(desk.session.session_key)
    assert desk.post("/account/sessions/end", {"which": here}).headers["Location"] == "/account/logout"
    assert is_in(desk)


def test_nothing_is_kept_of_where_from_and_nothing_after_the_end(account):
    client = entered(account, PHONE)
    row = Session.objects.get()
    assert (row.account_id, row.device) == (account.pk, "wechat-android")
    opened = sessions.SessionStore().decode(row.session_data)
    assert "127.0.0.1" not in repr(opened) and "MicroMessenger" not in repr(opened)
    with clock.frozen(clock.now() + timedelta(seconds=settings.SESSION_IDLE - 5)):
        actions.clear_sessions()
        assert Session.objects.count() == 1
    with clock.frozen(clock.now() + timedelta(seconds=settings.SESSION_IDLE + 5)):
        assert "微信" not in entered(account, DESK).get("/account/sessions").text
        actions.clear_sessions()
    assert [one.device for one in Session.objects.all()] == ["edge-windows"]
    assert not is_in(client)


def test_a_new_password_ends_the_others_and_closing_ends_all(account):
    desk, phone = entered(account, DESK), entered(account, PHONE)
    new = "春眠不觉晓处处闻啼鸟 2027"
    desk.post("/account/password", {"oldpassword": PASSWORD, "password1": new, "password2": new})
    assert (is_in(desk), is_in(phone)) == (True, False)
    assert Session.objects.filter(account=account).count() == 1
    actions.close_account(SYSTEM, account, reason="调离")
    assert Session.objects.filter(account=account).count() == 0
    assert not is_in(desk)


@pytest.mark.parametrize("places", [1, 4])
def test_the_page_asks_the_same_for_one_device_and_four(places, account, django_assert_num_queries):
    clients = [entered(account, DESK) for _ in range(places)]
    clients[0].get("/desk/rights")
    with django_assert_num_queries(2):
        clients[0].get("/account/sessions")


def test_the_account_comes_along_with_its_own_session_once(account):
    key = entered(account, DESK).session.session_key
    with remembered.still():
        store = sessions.SessionStore(key)
        assert store["_auth_user_id"] == str(account.pk) and sessions.account_along(account.pk) == account
        assert sessions.account_along(account.pk) is None, "asked for again it is read again"
        sessions.SessionStore(key).load()
        assert sessions.account_along(uuid4()) is None, "it is another's"
    sessions.SessionStore(key).load()
    assert sessions.account_along(account.pk) is None, "outside of a request nothing is kept"


def test_who_was_closed_meanwhile_is_out_with_the_next_page(account):
    desk = entered(account, DESK)
    assert is_in(desk)
    type(account).objects.filter(pk=account.pk).update(is_active=False)
    assert not is_in(desk) and Session.objects.filter(account=account).exists()
