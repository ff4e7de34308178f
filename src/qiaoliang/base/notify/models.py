from __future__ import annotations

from django.db import models

from qiaoliang.base.core.models import Record


class Notice(Record):
    """Something happened to ``subject`` that ``person`` should know. ``params`` holds ids and codes; the sentence is
    made when it is shown, so what the reader may no longer see is not in it. ``done_at``: the subject has moved on and
    nothing is left to do there."""

    person_id = models.UUIDField()
    kind = models.CharField(max_length=60)
    subject_kind = models.CharField(max_length=40)
    subject_id = models.UUIDField()
    params = models.JSONField(default=dict)
    read_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)

    class Meta:
        indexes = (
            models.Index(fields=["person_id", "-id"], name="notify_list"),
            models.Index(fields=["person_id"], condition=models.Q(read_at=None, done_at=None), name="notify_open"),
            models.Index(fields=["subject_id"], name="notify_subject"),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.subject_id}"
