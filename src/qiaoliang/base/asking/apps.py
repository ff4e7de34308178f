from __future__ import annotations

from django.apps import AppConfig
from django.db.backends.signals import connection_created
from django.db.models.signals import post_migrate


class AskingConfig(AppConfig):
    name = "qiaoliang.base.asking"
    label = "asking"

    def ready(self) -> None:
        from qiaoliang.base.asking import checks, inserts, moments, stamps, triggers

        inserts.put_together_once()
        moments.read_once()
        checks.fill()

        connection_created.connect(stamps.listen, dispatch_uid="stamps")
        post_migrate.connect(triggers.put, sender=self, dispatch_uid="stamps")
