"""A table that was taken out. The filters as typed and the file stand sealed; the file goes after a day, the filters after 90."""

from __future__ import annotations

from django.db import models

from qiaoliang.base.core.models import Record
from qiaoliang.work.cases.exports.choices import Format, State


class Export(Record):
    """``listed`` names the list, ``typed`` holds its filters as they stood in the address, ``rows`` how many there were;
    ``by_…`` is who took it, in which post; ``language`` what its headings speak."""

    listed = models.CharField(max_length=40)
    typed = models.BinaryField(default=b"")
    format = models.CharField(max_length=10, choices=Format)
    language = models.CharField(max_length=10)
    state = models.CharField(max_length=10, choices=State)
    rows = models.PositiveIntegerField(default=0)
    by_account = models.UUIDField()
    by_post = models.UUIDField(null=True)
    ready_at = models.DateTimeField(null=True)
    sealed = models.BinaryField(default=b"")

    class Meta:
        indexes = (
            models.Index(fields=["by_account", "-id"], name="export_mine"),
            models.Index(fields=["ready_at"], condition=models.Q(state=State.READY), name="export_ready"),
        )

    def __str__(self) -> str:
        return f"{self.listed} {self.created_at:%F %T}"
