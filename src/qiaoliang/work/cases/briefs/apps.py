from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class BriefsConfig(AppConfig):
    name = "qiaoliang.work.cases.briefs"
    label = "briefs"
    verbose_name = _("Weekly brief")

    def ready(self) -> None:
        from qiaoliang.work.cases.briefs import registries

        registries.fill()
