"""The district 区: exactly one row. One district = one database = one installation, so no other table names it."""

from __future__ import annotations

from django.db import models

from qiaoliang.base.core.models import Record


class District(Record):
    """``code`` is the six-digit administrative division code (GB/T 2260) or any short name; ``profile`` holds what
    districts differ by as data: the hotline, office hours, what residents may send."""

    code = models.CharField(max_length=20, unique=True)
    name = models.CharField(max_length=60)
    name_en = models.CharField(max_length=80, blank=True)
    profile = models.JSONField(default=dict, blank=True)
    only = models.BooleanField(default=True, unique=True, editable=False)

    class Meta:
        constraints = (models.CheckConstraint(condition=models.Q(only=True), name="one_district"),)

    def __str__(self) -> str:
        return self.name
