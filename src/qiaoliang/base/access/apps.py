from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccessConfig(AppConfig):
    name = "qiaoliang.base.access"
    label = "access"

    def ready(self) -> None:
        from qiaoliang.base.access import checks, models, navigation, rules, viewer
        from qiaoliang.base.accounts.registry import around_closing
        from qiaoliang.base.asking import stamps
        from qiaoliang.base.audit import registry as audit
        from qiaoliang.base.organizations import registry
        from qiaoliang.base.vault.registry import viewers_are_called

        stamps.watch(models.Grant)
        registry.before_appointment(rules.check_separation_of)
        registry.after_appointments(rules.check_everyone)
        registry.around_departures(rules.somebody_left)
        around_closing(rules.somebody_left)
        navigation.provide()
        checks.fill()
        audit.register("grant", _("grant of a role"))
        audit.say(
            grant__give=_("granted a role"),
            grant__declined=_("left a role ungranted that a table had named"),
            grant__end=_("ended a grant"),
            grant__list_taken=_("took the list of rights as a table"),
        )
        viewers_are_called(viewer.called)
