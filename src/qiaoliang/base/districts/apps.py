from django.apps import AppConfig


class DistrictsConfig(AppConfig):
    name = "qiaoliang.base.districts"
    label = "districts"
