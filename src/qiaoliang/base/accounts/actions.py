"""Writes on accounts. Audit rows hold ids and field names, never a name that was typed."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import timedelta
from typing import Any
from uuid import UUID

from allauth.core.internal.cryptokit import normalize_user_code
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from allauth.mfa.utils import decrypt
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from qiaoliang.base.accounts import names, queries, registry, sessions
from qiaoliang.base.accounts.models import Account, Note, Removal, Session
from qiaoliang.base.audit import actions as audit
from qiaoliang.base.core import clock, codes
from qiaoliang.base.core.errors import Refusal
from qiaoliang.base.core.who import SYSTEM, Who

#: The object of a failed log-in under a name that no account has.
NOBODY = UUID(int=0)


@transaction.atomic
def create_account(
    who: Who, username: str, *, password: str | None = None, unusable: bool = False
) -> tuple[Account, str]:
    """A new account and its one-time password, to be changed at the first log-in within ``ONE_TIME_DAYS``.

    With ``password`` given (the demo) that one is set, stays, and an empty text is returned. ``unusable``: none opens it,
    for a preview that is taken back.
    """
    name = names.clean(username)
    if not names.is_good(name):
        raise Refusal(
            _("A user name has 2 to 40 letters, digits, dots or dashes."), code="bad_username", field="username"
        )
    if Account.objects.filter(username=name).exists():
        raise Refusal(_("This user name is taken. Choose another."), code="username_taken", field="username")
    account = Account(username=name)
    one_time = "" if password or unusable else _hand_over(account)
    if unusable:
        account.set_unusable_password()
    if password:
        _check(password, account)
        account.set_password(password)
    account.save(force_insert=True)
    audit.record(who, "account.create", account, fields=("username",))
    return account, one_time


@transaction.atomic
def create_accounts(who: Who, usernames: Iterable[str], *, password: str) -> dict[str, Account]:
    """Many accounts with one password, hashed once: for a demonstration, where it is printed anyway. By user name."""
    made = [Account(username=name) for name in dict.fromkeys(map(names.clean, usernames))]
    bad = next((one.username for one in made if not names.is_good(one.username)), None)
    if bad is not None or Account.objects.filter(username__in=[one.username for one in made]).exists():
        raise Refusal(_("A user name is taken or not allowed."), code="bad_username", field="username")
    encoded = make_password(password)
    for one in made:
        one.password = encoded
    for one in Account.objects.bulk_create(made, batch_size=500):
        audit.record(who, "account.create", one, fields=("username",))
    return {one.username: one for one in made}


@transaction.atomic
def reset_password(who: Who, account: Account) -> str:
    """A new one-time password; every log-in of the account ends."""
    one_time = _hand_over(account)
    account.save(update_fields=["password", "must_change_password", "one_time_until"])
    _end_sessions(account)
    audit.record(who, "account.reset_password", account, fields=("password",))
    return one_time


@transaction.atomic
def change_password(account: Any, password: str, *, keep: str = "") -> None:
    """The account's own new password. Every log-in but the one with the key ``keep`` ends."""
    _check(password, account)
    account.set_password(password)
    account.must_change_password, account.one_time_until = False, None
    account.save(update_fields=["password", "must_change_password", "one_time_until"])
    _end_sessions(account, keep)
    audit.record(Who(kind="account", id=account.pk), "account.change_password", account, fields=("password",))


@transaction.atomic
def ask_removal(who: Who, account: Account, *, reason: str) -> Removal:
    """Ask that the second factor of someone who lost phone and recovery codes be taken away; somebody else decides."""
    account = Account.objects.select_for_update().get(pk=account.pk)
    if not reason.strip():
        raise Refusal(_("Say why, so that it can be checked later."), code="no_reason", field="reason")
    if who.id is None or who.id == account.pk:
        raise Refusal(_("Nobody asks this for their own account."), code="own_account")
    if not queries.has_second_factor(account):
        raise Refusal(_("This account has no second factor."), code="no_second_factor")
    if queries.open_removals().filter(account=account).exists():
        raise Refusal(_("This was asked already and waits for a security officer."), code="asked_already")
    made = Removal.objects.create(account=account, reason=reason.strip()[:200], asked_by=who.id)
    audit.record(who, "account.factor_removal_asked", account)
    registry.tell([account.pk], "factor_removal_asked", account.pk)
    return made


@transaction.atomic
def decide_removal(who: Who, removal: Removal, *, agree: bool) -> None:
    """A second person agrees, and the second factor goes with every log-in; or not, and all stays. Neither who asked nor
    the holder decides."""
    held = Removal.objects.select_for_update().select_related("account").get(pk=removal.pk)
    if held.agreed is not None:
        raise Refusal(_("This was decided already."), code="decided")
    if who.id in (None, held.asked_by, held.account_id):
        raise Refusal(_("Somebody else decides: neither who asked nor the holder."), code="same_person")
    held.agreed, held.decided_by, held.decided_at = agree, who.id, clock.now()
    held.save(update_fields=["agreed", "decided_by", "decided_at"])
    if agree:
        remove_second_factor(who, held.account, reason=held.reason)
    else:
        audit.record(who, "account.factor_removal_declined", held.account, refs={"asked_by": held.asked_by})
    registry.settle(held.account_id)
    registry.tell([held.asked_by], "factor_removal_agreed" if agree else "factor_removal_declined", held.account_id)


@transaction.atomic
def drop_removals(account: Any) -> None:
    """The holder has it in hand again and switched it off: what was asked falls away, so that it never hits a later one."""
    waiting = queries.open_removals().filter(account=account.pk)
    if waiting.update(agreed=False, decided_at=clock.now()):
        registry.settle(account.pk)


