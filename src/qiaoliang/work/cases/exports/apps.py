from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ExportsConfig(AppConfig):
    name = "qiaoliang.work.cases.exports"
    label = "exports"
    verbose_name = _("Taking lists out")

    def ready(self) -> None:
        from qiaoliang.work.cases.exports import registries

        registries.fill()
