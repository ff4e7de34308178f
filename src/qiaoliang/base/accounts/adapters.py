"""allauth in our house: nobody signs up, nothing is mailed, seeds are sealed, and each step leaves its audit row."""

from __future__ import annotations

import base64
import time
from typing import Any

from allauth.account import app_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from qiaoliang.base.accounts import actions, devices, queries, sessions, ways
from qiaoliang.base.accounts.models import Account
from qiaoliang.base.core import keys


class AccountAdapter(DefaultAccountAdapter):
    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "username_password_mismatch": _("The user name or the password is not right. Check both and try again."),
        "too_many_login_attempts": _("Too many tries. Wait five minutes, then try again, or ask your administrator."),
        "enter_current_password": _("The present password is not right."),
        "incorrect_password": _("The password is not right."),
        "rate_limited": _("Too many tries. Wait five minutes, then try again, or ask your administrator."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def add_message(self, *args: Any, **kwargs: Any) -> None:
        """The pages say what happened; no message beside them."""

    def send_notification_mail(self, *args: Any, **kwargs: Any) -> None:
        """An intranet has no mail; the audit log and the account's page hold what happened."""

    def pre_login(self, request: HttpRequest, user: AbstractBaseUser, **kwargs: Any) -> HttpResponse | None:
        if isinstance(user, Account) and user.is_expired:
            actions.note(user, "account.one_time_expired")
            return self.respond_user_inactive(request, user)
        return super().pre_login(request, user, **kwargs)

    def post_login(self, request: HttpRequest, user: AbstractBaseUser, **kwargs: Any) -> HttpResponse:
        way = ways.read(get_authentication_records(request, user))
        sessions.begin(request, way)
        actions.note(user, "account.login", reason=way)
        return super().post_login(request, user, **kwargs)

    def logout(self, request: HttpRequest) -> None:
        user = request.user
        super().logout(request)
        actions.note(user, "account.logout")

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        actions.note_failure(credentials.get("username", ""))

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return self.get_login_redirect_url(request)

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Not within five minutes of the log-in itself: the password was typed just now."""
        records = get_authentication_records(self.request, self.request.user)
        fresh = time.time() - app_settings.REAUTHENTICATION_TIMEOUT
        return not any(record["at"] > fresh for record in records)

    def set_password(self, user: AbstractBaseUser, password: str) -> None:
        actions.change_password(user, password, keep=self.request.session.session_key or "")


class SecondFactorAdapter(DefaultMFAAdapter):
    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": _("The code is not right. Wait for the next one in your app and type it."),
        "cannot_delete_authenticator": _("The second factor is required here; it cannot be switched off."),
    }

    def generate_authenticator_name(self, user: AbstractBaseUser, type: Authenticator.Type) -> str:
        """A passkey is called after the device it is made on, until its holder calls it something else."""
        return devices.words(devices.read(context.request.headers.get("User-Agent", "")))

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """The name that the browser's own window shows."""
        return {**super().get_public_key_credential_rp_entity(), "name": str(settings.MFA_TOTP_ISSUER)}

    def encrypt(self, text: str) -> str:
        return base64.b64encode(keys.seal("totp", text.encode(), "mfa_authenticator:data")).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return keys.unseal("totp", base64.b64decode(encrypted_text), "mfa_authenticator:data").decode()

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        return queries.may_go(authenticator)
