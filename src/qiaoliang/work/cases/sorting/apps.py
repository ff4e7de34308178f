from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SortingConfig(AppConfig):
    name = "qiaoliang.work.cases.sorting"
    label = "sorting"
    verbose_name = _("Sorting")

    def ready(self) -> None:
        from qiaoliang.work.cases.sorting import checks, registries

        checks.fill()
        registries.fill()
