"""An event is written once and never touched again; its place in the chain stands in a row of its own."""

from __future__ import annotations

from django.db import models

from qiaoliang.base.core.models import Record


class AuditEvent(Record):
    """One thing done. Ids, field names and codes only: the event outlives the data it tells of."""

    actor_kind = models.CharField(max_length=10)
    actor_id = models.UUIDField(null=True)
    post_id = models.UUIDField(null=True)
    organization_id = models.UUIDField(null=True)
    action = models.CharField(max_length=80)
    object_kind = models.CharField(max_length=40)
    object_id = models.UUIDField()
    fields = models.JSONField(default=list)
    reason = models.CharField(max_length=80, blank=True)
    refs = models.JSONField(default=dict)

    class Meta:
        indexes = (
            models.Index(fields=["object_id", "id"], name="audit_by_object"),
            models.Index(fields=["actor_id", "id"], name="audit_by_actor"),
            models.Index(fields=["action", "id"], name="audit_by_action"),
            models.Index(fields=["created_at"], name="audit_by_moment"),
        )

    def __str__(self) -> str:
        return f"{self.action} {self.object_kind} {self.object_id}"


class AuditWaiting(models.Model):
    """An event that is not chained yet. Written with the event, removed by the chain."""

    event = models.OneToOneField(AuditEvent, primary_key=True, on_delete=models.DO_NOTHING, db_constraint=False)

    def __str__(self) -> str:
        return str(self.event_id)


class AuditLink(models.Model):
    """The event's place in the chain: positions are 1, 2, 3 … without a gap, ``hash`` covers all before it."""

    position = models.BigIntegerField(primary_key=True)
    event = models.OneToOneField(AuditEvent, on_delete=models.DO_NOTHING, db_constraint=False, related_name="link")
    hash = models.BinaryField(max_length=32)

    def __str__(self) -> str:
        return f"{self.position}"


class AuditHead(models.Model):
    """A signed statement: at this moment the chain was this long and ended in this hash."""

    position = models.BigIntegerField(primary_key=True)
    hash = models.BinaryField(max_length=32)
    signed_at = models.DateTimeField()
    key_id = models.CharField(max_length=16)
    signature = models.BinaryField(max_length=64)

    def __str__(self) -> str:
        return f"{self.position}"
