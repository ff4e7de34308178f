"""What allauth tells by signal alone becomes an audit row."""

from __future__ import annotations

from typing import Any

from allauth.mfa import signals
from allauth.mfa.models import Authenticator

from qiaoliang.base.accounts import actions


def connect() -> None:
    for signal, receiver in (
        (signals.authenticator_added, added),
        (signals.authenticator_removed, removed),
        (signals.authenticator_reset, renewed),
        (signals.authentication_failed, failed),
    ):
        signal.connect(receiver, dispatch_uid=f"accounts.{receiver.__name__}")


def added(sender: Any, user: Any, authenticator: Any, **kwargs: Any) -> None:
    actions.note(user, f"account.{authenticator.type}_on")
    if authenticator.type == Authenticator.Type.WEBAUTHN:
        actions.passkey_added(user)


def removed(sender: Any, user: Any, authenticator: Any, **kwargs: Any) -> None:
    actions.drop_removals(user)
    actions.note(user, f"account.{authenticator.type}_off")


def renewed(sender: Any, user: Any, authenticator: Any, **kwargs: Any) -> None:
    actions.note(user, f"account.{authenticator.type}_renewed")


def failed(sender: Any, user: Any, **kwargs: Any) -> None:
    actions.note(user, "account.code_failed")
