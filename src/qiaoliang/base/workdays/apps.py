from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class WorkdaysConfig(AppConfig):
    name = "qiaoliang.base.workdays"
    label = "workdays"
    verbose_name = _("Working days")

    def ready(self) -> None:
        from qiaoliang.base.asking import stamps
        from qiaoliang.base.workdays import checks
        from qiaoliang.base.workdays.models import CalendarVersion

        stamps.watch(CalendarVersion)
        checks.fill()
