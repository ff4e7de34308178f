from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    name = "qiaoliang.base.accounts"
    label = "accounts"

    def ready(self) -> None:
        from qiaoliang.base.accounts import checks, jobs, listeners, queries, ways  # noqa: F401  (jobs registers its handler)
        from qiaoliang.base.audit import registry

        listeners.connect()
        checks.fill()
        registry.register("account", _("account"), queries.account_names)
        registry.say_codes(
            {"is_active": _("whether it is open"), "password": _("password"), "username": _("user name")},
            "account",
        )
        registry.say_reasons("account.login", ways.words)
        registry.say(
            account__create=_("opened an account"),
            account__close=_("closed an account"),
            account__reopen=_("reopened an account"),
            account__reset_password=_("gave a new one-time password"),
            account__change_password=_("changed the own password"),
            account__login=_("logged in"),
            account__logout=_("logged out"),
            account__timed_out=_("was logged out after a while without use"),
            account__sessions_ended=_("ended log-ins"),
            account__login_failed=_("a log-in failed"),
            account__code_failed=_("a code of the second factor was wrong"),
            account__one_time_expired=_("tried an expired one-time password"),
            account__totp_on=_("switched the second factor on"),
            account__totp_off=_("switched the second factor off"),
            account__webauthn_on=_("added a passkey"),
            account__webauthn_off=_("removed a passkey"),
            account__passkey_renamed=_("renamed a passkey"),
            account__passkey_failed=_("a passkey was refused"),
            account__second_factor_removed=_("took someone's second factor away"),
            account__factor_removal_asked=_("asked to take someone's second factor away"),
            account__factor_removal_declined=_("declined to take someone's second factor away"),
            account__recovery_codes_on=_("got recovery codes"),
            account__recovery_codes_off=_("gave up recovery codes"),
            account__recovery_codes_renewed=_("got new recovery codes"),
        )
