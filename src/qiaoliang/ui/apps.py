from typing import Any

from django.apps import AppConfig

from qiaoliang.ui import catalogs


class UiConfig(AppConfig):
    name = "qiaoliang.ui"
    label = "ui"

    def __init__(self, *given: Any) -> None:
        super().__init__(*given)
        catalogs.put_together()  # before any application is ready and asks for a word
