"""The pages of passkeys 通行密钥: adding, naming, removing one, and coming in with one. The cryptography is the library's."""

from __future__ import annotations

import ipaddress
import json
from typing import Any

from allauth.account.models import Login
from allauth.account.utils import get_next_redirect_url
from allauth.mfa.base.views import AuthenticateView
from allauth.mfa.totp.views import DeactivateTOTPView
from allauth.mfa.webauthn import views as webauthn
from allauth.mfa.webauthn.internal import auth, flows
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse, reverse_lazy

from qiaoliang.base.accounts import actions, queries
from qiaoliang.base.core.errors import Refusal
from qiaoliang.ui import format as say
from qiaoliang.ui.pages import flash


def possible(request: HttpRequest) -> bool:
    """Whether browsers allow passkeys at this address: over https or on this machine, under a name; never under an
    address of digits (WebAuthn 5.1.3: the relying party's id is a domain)."""
    host = request.get_host().rsplit(":", 1)[0].strip("[]")
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return request.is_secure() or host == "localhost"
    return False


def rows(request: HttpRequest) -> list[dict[str, Any]]:
    """The holder's passkeys with the ways to change them. One query."""
    return [
        {
            "name": one.wrap().name,
            "since": say.moment(one.created_at),
            "used": say.moment(one.last_used_at) if one.last_used_at else "",
            "edit_url": reverse("mfa_edit_webauthn", args=[one.pk]),
            "remove_url": reverse("mfa_remove_webauthn", args=[one.pk]),
        }
        for one in queries.passkeys_of(request.user)
    ]


def _options(found: dict[str, Any]) -> str:
    return json.dumps(found["request_options" if "request_options" in found else "creation_options"])


class AddView(webauthn.AddWebAuthnView):
    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not possible(request):
            return redirect("mfa_index")
        answer: HttpResponse = super().dispatch(request, *args, **kwargs)
        return answer

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        shown = super().get_context_data(**kwargs)
        return {**shown, "options": json.dumps(auth.begin_registration(self.request.user, passwordless=True))}

    def form_invalid(self, form: Any) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=422)


class NameView(webauthn.EditWebAuthnView):
    success_url = reverse_lazy("mfa_index")


class _GivingUp:
    """A second factor goes, but not the last where everybody needs one."""

    request: HttpRequest

    def give_up(self, factor: Any, remove: Any) -> HttpResponse:
        try:
            actions.give_up(self.request.user, factor, remove)
        except Refusal as refusal:
            flash(self.request, refusal.message, tone="act")
        return redirect("mfa_index")


class RemoveView(_GivingUp, webauthn.RemoveWebAuthnView):
    success_url = reverse_lazy("mfa_index")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(**kwargs), "last": not queries.may_go(self.object)}

    def form_valid(self, form: Any) -> HttpResponse:
        found = self.get_object()
        return self.give_up(found, lambda: flows.remove_authenticator(self.request, found))


class CodesOffView(_GivingUp, DeactivateTOTPView):
    def form_valid(self, form: Any) -> HttpResponse:
        return self.give_up(self.authenticator, lambda: DeactivateTOTPView.form_valid(self, form))


class SecondStepView(AuthenticateView):
    """After the password: whatever second factors the holder has."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        shown, account = super().get_context_data(**kwargs), self.stage.login.user
        has = bool(queries.passkeys_of(account))
        usable = has and possible(self.request)
        ways = {"options": _options(shown["js_data"]) if usable else "", "elsewhere": has and not usable}
        return {**shown, **ways, "code": queries.has_code(account)}


class ConfirmView(webauthn.ReauthenticateWebAuthnView):
    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        shown = super().get_context_data(**kwargs)
        return {**shown, "options": _options(shown["js_data"])}

    def form_invalid(self, form: Any) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=422)


class EnterView(webauthn.LoginWebAuthnView):
    """The button beside the password: no name is typed, the passkey says whose it is."""

    def form_invalid(self, form: Any) -> HttpResponse:
        for sentence in form.errors.get("credential", []):
            flash(self.request, sentence, tone="act")
        return HttpResponseRedirect(reverse("account_login"))

    def form_valid(self, form: Any) -> HttpResponse:
        passkey = form.cleaned_data["credential"]
        login = Login(user=passkey.user, redirect_url=get_next_redirect_url(self.request))
        answer: HttpResponse = flows.perform_passwordless_login(self.request, passkey, login)
        return answer
