from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AuditConfig(AppConfig):
    name = "qiaoliang.base.audit"
    label = "audit"

    def ready(self) -> None:
        from qiaoliang.base.audit import checks, queries
        from qiaoliang.base.core import ids
        from qiaoliang.ui.navigation import Item, register

        checks.fill()
        ids.remembers(queries.last_id)
        register(
            Item(
                key="audit",
                audience="desk",
                label=_("Audit log"),
                icon="book",
                url="audit:events",
                go="l",
                order=810,
                group=_("Trust"),
                permitted=lambda request: request.actor.may("audit.read"),  # type: ignore[attr-defined]
            )
        )
