"""Who comes in, who does not, and what is written down of it."""

import base64
from datetime import timedelta

import pytest
from django.conf import settings as configured
from django.core.cache import cache

from qiaoliang.base.accounts import actions
from qiaoliang.base.accounts.models import Account, Session
from qiaoliang.base.accounts.sessions import SessionStore
from qiaoliang.base.audit.models import AuditEvent
from qiaoliang.base.core import clock
from qiaoliang.base.core.errors import Refusal
from qiaoliang.base.core.who import SYSTEM
from qiaoliang.project import settings as product

from .conftest import PASSWORD

pytestmark = pytest.mark.django_db


def events():
    return list(AuditEvent.objects.order_by("id").values_list("action", flat=True))


def signed_in(client):
    return client.get("/desk/rights").status_code == 200


def test_the_right_password_opens_and_the_wrong_one_does_not(client, account, log_in):
    assert client.get("/desk/rights").headers["Location"] == "/account/login?next=/desk/rights"
    answer = log_in(password="something else 1")
    assert answer.status_code == 200
    assert "用户名或密码不对" in answer.text
    assert not signed_in(client)
    answer = log_in(" ＳhiQiao ", next="/account/second-factor")
    assert answer.headers["Location"] == "/account/second-factor"
    assert signed_in(client)
    client.post("/account/logout")
    assert not signed_in(client)
    assert events() == ["account.create", "account.login_failed", "account.login", "account.logout"]


def test_a_foreign_address_after_log_in_is_not_followed(client, account, log_in):
    assert log_in(next="https://elsewhere.example/").headers["Location"] == "/desk/"


def test_the_password_is_kept_as_argon2id_only(account, settings):
    settings.PASSWORD_HASHERS = product.PASSWORD_HASHERS
    made, _ = actions.create_account(SYSTEM, "real", password=PASSWORD)
    kind, variant, version, cost, *_ = made.password.split("$")
    assert (kind, variant, version) == ("argon2", "argon2id", "v=19")
    assert int(cost.split(",")[0].removeprefix("m=")) >= 65_536
    assert PASSWORD not in made.password


def test_a_failed_log_in_leaves_no_word_that_was_typed(client, account, log_in):
    log_in("my-secret-word", "another secret")
    log_in("shiqiao", "another secret")
    rows = list(AuditEvent.objects.filter(action="account.login_failed").order_by("id").values())
    assert [row["object_id"] for row in rows] == [actions.NOBODY, account.pk]
    assert "secret" not in repr(rows)
    assert {row["actor_kind"] for row in rows} == {"system"}


def test_five_wrong_tries_close_the_name_for_a_while_however_it_is_typed(client, account, log_in):
    for name in ("shiqiao", "SHIQIAO", "ｓｈｉｑｉａｏ", " shiqiao", "shiqiao"):
        assert "用户名或密码不对" in log_in(name, "wrong password 9").text
    answer = log_in()
    assert "尝试次数太多" in answer.text
    assert not signed_in(client)
    actions.create_account(SYSTEM, "other", password=PASSWORD)
    assert log_in("other").status_code == 302


def test_tries_from_one_address_are_limited_whatever_the_name(client, account, log_in):
    answers = [log_in(f"name{n}", "wrong password 9") for n in range(21)]
    assert "尝试次数太多" in answers[-1].text
    assert all("用户名或密码不对" in answer.text for answer in answers[:20])
    assert cache.get("nothing") is None


def test_a_one_time_password_must_be_changed_before_anything_else(client, log_in):
    account, one_time = actions.create_account(SYSTEM, "shiqiao")
    assert log_in(password=one_time).status_code == 302
    for path in ("/desk/rights", "/desk/accounts"):
        assert client.get(path).headers["Location"] == "/account/password"
    page = client.get("/account/password")
    assert "请先设置自己的密码" in page.text
    for new, again, words in [
        (one_time, one_time, "请换一个与现在不同的密码"),
        ("short", "short", "12"),
        ("passwordpassword", "passwordpassword", ""),
        ("aaaaaaaaaaaaaaa", "aaaaaaaaaaaaaaa", "五个不同"),
        ("qwertyuiop2026", "qwertyuiop2026", "五个不同"),
        ("shiqiao2026!", "shiqiao2026!", ""),
        (PASSWORD, "not the same 2026", ""),
    ]:
        answer = client.post("/account/password", {"oldpassword": one_time, "password1": new, "password2": again})
        assert answer.status_code == 200, new
        assert words in answer.text
        account.refresh_from_db()
        assert account.must_change_password
    cache.clear()
    form = {"oldpassword": one_time, "password1": PASSWORD, "password2": PASSWORD}
    assert client.post("/account/password", form).headers["Location"] == "/desk/"
    assert signed_in(client)
    account.refresh_from_db()
    assert (account.must_change_password, account.one_time_until) == (False, None)
    assert account.check_password(PASSWORD)
    assert "account.change_password" in events()