@transaction.atomic
def remove_second_factor(who: Who, account: Account, *, reason: str) -> None:
    """Take it away and end every log-in; the holder is told. Pages come here by :func:`decide_removal` alone; the server's
    console by itself, where there is no second person."""
    _write_down(who, account, "second_factor_removed", reason)
    if not Authenticator.objects.filter(user=account).delete()[0]:
        raise Refusal(_("This account has no second factor."), code="no_second_factor")
    _end_sessions(account)
    audit.record(who, "account.second_factor_removed", account)
    registry.tell([account.pk], "factor_removed", account.pk)


@transaction.atomic
def rename_passkey(account: Any, passkey: Authenticator, name: str) -> None:
    """What its holder calls it. The name is theirs: the audit log says only that it changed."""
    passkey.wrap().name = name
    passkey.save(update_fields=["data"])
    note(account, "account.passkey_renamed")


@transaction.atomic
def give_up(account: Any, factor: Authenticator, remove: Callable[[], object]) -> None:
    """``remove`` the second factor, unless it is the last where everybody needs one. Two at once wait for each other."""
    Account.objects.select_for_update().get(pk=account.pk)
    if not queries.may_go(factor):
        raise Refusal(
            _("This is your last second factor, and here nobody works without one. Set up another first."),
            code="last_factor",
        )
    remove()


@transaction.atomic
def close_account(who: Who, account: Account, *, reason: str) -> None:
    """Nobody logs in with it any more, and every log-in ends at once."""
    _write_down(who, account, "close", reason)
    with registry.closing():
        account.is_active = False
        account.save(update_fields=["is_active"])
    _end_sessions(account)
    audit.record(who, "account.close", account, fields=("is_active",))


@transaction.atomic
def reopen_account(who: Who, account: Account) -> str:
    """It may be used again, with a new one-time password."""
    account.is_active = True
    one_time = _hand_over(account)
    account.save(update_fields=["is_active", "password", "must_change_password", "one_time_until"])
    audit.record(who, "account.reopen", account, fields=("is_active", "password"))
    return one_time


@transaction.atomic
def end_sessions(who: Who, account: Account, *, keep: str = "", mark: str = "") -> int:
    """End the account's log-ins: all but the one with the key ``keep``, or the one that a page calls ``mark``. How many."""
    found = queries.sessions_of(account).exclude(session_key=keep).values_list("session_key", flat=True)
    ending = [key for key in found if not mark or sessions.mark(key) == mark]
    if ending:
        Session.objects.filter(session_key__in=ending).delete()
        audit.record(who, "account.sessions_ended", account, refs={"count": len(ending)})
    return len(ending)


@transaction.atomic
def clear_sessions() -> int:
    """Take away what has ended by itself, so that nothing of it is kept. How many."""
    return Session.objects.filter(queries.ended()).delete()[0]


@transaction.atomic
def note(account: Any, action: str, reason: str = "") -> None:
    """An audit row about the account, by itself."""
    audit.record(Who(kind="account", id=account.pk), action, ("account", account.pk), reason=reason)


@transaction.atomic
def passkey_added(account: Any) -> None:
    """Whoever can add a way in can come back: the holder is told of it, also when somebody else sat at the desk."""
    registry.tell([account.pk], "passkey_added", account.pk)


@transaction.atomic
def note_refused_passkey(account: Any | None) -> None:
    """A passkey that did not open: whose it was meant to be, where the log-in had come that far."""
    audit.record(SYSTEM, "account.passkey_failed", ("account", account.pk if account else NOBODY))


@transaction.atomic
def note_failure(username: str) -> None:
    """A failed log-in: which account if there is one, never the text that was typed (it may be a password)."""
    found = Account.objects.filter(username=names.clean(username)).values_list("pk", flat=True).first()
    audit.record(SYSTEM, "account.login_failed", ("account", found or NOBODY))


def _write_down(who: Who, account: Account, action: str, reason: str) -> None:
    if not reason.strip():
        raise Refusal(_("Say why, so that it can be checked later."), code="no_reason", field="reason")
    Note.objects.create(account=account, action=action, text=reason.strip()[:200], by_id=who.id)


def _end_sessions(account: Any, keep: str = "") -> None:
    Session.objects.filter(account=account.pk).exclude(session_key=keep).delete()


def _hand_over(account: Account) -> str:
    one_time = codes.new_secret()
    account.set_password(one_time)
    account.must_change_password = True
    account.one_time_until = clock.now() + timedelta(days=settings.ONE_TIME_DAYS)
    return one_time


def _check(password: str, account: Account) -> None:
    try:
        validate_password(password, account)
    except ValidationError as fault:
        raise Refusal(" ".join(fault.messages), code="weak_password", field="password1") from fault


#: so many half minutes in which a code was used are remembered for each account
SPENT = 40


@transaction.atomic
def spend_code(authenticator: Authenticator, code: str) -> bool:
    """Whether the half minute of this six-digit code is used for the first time. A clock that was wrong and is put right
    makes no code good again that somebody has seen used; other factors have nothing to spend."""
    if authenticator.type != Authenticator.Type.TOTP:
        return True
    row = Authenticator.objects.select_for_update().get(pk=authenticator.pk)
    secret, typed = decrypt(row.data["secret"]), normalize_user_code(code)
    steps = (one for one in totp.yield_hotp_counters_from_time())
    step = next((one for one in steps if totp.format_hotp_value(totp.hotp_value(secret, one)) == typed), None)
    spent = row.data.get("spent", [])
    if step is None or step in spent:
        return False
    row.data = {**row.data, "spent": [*spent, step][-SPENT:]}
    row.save(update_fields=["data"])
    return True
