from django.apps import AppConfig


class NotifyConfig(AppConfig):
    name = "qiaoliang.base.notify"
    label = "notify"

    def ready(self) -> None:
        from qiaoliang.base.core import addresses
        from qiaoliang.base.notify import house, queries
        from qiaoliang.ui.navigation import provide

        house.fill()
        provide("notices", lambda request: addresses.plain("notify:list") if queries.reader(request) else None)
        provide("unread", lambda request: queries.unread_count(queries.reader(request)))
