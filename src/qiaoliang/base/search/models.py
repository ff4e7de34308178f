from __future__ import annotations

from django.db import models


class Entry(models.Model):
    """What one record can be found by. ``tokens`` is the stream; the index over it is the database's own (migrations)."""

    id = models.BigAutoField(primary_key=True)
    kind = models.CharField(max_length=40)
    object_id = models.UUIDField()
    tokens = models.TextField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["object_id", "kind"], name="search_once"),)

    def __str__(self) -> str:
        return f"{self.kind} {self.object_id}"
