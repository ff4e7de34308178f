from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SavedConfig(AppConfig):
    name = "qiaoliang.work.cases.saved"
    label = "saved"
    verbose_name = _("Saved views")

    def ready(self) -> None:
        from qiaoliang.base.asking import stamps
        from qiaoliang.work.cases.saved import models, registries

        stamps.watch(models.View, models.Start)
        registries.fill()
