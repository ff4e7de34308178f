"""Abstract models that every table starts from."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from qiaoliang.base.core import clock, ids
from qiaoliang.base.core.errors import Stale


class Record(models.Model):
    """A row with a UUIDv7 and the moment it was made."""

    id = models.UUIDField(primary_key=True, default=ids.uuid7, editable=False)
    created_at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        abstract = True


class Versioned(models.Model):
    """A row that two people may open at once: the second save is told, not swallowed."""

    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        abstract = True

    def save_version(self, expected: int, *fields: str, theirs: Any = None) -> None:
        """Write ``fields`` if the stored version is still ``expected``; raise :class:`Stale` otherwise."""
        values = {name: getattr(self, name) for name in fields}
        table = type(self)._base_manager
        if not table.filter(pk=self.pk, version=expected).update(version=expected + 1, **values):
            raise Stale(
                _("Somebody changed this while you had it open. Look at both texts, then decide."), theirs=theirs
            )
        self.version = expected + 1
