"""Log-in and the account's own pages: only those of allauth's views that we use, under the names allauth reverses."""

from __future__ import annotations

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as totp
from django.urls import path

from qiaoliang.base.access.routes import public, settling, signed_in
from qiaoliang.base.accounts import passkeys
from qiaoliang.base.accounts import views as accounts

urlpatterns = [
    path("account/login", public(accounts.LogInView.as_view()), name="account_login"),
    path("account/login/passkey", public(passkeys.EnterView.as_view()), name="mfa_login_webauthn"),
    path("account/closed", public(account.AccountInactiveView.as_view()), name="account_inactive"),
    path("account/code", public(passkeys.SecondStepView.as_view()), name="mfa_authenticate"),
    path("account/logout", settling(account.LogoutView.as_view()), name="account_logout"),
    path("account/password", settling(account.PasswordChangeView.as_view()), name="account_change_password"),
    path("account/confirm", settling(account.ReauthenticateView.as_view()), name="account_reauthenticate"),
    path("account/sessions", signed_in(accounts.where), name="account_sessions"),
    path("account/sessions/end", signed_in(accounts.end), name="account_sessions_end"),
    path("account/second-factor", settling(accounts.SecondFactorView.as_view()), name="mfa_index"),
    path("account/second-factor/confirm", settling(mfa.ReauthenticateView.as_view()), name="mfa_reauthenticate"),
    path("account/second-factor/on", settling(totp.ActivateTOTPView.as_view()), name="mfa_activate_totp"),
    path("account/second-factor/off", settling(passkeys.CodesOffView.as_view()), name="mfa_deactivate_totp"),
    path("account/passkeys/new", settling(passkeys.AddView.as_view()), name="mfa_add_webauthn"),
    path("account/passkeys/confirm", settling(passkeys.ConfirmView.as_view()), name="mfa_reauthenticate_webauthn"),
    path("account/passkeys/<int:pk>/name", settling(passkeys.NameView.as_view()), name="mfa_edit_webauthn"),
    path("account/passkeys/<int:pk>/remove", settling(passkeys.RemoveView.as_view()), name="mfa_remove_webauthn"),
    path("account/recovery-codes", settling(accounts.RecoveryCodesView.as_view()), name="mfa_view_recovery_codes"),
    path(
        "account/recovery-codes/new",
        settling(recovery.GenerateRecoveryCodesView.as_view()),
        name="mfa_generate_recovery_codes",
    ),
]