def test_a_one_time_password_expires(client, log_in):
    _, one_time = actions.create_account(SYSTEM, "shiqiao")
    with clock.frozen(clock.now() + timedelta(days=configured.ONE_TIME_DAYS, seconds=1)):
        answer = log_in(password=one_time)
    assert answer.headers["Location"] == "/account/closed"
    assert "一次性密码" in client.get("/account/closed").text
    assert not signed_in(client)
    assert events()[-1] == "account.one_time_expired"
    assert log_in(password=one_time).headers["Location"] == "/desk/"


def test_a_closed_account_stays_out_and_open_log_ins_end(client, account, log_in):
    log_in()
    assert signed_in(client)
    with pytest.raises(Refusal):
        actions.close_account(SYSTEM, account, reason=" ")
    actions.close_account(SYSTEM, account, reason="调离")
    assert not signed_in(client)
    assert log_in().headers["Location"] == "/account/closed"
    one_time = actions.reopen_account(SYSTEM, account)
    assert log_in(password=PASSWORD).status_code == 200
    assert log_in(password=one_time).status_code == 302
    assert [note.text for note in account.notes.all()] == ["调离"]


def test_a_reset_password_ends_the_old_log_in(client, account, log_in):
    log_in()
    one_time = actions.reset_password(SYSTEM, account)
    assert not signed_in(client)
    assert "用户名或密码不对" in log_in().text
    assert log_in(password=one_time).status_code == 302


@pytest.mark.parametrize(
    ("minutes", "still"),
    [([59, 59, 59], True), ([61], False), ([59, 61], False), ([50] * 14, True), ([50] * 15, False)],
)
def test_a_log_in_ends_without_use_and_after_twelve_hours(minutes, still, client, account, log_in):
    moment = clock.now()
    with clock.frozen(moment):
        log_in()
        client.get("/desk/rights")
    for pause in minutes:
        moment += timedelta(minutes=pause)
        with clock.frozen(moment):
            last = signed_in(client)
    assert last is still
    assert ("account.timed_out" in events()) is not still


def test_the_session_table_is_unreadable(client, account, log_in):
    log_in()
    data = Session.objects.get().session_data
    assert str(account.pk) not in data
    assert str(account.pk).encode() not in base64.b64decode(data)
    assert SessionStore().decode(data)["_auth_user_id"] == str(account.pk)
    Session.objects.update(session_data=data[:-8] + "AAAAAAA=")
    assert not signed_in(client)


@pytest.mark.parametrize("name", ["a", "a b", "name!", "x" * 41, ""])
def test_a_bad_user_name_is_refused(name):
    with pytest.raises(Refusal) as refused:
        actions.create_account(SYSTEM, name)
    assert refused.value.code == "bad_username"
    assert Account.objects.count() == 0


def test_a_name_is_taken_once_and_a_weak_password_refused(account):
    for name, password, code in [("ShiQiao", None, "username_taken"), ("neu", "short", "weak_password")]:
        with pytest.raises(Refusal) as refused:
            actions.create_account(SYSTEM, name, password=password)
        assert refused.value.code == code
    made = actions.create_accounts(SYSTEM, ["甲同志", "Yi.2"], password=PASSWORD)
    assert sorted(made) == ["yi.2", "甲同志"]
    assert all(one.check_password(PASSWORD) for one in made.values())
    with pytest.raises(Refusal):
        actions.create_accounts(SYSTEM, ["bing", "yi.2"], password=PASSWORD)
    assert Account.objects.count() == 3


@pytest.mark.parametrize("path", ["signup", "password/reset", "email", "password/set", "second-factor/keys"])
def test_what_we_do_not_use_is_not_there(client, path):
    assert client.get(f"/account/{path}").status_code == 404
