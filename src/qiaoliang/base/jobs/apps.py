from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class JobsConfig(AppConfig):
    name = "qiaoliang.base.jobs"
    label = "jobs"

    def ready(self) -> None:
        from qiaoliang.base.audit import registry
        from qiaoliang.base.jobs import checks, chores, queries  # noqa: F401  (chores registers its handlers)
        from qiaoliang.ui.navigation import Item, register

        checks.fill()
        registry.register("job", _("background job"), queries.names)
        registry.register("clock", _("the server's clock"))
        registry.say(clock__vouch=_("said that the server's clock is right"))
        registry.say(job__try_again=_("started a job again that had been given up"))
        register(
            Item(
                key="jobs",
                audience="desk",
                label=_("Background work"),
                short=pgettext_lazy("menu", "Jobs"),
                icon="clock",
                url="jobs:list",
                go="w",
                order=830,
                group=_("Trust"),
                permitted=lambda request: request.actor.may("system.check"),  # type: ignore[attr-defined]
            )
        )
