from django.apps import AppConfig


class DistrictsConfig(AppConfig):
    name = "qiaoliang.base.districts"
    label = "districts"

    def ready(self) -> None:
        from qiaoliang.base.asking import stamps
        from qiaoliang.base.districts.models import District

        stamps.watch(District)
