from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db.models import Exists, OuterRef, QuerySet

from qiaoliang.base.accounts.models import Account


def has_second_factor(account: Account) -> bool:
    return bool(Authenticator.objects.filter(user=account, type=Authenticator.Type.TOTP).exists())


def open_step(account: Account) -> str | None:
    """The route where an account must go before anything else: a new password, then the second factor where required."""
    if account.must_change_password:
        return "account_change_password"
    if settings.SECOND_FACTOR == "required" and not has_second_factor(account):
        return "mfa_index"
    return None


def accounts() -> QuerySet[Account]:
    """All accounts by name, each with ``second_factor``."""
    factor = Authenticator.objects.filter(user=OuterRef("pk"), type=Authenticator.Type.TOTP)
    return Account.objects.annotate(second_factor=Exists(factor)).order_by("username")


def account_names(ids: Collection[UUID]) -> dict[UUID, str]:
    """How the audit log names them."""
    return dict(Account.objects.filter(pk__in=ids).values_list("pk", "username"))
