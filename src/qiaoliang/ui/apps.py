from django.apps import AppConfig


class UiConfig(AppConfig):
    name = "qiaoliang.ui"
    label = "ui"
