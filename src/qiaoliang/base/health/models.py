from __future__ import annotations

from django.db import models

from qiaoliang.base.core.models import Record
from qiaoliang.base.health.choices import Deed


class Keeping(Record):
    """One backup, restore or restore drill. ``archive_made_at`` is the moment the archive shows the data of; ``size`` in
    bytes, ``seconds`` how long it took, ``digest`` the archive's SHA-256 in hex."""

    deed = models.CharField(max_length=8, choices=Deed.choices)
    sound = models.BooleanField()
    archive_made_at = models.DateTimeField()
    size = models.BigIntegerField()
    seconds = models.FloatField()
    digest = models.CharField(max_length=64)

    class Meta:
        indexes = (models.Index(fields=["deed", "-id"], name="health_last_deed"),)

    def __str__(self) -> str:
        return f"{self.deed} {self.id}"


class Witness(models.Model):
    """One row: the latest moment the worker ever saw, and the machine's own count of seconds beside it. ``boot`` names the
    start of the machine that the count belongs to. ``jumped_by`` in seconds, negative for backwards."""

    only = models.BooleanField(primary_key=True, default=True)
    latest = models.DateTimeField()
    seen = models.DateTimeField()
    ticks = models.FloatField()
    boot = models.CharField(max_length=40)
    jumped_at = models.DateTimeField(null=True)
    jumped_by = models.FloatField(default=0)

    def __str__(self) -> str:
        return str(self.latest)


class Outcome(models.Model):
    """How a check ended that is too dear for a page: when the command or the daily job last looked."""

    key = models.CharField(max_length=40, primary_key=True)
    state = models.CharField(max_length=4)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.key} {self.state}"
