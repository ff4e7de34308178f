from importlib import import_module

from django.apps import AppConfig
from django.conf import settings
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class HealthConfig(AppConfig):
    name = "qiaoliang.base.health"
    label = "health"

    def ready(self) -> None:
        from qiaoliang.base.audit import registry
        from qiaoliang.base.health import checks, jobs, notices  # noqa: F401  (jobs registers its handlers)
        from qiaoliang.ui.navigation import Item, register

        checks.fill()
        notices.fill()
        for module in settings.CHECKS:
            import_module(module).fill()
        registry.register("keeping", _("backup or restore"))
        registry.say(
            keeping__backup=_("made a backup"),
            keeping__restore=_("restored a backup"),
            keeping__drill=_("tried whether a backup can be restored"),
        )
        register(
            Item(
                key="check",
                audience="desk",
                label=_("System check"),
                short=pgettext_lazy("menu", "Check"),
                icon="check-circle",
                url="health:check",
                go="h",
                order=820,
                group=_("Trust"),
                permitted=lambda request: request.actor.may("system.check"),  # type: ignore[attr-defined]
            )
        )
