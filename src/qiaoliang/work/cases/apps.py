from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "qiaoliang.work.cases"
    label = "cases"

    def ready(self) -> None:
        from qiaoliang.work.cases import checks, navigation, registries

        navigation.fill()
        registries.fill()
        checks.fill()
