from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PublishingConfig(AppConfig):
    name = "qiaoliang.work.cases.publishing"
    label = "publishing"
    verbose_name = _("Public answers")

    def ready(self) -> None:
        from qiaoliang.work.cases.publishing import registries

        registries.fill()
