"""What the house itself tells: what happens to somebody's account."""

from __future__ import annotations

from collections.abc import Collection
from functools import partial
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from qiaoliang.base.accounts.registry import told_by
from qiaoliang.base.notify import actions, registry
from qiaoliang.base.notify.models import Notice
from qiaoliang.base.organizations import queries as organizations

#: what happened → (sentence, route, whether the route names the account)
WORDS = {
    "factor_removal_to_decide": (_("Somebody lost the second factor: please decide"), "access:factors", False),
    "factor_removal_asked": (
        _("An administrator has asked to take your second factor away. If that was not you, tell them at once"),
        "mfa_index",
        False,
    ),
    "factor_removed": (
        _("Your second factor was taken away and every log-in ended. If you did not ask for it, change your password"),
        "mfa_index",
        False,
    ),
    "passkey_added": (
        _("A passkey was added to your account. If that was not you, remove it and change your password"),
        "mfa_index",
        False,
    ),
    "deputy_named": (_("A deputy was named: see who stands in for whom, and when"), "access:deputies", False),
    "deputy_ended": (_("A deputy's time was ended"), "access:deputies", False),
    "factor_removal_agreed": (_("The second factor you asked about is taken away"), "access:account", True),
    "factor_removal_declined": (
        _("The second factor you asked about stays: it was not agreed"),
        "access:account",
        True,
    ),
}


def fill() -> None:
    """Called once, from ``apps.py``."""
    told_by(tell, settle)
    for what in WORDS:
        registry.text(f"account.{what}", partial(_said, what))


def tell(accounts: Collection[UUID], what: str, subject: UUID) -> None:
    actions.tell(organizations.people_of_accounts(accounts), f"account.{what}", ("account", subject))


def settle(subject: UUID) -> None:
    actions.settle(("account", subject), only=["account.factor_removal_to_decide", "account.factor_removal_asked"])


def _said(what: str, notice: Notice) -> tuple[object, str]:
    words, route, named = WORDS[what]
    return words, reverse(route, args=[notice.subject_id] if named else [])
