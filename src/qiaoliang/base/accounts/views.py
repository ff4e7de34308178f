"""allauth's views with what our pages need beside, and where one is logged in."""

from __future__ import annotations

from typing import Any

from allauth.account.views import LoginView
from allauth.mfa.base.views import IndexView
from allauth.mfa.recovery_codes.views import ViewRecoveryCodesView
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from qiaoliang.base.accounts import actions, devices, passkeys, queries, sessions
from qiaoliang.base.accounts import ways as log_in_ways
from qiaoliang.base.core import clock
from qiaoliang.base.core.who import Who
from qiaoliang.ui import format as say
from qiaoliang.ui.pages import flash, page

#: log-ins on the page; nobody has more that last at once
_SHOWN = 50


class SecondFactorView(IndexView):
    """Whether the second factor is on, what it is good for, and the ways from here."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        ways = {
            "on_url": reverse("mfa_activate_totp"),
            "off_url": reverse("mfa_deactivate_totp"),
            "generate_url": reverse("mfa_generate_recovery_codes"),
        }
        shown = super().get_context_data(**kwargs)
        found = passkeys.rows(self.request)
        return {
            **shown,
            **ways,
            "required": settings.SECOND_FACTOR == "required",
            "passkeys": found,
            "add_url": reverse("mfa_add_webauthn") if passkeys.possible(self.request) else "",
            "protected": bool(found) or "totp" in shown["authenticators"],
            "off": settings.SECOND_FACTOR != "required" or bool(found),
        }


class LogInView(LoginView):
    """Name and password; beside them a passkey, where the address allows it."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        shown = super().get_context_data(**kwargs)
        return {**shown, "passkey_url": reverse("mfa_login_webauthn") if passkeys.possible(self.request) else ""}


class RecoveryCodesView(ViewRecoveryCodesView):
    """The codes, once after they were made."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        ways = {"generate_url": reverse("mfa_generate_recovery_codes"), "done_url": reverse("mfa_index")}
        return {**super().get_context_data(**kwargs), **ways}


@require_safe
def where(request: HttpRequest) -> HttpResponse:
    """Where the holder is logged in: device, since when, last used."""
    now, here = clock.now(), request.session.session_key
    rows = [
        {
            "device": devices.words(one.device),
            "way": log_in_ways.words(one.way),
            "here": one.session_key == here,
            "began": say.moment(one.began) if one.began else "",
            "seen": say.ago(one.seen, now) if one.seen else "",
            "mark": sessions.mark(one.session_key),
        }
        for one in queries.sessions_of(request.user)[:_SHOWN]
    ]
    limits = {"idle": settings.SESSION_IDLE // 60, "hours": settings.SESSION_COOKIE_AGE // 3600}
    rows.sort(key=lambda row: not row["here"])
    return page(request, "account/sessions.html", {"rows": rows, "others": len(rows) > 1, **limits})


@require_POST
def end(request: HttpRequest) -> HttpResponse:
    """End one of the holder's other log-ins, or all others; the present one ends by logging out."""
    here, mark = request.session.session_key or "", request.POST.get("which", "")
    if mark and mark == sessions.mark(here):
        return redirect("account_logout")
    ended = actions.end_sessions(Who(kind="account", id=request.user.pk), request.user, keep=here, mark=mark)
    if ended:
        flash(request, ngettext("%d log-in has ended.", "%d log-ins have ended.", ended) % ended)
    else:
        flash(request, _("That log-in had ended already."), tone="wait")
    return redirect("account_sessions")
