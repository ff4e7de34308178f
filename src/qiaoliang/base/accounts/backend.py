"""Who may log in, and whose log-in a session is."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from allauth.account.auth_backends import AuthenticationBackend
from django.db.models import QuerySet

from qiaoliang.base.accounts import sessions
from qiaoliang.base.accounts.models import Account
from qiaoliang.base.asking import written


class Backend(AuthenticationBackend):  # type: ignore[misc]
    """allauth's; the account of a session, which each page asks for, by a question that is put together once."""

    def get_user(self, user_id: UUID) -> Account | None:
        account = sessions.account_along(user_id) or written.first(_with_id, user_id)
        return account if account and self.user_can_authenticate(account) else None


def _with_id(account: UUID) -> QuerySet[Any, Any]:
    return Account.objects.filter(pk=account)[:1]
