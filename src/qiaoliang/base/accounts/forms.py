"""allauth's forms in our words."""

from __future__ import annotations

import hashlib
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, ClassVar

from allauth.account import forms as account_forms
from allauth.mfa.base import forms as mfa_forms
from allauth.mfa.totp import forms as totp_forms
from allauth.mfa.webauthn import forms as webauthn_forms
from django import forms
from django.core.cache import cache
from django.utils.translation import gettext_lazy as _

from qiaoliang.base.accounts import actions, names, queries
from qiaoliang.base.core.typed import seen

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
        self.fields["login"].widget.attrs.update(autocapitalize="none", spellcheck="false", autofocus=True)

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
        if queries.has_code(self.user):
            _say(
                self.fields["code"], _("Six-digit code"), _("Six digits from your app, or one of your recovery codes.")
            )
            self.fields["code"].widget.attrs.update(inputmode="numeric")
        else:
            _say(self.fields["code"], _("Recovery code"), _("One of those you printed; each works once."))

    def clean_code(self) -> str:
        """A code opens once, also in the half minutes around its own."""
        code = super().clean_code()
        mark = hashlib.sha256(f"{self.user.pk}:{code}".encode()).hexdigest()
        fresh = cache.add(f"code-used:{mark}", 1, timeout=_CODE_LIVES)
        if not fresh or not actions.spend_code(self.authenticator, code):
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


#: what the reading of foreign bytes may end in; the library names only some of it
_UNREADABLE = (TypeError, ValueError, LookupError, AttributeError, struct.error)
_NAME_LENGTH = 60


@contextmanager
def _reading(account: Any | None) -> Iterator[None]:
    """A credential that is broken, for another site, of a removed passkey or meant for another moment: one sentence, and the
    audit log knows."""
    try:
        yield
    except (*_UNREADABLE, forms.ValidationError) as error:
        actions.note_refused_passkey(account)
        if getattr(error, "code", "") == "too_many_login_attempts":
            raise
        raise forms.ValidationError(_NOT_TAKEN, code="passkey") from error


_NOT_TAKEN = _("This passkey was not accepted. Try once more, or come in another way.")


def _only_shape(credential: Any) -> Any:
    if not isinstance(credential, dict):
        raise forms.ValidationError(_NOT_TAKEN, code="passkey")
    return credential


class _Credential(forms.JSONField):
    """The hidden answer of the browser; empty where it gave none."""

    widget = forms.HiddenInput
    default_error_messages: ClassVar[dict[str, Any]] = {
        "required": _("The browser gave no passkey. Try once more, or come in another way."),
        "invalid": _NOT_TAKEN,
    }

    def to_python(self, value: Any) -> Any:
        """A figure or a depth that the reader of JSON gives up at is as broken as anything else."""
        try:
            return super().to_python(value)
        except (ValueError, RecursionError) as error:
            raise forms.ValidationError(_NOT_TAKEN, code="passkey") from error


class _PasskeyField:
    fields: dict[str, forms.Field]

    def say(self) -> None:
        self.fields["credential"] = _Credential()


class PasskeyForm(_PasskeyField, webauthn_forms.AuthenticateWebAuthnForm):
    """As a second factor, after the password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.say()

    def clean_credential(self) -> Any:
        with _reading(self.user):
            _only_shape(self.cleaned_data["credential"])
            return super().clean_credential()


class PasskeyLoginForm(_PasskeyField, webauthn_forms.LoginWebAuthnForm):
    """Instead of name and password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.say()

    def clean_credential(self) -> Any:
        with _reading(None):
            _only_shape(self.cleaned_data["credential"])
            return super().clean_credential()


class PasskeyConfirmForm(PasskeyForm, webauthn_forms.ReauthenticateWebAuthnForm):
    """Before something that changes how the account is protected."""


class NewPasskeyForm(_PasskeyField, webauthn_forms.AddWebAuthnForm):
    """A passkey is always one that the device asks its holder for (finger, face or PIN), so it may open by itself."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields.pop("passwordless", None)
        _say(self.fields["name"], _("What you call it"), _("So that you know it again, say “the office computer”."))
        self.fields["name"].max_length = _NAME_LENGTH  # type: ignore[attr-defined]
        self.fields["name"].widget.attrs["maxlength"] = _NAME_LENGTH
        self.say()

    def clean_name(self) -> str:
        self.cleaned_data["name"] = seen(self.cleaned_data["name"]).strip()[:_NAME_LENGTH]
        return str(super().clean_name())

    def clean_credential(self) -> Any:
        return _only_shape(self.cleaned_data["credential"])

    def clean(self) -> dict[str, Any]:
        self.cleaned_data["passwordless"] = True
        with _reading(self.user):
            data: dict[str, Any] = super().clean()
        return data


class PasskeyNameForm(webauthn_forms.EditWebAuthnForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say(self.fields["name"], _("What you call it"), _("So that you know it again, say “the office computer”."))
        self.fields["name"].widget.attrs["maxlength"] = _NAME_LENGTH
        self.fields["name"].error_messages["required"] = _("Give it a name.")

    def clean_name(self) -> str:
        name = seen(self.cleaned_data["name"]).strip()
        if not name:
            raise forms.ValidationError(_("Give it a name."), code="required")
        if len(name) > _NAME_LENGTH:
            raise forms.ValidationError(_("At most %(most)d characters.") % {"most": _NAME_LENGTH}, code="max_length")
        return name

    def save(self) -> Any:
        actions.rename_passkey(self.instance.user, self.instance, self.cleaned_data["name"])
        return self.instance
