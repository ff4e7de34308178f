from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CatalogConfig(AppConfig):
    name = "qiaoliang.base.catalog"
    label = "catalog"
    verbose_name = _("Catalogue")

    def ready(self) -> None:
        from qiaoliang.base.asking import stamps
        from qiaoliang.base.catalog.models import CatalogVersion

        stamps.watch(CatalogVersion)
