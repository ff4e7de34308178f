"""A lost second factor goes by two people: one asks, another confirms; the holder is told and every log-in ends."""

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from qiaoliang.base.access import tables
from qiaoliang.base.accounts import actions as accounts
from qiaoliang.base.accounts.models import Account, Removal
from qiaoliang.base.audit.models import AuditEvent
from qiaoliang.base.core.errors import Refusal
from qiaoliang.base.core.who import Who
from qiaoliang.base.notify.models import Notice
from qiaoliang.project.cli import main


@pytest.fixture
def enter(officer):
    def enter(*args, **kwargs):
        account = officer(*args, **kwargs)
        client = Client()
        client.force_login(account)
        return client, account

    return enter


@pytest.fixture
def lost(officer):
    """lost("name", roles) → an account with a second factor that its holder cannot use."""

    def lost(name, roles=("handler",), code="lx"):
        account = officer(name, code, roles)
        TOTP.activate(account, generate_totp_secret())
        return account

    return lost


def told(account):
    return set(Notice.objects.filter(person_id=account.person.pk, done_at=None).values_list("kind", flat=True))


def test_one_asks_another_confirms_and_the_holder_is_told(enter, lost):
    (admin, asker), (security, decider), holder = enter("a", "yq", ["admin"]), enter("s", "yq", ["security"]), lost("h")
    seat = Client()
    seat.force_login(holder)
    assert seat.get("/desk/rights").status_code == 200
    page = f"/desk/accounts/{holder.pk}/second-factor"
    assert "恢复码" in admin.get(page).text
    assert admin.post(page, {"reason": " "}).status_code == 422
    assert "等安全管理员确认" in admin.post(page, {"reason": "手机掉河里了"}, follow=True).text
    assert "已经申请过" in admin.post(page, {"reason": "再来"}).text
    asked = Removal.objects.get()
    assert (asked.account, asked.asked_by, asked.reason, asked.agreed) == (holder, asker.pk, "手机掉河里了", None)
    assert Authenticator.objects.filter(user=holder).exists()
    assert seat.get("/desk/rights").status_code == 200
    assert (told(holder), told(decider)) == (
        {"account.factor_removal_asked"},
        {"account.factor_removal_to_decide"},
    )
    decide = f"/desk/second-factors/{asked.pk}"
    assert admin.post(decide, {"decision": "agree"}).status_code == 404
    assert "手机掉河里了" in security.get("/desk/second-factors").text
    text = security.post(decide, {"decision": "agree"}, follow=True).text
    assert "已解除 h 的动态口令" in text and "已解除" in text
    assert not Authenticator.objects.filter(user=holder).exists()
    assert seat.get("/desk/rights").status_code == 302
    assert (told(holder), told(decider), told(asker)) == (
        {"account.factor_removed"},
        set(),
        {"account.factor_removal_agreed"},
    )
    assert "已经有结果" in security.post(decide, {"decision": "decline"}, follow=True).text
    seat.force_login(holder)
    assert "您的动态口令和通行密钥已解除" in seat.get("/desk/notices").text
    done = AuditEvent.objects.filter(object_id=holder.pk).order_by("id").values_list("action", "actor_id")
    assert [row for row in done if "factor" in row[0]] == [
        ("account.factor_removal_asked", asker.pk),
        ("account.second_factor_removed", decider.pk),
    ]


def test_declined_nothing_changes_and_who_asked_is_told(enter, lost):
    (admin, asker), (security, _), holder = enter("a", "yq", ["admin"]), enter("s", "yq", ["security"]), lost("h")
    admin.post(f"/desk/accounts/{holder.pk}/second-factor", {"reason": "手机丢了"})
    security.post(f"/desk/second-factors/{Removal.objects.get().pk}", {"decision": "anything"})
    assert Authenticator.objects.filter(user=holder).exists()
    assert told(asker) == {"account.factor_removal_declined"}
    assert "未解除" in security.get("/desk/second-factors").text
    admin.post(f"/desk/accounts/{holder.pk}/second-factor", {"reason": "真的丢了"})
    assert Removal.objects.filter(agreed=None).count() == 1


