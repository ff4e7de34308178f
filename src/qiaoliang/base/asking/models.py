"""When what changes seldom was changed last."""

from __future__ import annotations

from django.db import models


class Stamp(models.Model):
    """``value`` is a new random one with each change to a table of the group ``name``, written by the database itself
    (:mod:`.triggers`), so that the same stamp always means the same rows, also after what was broken off."""

    name = models.CharField(max_length=40, primary_key=True)
    value = models.CharField(max_length=40)

    def __str__(self) -> str:
        return self.name
