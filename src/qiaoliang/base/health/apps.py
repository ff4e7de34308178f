from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class HealthConfig(AppConfig):
    name = "qiaoliang.base.health"
    label = "health"

    def ready(self) -> None:
        from qiaoliang.base.audit import registry

        registry.register("keeping", _("backup or restore"))
        registry.say(
            keeping__backup=_("made a backup"),
            keeping__restore=_("restored a backup"),
            keeping__drill=_("tried whether a backup can be restored"),
        )
