from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ImportsConfig(AppConfig):
    name = "qiaoliang.work.cases.imports"
    label = "imports"
    verbose_name = _("Import of cases")

    def ready(self) -> None:
        from qiaoliang.work.cases.imports import registries

        registries.fill()
