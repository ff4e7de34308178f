from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class BulkConfig(AppConfig):
    name = "qiaoliang.work.cases.bulk"
    label = "bulk"
    verbose_name = _("Several cases at once")

    def ready(self) -> None:
        from qiaoliang.work.cases.bulk import registries

        registries.fill()
