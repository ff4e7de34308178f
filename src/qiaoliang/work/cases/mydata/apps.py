from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MyDataConfig(AppConfig):
    name = "qiaoliang.work.cases.mydata"
    label = "mydata"
    verbose_name = _("My data")

    def ready(self) -> None:
        from qiaoliang.work.cases.mydata import checks, registries

        checks.fill()
        registries.fill()
