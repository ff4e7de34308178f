from __future__ import annotations

from collections.abc import Collection
from datetime import timedelta
from uuid import UUID

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db.models import Exists, OuterRef, Q, QuerySet

from qiaoliang.base.accounts.models import Account, Removal, Session
from qiaoliang.base.core import clock

#: what protects an account beside the password; recovery codes only stand in for one of them
SECOND_FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


def has_second_factor(account: Account) -> bool:
    return bool(Authenticator.objects.filter(user=account, type__in=SECOND_FACTORS).exists())


def has_code(account: Account) -> bool:
    """Whether six digits from an app open it."""
    return bool(Authenticator.objects.filter(user=account, type=Authenticator.Type.TOTP).exists())


def may_go(factor: Authenticator) -> bool:
    """Whether this second factor may be given up: where everybody needs one, another has to stay."""
    others = Authenticator.objects.filter(user=factor.user_id, type__in=SECOND_FACTORS).exclude(pk=factor.pk)
    return settings.SECOND_FACTOR != "required" or others.exists()


def passkeys_of(account: Account) -> QuerySet[Authenticator]:
    """The oldest first."""
    found: QuerySet[Authenticator] = Authenticator.objects.filter(user=account, type=Authenticator.Type.WEBAUTHN)
    return found.order_by("pk")


def open_step(account: Account) -> str | None:
    """The route where an account must go before anything else: a new password, then the second factor where required."""
    if account.must_change_password:
        return "account_change_password"
    if settings.SECOND_FACTOR == "required" and not has_second_factor(account):
        return "mfa_index"
    return None


def accounts() -> QuerySet[Account]:
    """All accounts by name, each with ``second_factor``."""
    factor = Authenticator.objects.filter(user=OuterRef("pk"), type__in=SECOND_FACTORS)
    return Account.objects.annotate(second_factor=Exists(factor)).order_by("username")


def open_removals() -> QuerySet[Removal]:
    """Who lost the second factor and waits for a security officer, the oldest first."""
    return Removal.objects.filter(agreed=None).select_related("account").order_by("pk")


def account_names(ids: Collection[UUID]) -> dict[UUID, str]:
    """How the audit log names them."""
    return dict(Account.objects.filter(pk__in=ids).values_list("pk", "username"))


def sessions_of(account: Account) -> QuerySet[Session]:
    """The log-ins of the account that last now, the one used last first."""
    return Session.objects.filter(account=account).exclude(ended()).order_by("-seen", "session_key")


def ended() -> Q:
    """The condition "this log-in has ended": too old, or too long without a click. Its row is still there until cleared."""
    now = clock.now()
    idle, began = now - timedelta(seconds=settings.SESSION_IDLE), now - timedelta(seconds=settings.SESSION_COOKIE_AGE)
    return Q(expire_date__lte=now) | Q(seen__isnull=False, seen__lt=idle) | Q(began__isnull=False, began__lt=began)
