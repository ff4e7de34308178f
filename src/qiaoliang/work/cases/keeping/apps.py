from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class KeepingConfig(AppConfig):
    name = "qiaoliang.work.cases.keeping"
    label = "keeping"
    verbose_name = _("What is kept, and for how long")

    def ready(self) -> None:
        from qiaoliang.work.cases.keeping import checks, registries

        checks.fill()
        registries.fill()
