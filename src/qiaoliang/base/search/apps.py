from django.apps import AppConfig


class SearchConfig(AppConfig):
    name = "qiaoliang.base.search"
    label = "search"
