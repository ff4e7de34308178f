from django.apps import AppConfig


class SearchConfig(AppConfig):
    name = "qiaoliang.base.search"
    label = "search"

    def ready(self) -> None:
        from qiaoliang.base.search import checks

        checks.fill()
