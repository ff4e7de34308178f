"""allauth's views with what our pages need beside."""

from __future__ import annotations

from typing import Any

from allauth.mfa.base.views import IndexView
from allauth.mfa.recovery_codes.views import ViewRecoveryCodesView
from django.conf import settings
from django.urls import reverse


class SecondFactorView(IndexView):
    """Whether the second factor is on, what it is good for, and the ways from here."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        ways = {
            "on_url": reverse("mfa_activate_totp"),
            "off_url": reverse("mfa_deactivate_totp"),
            "generate_url": reverse("mfa_generate_recovery_codes"),
        }
        return {**super().get_context_data(**kwargs), **ways, "required": settings.SECOND_FACTOR == "required"}


class RecoveryCodesView(ViewRecoveryCodesView):
    """The codes, once after they were made."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        ways = {"generate_url": reverse("mfa_generate_recovery_codes"), "done_url": reverse("mfa_index")}
        return {**super().get_context_data(**kwargs), **ways}
