"""allauth's forms in our words."""

from __future__ import annotations

import hashlib
from typing import Any

from allauth.account import forms as account_forms
from allauth.mfa.base import forms as mfa_forms
from allauth.mfa.totp import forms as totp_forms
from django import forms
from django.core.cache import cache
from django.utils.translation import gettext_lazy as _

from qiaoliang.base.accounts import names

#: A code is good for its half minute and the one before and after (MFA_TOTP_TOLERANCE 1).
_CODE_LIVES = 90


def _say(field: forms.Field, label: Any, help_text: Any = "") -> None:
    field.label, field.help_text = label, help_text
    field.widget.attrs.pop("placeholder", None)


class LoginForm(account_forms.LoginForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say(self.fields["login"], _("User name"))
        _say(self.fields["password"], _("Password"))
        self.fields["login"].widget.attrs.update(autocapitalize="none", spellcheck="false")

    def clean_login(self) -> str:
        """One form of the name, so that tries are counted together however it is typed."""
        return names.clean(super().clean_login())


class ChangePasswordForm(account_forms.ChangePasswordForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say(self.fields["oldpassword"], _("Present password"))
        _say(
            self.fields["password1"], _("New password"), _("At least 12 characters; a short sentence is easy to keep.")
        )
        _say(self.fields["password2"], _("New password once more"))

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean()
        if data.get("password1") and data.get("password1") == data.get("oldpassword"):
            self.add_error("password1", _("Choose a password other than the present one."))
        return data


class ReauthenticateForm(account_forms.ReauthenticateForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say(self.fields["password"], _("Password"))


class _Code(mfa_forms.BaseAuthenticateForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say(self.fields["code"], _("Six-digit code"), _("Six digits from your app, or one of your recovery codes."))
        self.fields["code"].widget.attrs.update(inputmode="numeric")

    def clean_code(self) -> str:
        """A code opens once, also in the half minutes around its own."""
        code = super().clean_code()
        mark = hashlib.sha256(f"{self.user.pk}:{code}".encode()).hexdigest()
        if not cache.add(f"code-used:{mark}", 1, timeout=_CODE_LIVES):
            raise forms.ValidationError(_("This code was used already. Wait for the next one."), code="code_used")
        return str(code)


class AuthenticateForm(_Code, mfa_forms.AuthenticateForm):
    pass


class ReauthenticateCodeForm(_Code, mfa_forms.ReauthenticateForm):
    pass


class ActivateForm(totp_forms.ActivateTOTPForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say(self.fields["code"], _("Code from your app"), _("Six digits; they change every half minute."))
        self.fields["code"].widget.attrs.update(inputmode="numeric")
