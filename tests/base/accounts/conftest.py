from types import SimpleNamespace
from urllib.parse import parse_qs, urlsplit

import pytest
from allauth.mfa.totp.internal import auth as totp
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.core.cache import cache

from qiaoliang.base.accounts import actions
from qiaoliang.base.core.who import SYSTEM

PASSWORD = "春风又绿江南岸 2026"


@pytest.fixture(autouse=True)
def _codes_stand_still(monkeypatch):
    """One step of half a minute and one seed: no code ends while a test runs, and no wrong one is right by chance."""
    monkeypatch.setattr(totp, "time", SimpleNamespace(time=lambda: 1_790_000_010))
    monkeypatch.setattr(totp, "generate_totp_secret", lambda: "LXQYJB3WLQSTK5TN4GZ2MHOEA7RUVCFD")


@pytest.fixture(autouse=True)
def _fresh_limits(db):
    """Tries are counted in the database cache; each test begins at none."""
    cache.clear()


@pytest.fixture
def account(db):
    made, _ = actions.create_account(SYSTEM, "shiqiao", password=PASSWORD)
    return made


@pytest.fixture
def log_in(client):
    def log_in(username="shiqiao", password=PASSWORD, **more):
        return client.post("/account/login", {"login": username, "password": password, **more})

    return log_in


@pytest.fixture
def code_of():
    """code_of(secret, step) → the app's code; step 0 now, -1 half a minute ago."""

    def code_of(secret, step=0):
        counters = list(yield_hotp_counters_from_time())
        return format_hotp_value(hotp_value(secret, counters[len(counters) // 2] + step))

    return code_of


@pytest.fixture
def with_factor(client, account, log_in, code_of, django_capture_on_commit_callbacks):
    """Switches the second factor on through the pages; gives the secret and the recovery codes, logged out again."""
    log_in()
    answer = client.get("/account/second-factor/on")
    secret = answer.context["form"].secret
    assert parse_qs(urlsplit(answer.context["totp_url"]).query)["secret"] == [secret]
    with django_capture_on_commit_callbacks(execute=True):
        client.post("/account/second-factor/on", {"code": code_of(secret)})
    codes = client.get("/account/recovery-codes").context["unused_codes"]
    client.post("/account/logout")
    return secret, codes
