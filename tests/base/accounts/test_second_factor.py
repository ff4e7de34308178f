"""Six digits beside the password; the seed never stands in clear; a recovery code works once."""

import json
import re
from types import SimpleNamespace

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from django.core.cache import cache
from django.db import connection

from qiaoliang.base.accounts import actions
from qiaoliang.base.accounts.models import Session
from qiaoliang.base.accounts.sessions import SessionStore
from qiaoliang.base.audit.models import AuditEvent
from qiaoliang.base.core.errors import Refusal
from qiaoliang.base.core.who import SYSTEM

pytestmark = pytest.mark.django_db


def signed_in(client):
    return client.get("/desk/rights").status_code == 200


def everything_stored():
    """Every text in every table."""
    with connection.cursor() as cursor:
        found = []
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608
            found += [str(value) for row in cursor.fetchall() for value in row]
    return "\n".join(found)


def test_password_then_code(client, with_factor, log_in, code_of):
    secret, _ = with_factor
    assert log_in().headers["Location"] == "/account/code"
    assert not signed_in(client)
    wrong = f"{(int(code_of(secret)) + 1) % 1_000_000:06d}"
    assert "验证码不对" in client.post("/account/code", {"code": wrong}).text
    assert not signed_in(client)
    assert client.post("/account/code", {"code": code_of(secret)}).status_code == 302
    assert signed_in(client)


def test_a_code_opens_once(client, with_factor, log_in, code_of):
    secret, _ = with_factor
    code = code_of(secret, 1)
    log_in()
    assert client.post("/account/code", {"code": code}).status_code == 302
    client.post("/account/logout")
    log_in()
    assert client.post("/account/code", {"code": code}).status_code == 200
    assert not signed_in(client)
    assert client.post("/account/code", {"code": code_of(secret, 3)}).status_code == 200


def test_a_clock_put_back_makes_no_used_code_good_again(client, with_factor, log_in, code_of, monkeypatch):
    secret, _ = with_factor
    start = 1_790_000_010

    def opens(moment, code):
        monkeypatch.setattr(totp, "time", SimpleNamespace(time=lambda: moment))
        cache.clear()  # what is remembered for a minute or two is gone by then
        log_in()
        answer = client.post("/account/code", {"code": code or code_of(secret)}).status_code
        opened = signed_in(client)
        client.post("/account/logout")
        return answer, opened

    used = []
    for jump in (3600, -3 * 86_400, 86_400, 3650 * 86_400):
        monkeypatch.setattr(totp, "time", SimpleNamespace(time=lambda at=start + jump: at))
        used.append((start + jump, code_of(secret)))
        assert opens(*used[-1]) == (302, True)
    for moment, code in used:
        assert opens(moment, code) == (200, False)
    assert opens(start, None) == (302, True)  # the right time's own code is as good as ever


def test_wrong_codes_are_limited(client, with_factor, log_in, code_of):
    secret, _ = with_factor
    log_in()
    for n in range(5):
        client.post("/account/code", {"code": f"00000{n}"})
    answer = client.post("/account/code", {"code": code_of(secret)})
    assert "尝试次数太多" in answer.text
    assert not signed_in(client)


def test_seed_and_recovery_codes_stand_nowhere_in_clear(client, account, log_in, code_of):
    log_in()
    secret = client.get("/account/second-factor/on").context["form"].secret
    assert secret not in everything_stored()
    assert SessionStore().decode(Session.objects.get().session_data)["mfa.totp.secret"] == secret
    client.post("/account/second-factor/on", {"code": code_of(secret)})
    codes = client.get("/account/recovery-codes").context["unused_codes"]
    stored = set(re.findall(r"\w+", everything_stored()))
    assert "totp" in stored
    assert stored & {secret, *codes} == set()
    totp = Authenticator.objects.get(type="totp")
    assert totp.wrap().validate_code(code_of(secret, 1))
    data = json.loads(json.dumps(totp.data))
    totp.data["secret"] = data["secret"][:-6] + "AAAAA="
    with pytest.raises(Exception, match="does not open"):
        totp.wrap().validate_code(code_of(secret))


def test_a_recovery_code_works_once_and_is_shown_once(client, with_factor, log_in):
    _, codes = with_factor
    assert len(set(codes)) == 10
    log_in()
    assert client.post("/account/code", {"code": codes[0]}).status_code == 302
    assert signed_in(client)
    again = client.get("/account/recovery-codes")
    assert codes[1] not in again.text
    client.post("/account/logout")
    log_in()
    assert client.post("/account/code", {"code": codes[0]}).status_code == 200
    assert client.post("/account/code", {"code": codes[1]}).status_code == 302
    assert signed_in(client)


def test_it_is_switched_off_only_with_the_password_and_where_it_is_offered(client, with_factor, log_in, settings):
    _, codes = with_factor
    log_in()
    client.post("/account/code", {"code": codes[0]})
    settings.SECOND_FACTOR = "required"
    assert "不能关闭" in client.post("/account/second-factor/off").text
    assert Authenticator.objects.filter(type="totp").exists()
    settings.SECOND_FACTOR = "offered"
    assert client.post("/account/second-factor/off").status_code == 302
    assert not Authenticator.objects.exists()
    done = set(AuditEvent.objects.values_list("action", flat=True))
    assert {"account.totp_on", "account.totp_off", "account.recovery_codes_on"} <= done


def test_changing_it_asks_for_the_password_again_after_a_while(client, with_factor, log_in, settings):
    _, codes = with_factor
    settings.ACCOUNT_REAUTHENTICATION_TIMEOUT = 0
    log_in()
    client.post("/account/code", {"code": codes[0]})
    for path in ("/account/second-factor/off", "/account/recovery-codes/new"):
        assert client.get(path).headers["Location"].startswith("/account/confirm")


def test_where_it_is_required_nothing_else_opens_before(client, account, log_in, code_of, settings):
    settings.SECOND_FACTOR = "required"
    log_in()
    assert client.get("/desk/rights").headers["Location"] == "/account/second-factor"
    page = client.get("/account/second-factor")
    assert "两分钟" in page.text
    secret = client.get("/account/second-factor/on").context["form"].secret
    client.post("/account/second-factor/on", {"code": code_of(secret)})
    assert signed_in(client)


def test_an_administrator_takes_it_away_with_a_reason(client, account, with_factor, log_in):
    for reason, code in ((" ", "no_reason"), ("手机丢失", None), ("手机丢失", "no_second_factor")):
        if code is None:
            actions.remove_second_factor(SYSTEM, account, reason=reason)
            continue
        with pytest.raises(Refusal) as refused:
            actions.remove_second_factor(SYSTEM, account, reason=reason)
        assert refused.value.code == code
    cache.clear()
    assert log_in().headers["Location"] == "/desk/"
    assert [note.text for note in account.notes.all()] == ["手机丢失"]