def test_neither_who_asked_nor_the_holder_decides(enter, lost):
    (_, decider), holder = enter("s", "yq", ["security"]), lost("h")
    asker = Who(kind="account", id=Account.objects.create(username="both").pk)
    asked = accounts.ask_removal(asker, holder, reason="丢了")
    for who in (asker, Who(kind="account", id=holder.pk)):
        with pytest.raises(Refusal) as refused:
            accounts.decide_removal(who, asked, agree=True)
        assert refused.value.code == "same_person"
    with pytest.raises(Refusal) as refused:
        accounts.ask_removal(Who(kind="account", id=holder.pk), holder, reason="丢了")
    assert refused.value.code == "own_account"
    assert Authenticator.objects.filter(user=holder).exists()
    accounts.decide_removal(Who(kind="account", id=decider.pk), asked, agree=True)
    assert not Authenticator.objects.filter(user=holder).exists()


def test_what_was_asked_falls_away_when_the_holder_has_it_again(enter, lost):
    (_, decider), holder = enter("s", "yq", ["security"]), lost("h")
    asked = accounts.ask_removal(Who(kind="account", id=decider.pk), holder, reason="丢了")
    accounts.drop_removals(holder)
    with pytest.raises(Refusal) as refused:
        accounts.decide_removal(Who(kind="account", id=holder.pk), asked, agree=True)
    assert refused.value.code == "decided"


def test_the_last_security_officer_is_told_the_command(enter, lost, capsys):
    (admin, _), last = enter("a", "yq", ["admin"]), lost("only", ["security"], "yq")
    answer = admin.post(f"/desk/accounts/{last.pk}/second-factor", {"reason": "丢了"})
    assert answer.status_code == 422
    assert "qiaoliang account without-factor only" in answer.text
    assert Removal.objects.count() == 0
    assert main(["account", "without-factor", "only", "--reason", " "]) == 2
    assert main(["account", "without-factor", "nobody", "--reason", "丢了"]) == 2
    assert Authenticator.objects.filter(user=last).exists()
    assert main(["account", "without-factor", "only", "--reason", "丢了"]) == 0
    assert "已解除 only" in capsys.readouterr().out
    assert not Authenticator.objects.filter(user=last).exists()
    assert [note.text for note in last.notes.all()] == ["丢了"]
    enter("s2", "yq", ["security"])
    TOTP.activate(last, generate_totp_secret())
    assert admin.post(f"/desk/accounts/{last.pk}/second-factor", {"reason": "又丢了"}).status_code == 302


def test_the_list_is_paged_and_asks_the_same_for_one_and_many(enter, lost, monkeypatch):
    monkeypatch.setattr(tables, "SIZE", 2)
    (security, decider), asker = (
        enter("s", "yq", ["security"]),
        Who(kind="account", id=Account.objects.create(username="x").pk),
    )
    security.get("/desk/rights")

    def asked(name):
        return accounts.ask_removal(asker, lost(name), reason=f"原因{name}")

    asked("w0")
    accounts.decide_removal(Who(kind="account", id=decider.pk), asked("h0"), agree=False)
    with CaptureQueriesContext(connection) as one:
        security.get("/desk/second-factors")
    for n in (1, 2):
        asked(f"w{n}")
        accounts.decide_removal(Who(kind="account", id=decider.pk), asked(f"h{n}"), agree=False)
    with CaptureQueriesContext(connection) as many:
        first = security.get("/desk/second-factors")
    assert len(many) == len(one)
    assert "原因h2" in first.text and "原因h1" in first.text and "原因h0" not in first.text
    second = security.get("/desk/second-factors" + first.context["next"])
    assert "原因h0" in second.text and "原因w0" not in second.text
    assert security.get("/desk/second-factors?after=x").status_code == 200
