from django.apps import AppConfig


class DraftsConfig(AppConfig):
    name = "qiaoliang.base.drafts"
    label = "drafts"

    def ready(self) -> None:
        from qiaoliang.base.drafts import jobs  # noqa: F401  (registers its handler)
