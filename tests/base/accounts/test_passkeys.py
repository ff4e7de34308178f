"""Passkeys without a browser: what arrives broken is one sentence, and the last second factor stays. The real thing is tried
in ``tests/journeys/test_passkeys.py``."""

import json

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.test import Client

from qiaoliang.base.accounts import actions, queries, ways
from qiaoliang.base.accounts.models import Account, Removal
from qiaoliang.base.audit.models import AuditEvent
from qiaoliang.base.core.who import SYSTEM, Who

from .keys import passkey

pytestmark = pytest.mark.django_db

SHAPE = {
    "type": "public-key", "id": "AAAA", "rawId": "AAAA", "clientExtensionResults": {},
    "response": {"clientDataJSON": "e30", "authenticatorData": "AAAA", "signature": "AAAA", "userHandle": "AAAA",
                 "attestationObject": "oA"},
}  # fmt: skip
BROKEN = [
    "", "x", "1", "[]", "null", "{}", '"\\u0000"', json.dumps({**SHAPE, "response": []}), json.dumps(SHAPE),
    json.dumps({**SHAPE, "response": {**SHAPE["response"], "userHandle": "é" * 9}}),
    json.dumps({**SHAPE, "response": {**SHAPE["response"], "clientDataJSON": "!!", "attestationObject": "AQ"}}),
    json.dumps({**SHAPE, "rawId": 7, "id": None}), json.dumps({"a": [[[[]]]]}), "9" * 5000, "[" * 9000,
]  # fmt: skip


def test_whatever_arrives_broken_is_one_sentence_and_opens_nothing(client, account, log_in):
    stranger = Client(headers={"host": "localhost"})
    for text in BROKEN:
        stranger.get("/account/login/passkey", headers={"accept": "application/json"})
        answer = stranger.post("/account/login/passkey", {"credential": text}, follow=True)
        assert answer.redirect_chain == [("/account/login", 302)], text
        assert sum(map(answer.text.count, ("没有通过", "没有给出", "无法保存的字符"))) == 1, text
        assert stranger.get("/desk/rights").status_code == 302
    assert AuditEvent.objects.filter(action="account.passkey_failed").count() > 5
    log_in()
    for text in BROKEN:
        client.get("/account/passkeys/new", headers={"host": "localhost"})
        answer = client.post("/account/passkeys/new", {"name": "\0", "credential": text}, headers={"host": "localhost"})
        assert (answer.status_code, Authenticator.objects.count()) == (422, 0), text


def test_the_address_decides_whether_a_passkey_can_be_made(client, account, log_in):
    log_in()
    for host, secure, can in (
        ("127.0.0.1", False, False),
        ("127.0.0.1", True, False),
        ("localhost", False, True),
        ("localhost:8000", True, True),
    ):
        text = client.get("/account/second-factor", headers={"host": host}, secure=secure).text
        assert ("/account/passkeys/new" in text, "正式网址才能用" in text) == (can, not can)
    assert client.get("/account/passkeys/new").headers["Location"] == "/account/second-factor"


def test_the_last_second_factor_stays_where_one_is_required(client, account, log_in, settings):
    log_in()
    first, second = passkey(account), passkey(account, "手机")
    settings.SECOND_FACTOR = "required"
    assert queries.open_step(account) is None
    assert queries.accounts().get(pk=account.pk).second_factor
    assert client.post(f"/account/passkeys/{first.pk}/remove").status_code == 302
    text = client.post(f"/account/passkeys/{second.pk}/remove", follow=True).text
    assert "最后一道登录保护" in text and list(queries.passkeys_of(account)) == [second]
    TOTP.activate(account, generate_totp_secret())
    assert client.post("/account/second-factor/off").status_code == 302
    assert set(Authenticator.objects.values_list("type", flat=True)) == {"webauthn"}
    stranger = Account.objects.create(username="other")
    theirs = passkey(stranger)
    for path in (f"/account/passkeys/{theirs.pk}/remove", f"/account/passkeys/{theirs.pk}/name"):
        assert client.get(path).status_code == 404
    assert client.post(f"/account/passkeys/{second.pk}/name", {"name": "长" * 61}).status_code == 200
    client.post(f"/account/passkeys/{second.pk}/name", {"name": "安全\u202e钥匙"})
    assert [one.wrap().name for one in queries.passkeys_of(account)] == ["安全钥匙"]


def test_two_people_take_lost_passkeys_away_too(account):
    passkey(account), passkey(account, "手机")
    asker, decider = (Who(kind="account", id=Account.objects.create(username=name).pk) for name in ("asker", "decider"))
    actions.ask_removal(asker, account, reason="电脑和手机都丢了")
    actions.decide_removal(decider, Removal.objects.get(), agree=True)
    assert not queries.has_second_factor(account) and not Authenticator.objects.exists()
    actions.ask_removal(asker, Account.objects.get(pk=passkey(account).user_id), reason="又丢了")
    actions.drop_removals(account)
    assert Removal.objects.filter(agreed=None).count() == 0
    actions.remove_second_factor(SYSTEM, account, reason="控制台")
    assert not queries.has_second_factor(account)


def test_a_way_is_a_known_code_or_nothing():
    mfa = [{"method": "mfa", "type": kind} for kind in ("totp", "recovery_codes", "webauthn")]
    password = {"method": "password", "username": "柳溪"}
    read = [ways.read(records) for records in ([password], [password, mfa[0]], [password, mfa[1]], [mfa[2]], [], [{}])]
    assert read == ["password", "password+code", "password+recovery", "passkey", "", ""]
    assert all(ways.words(code) for code in read[:4]) and ways.words("") == ""
