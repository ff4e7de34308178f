from __future__ import annotations

from django.db import models

from qiaoliang.base.core import clock
from qiaoliang.base.core.models import Record


class Draft(Record):
    """Words a person typed into one form, sealed. ``key`` names the form: its domain, what it is about, which step."""

    person_id = models.UUIDField()
    key = models.CharField(max_length=120)
    sealed = models.BinaryField()
    changed_at = models.DateTimeField(default=clock.now)
    expires_at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["person_id", "key"], name="one_draft_a_form"),)
        indexes = (models.Index(fields=["expires_at"], name="drafts_expiry"),)

    def __str__(self) -> str:
        return self.key
