"""Ways out of the house, who wants which, and every message with what became of it."""

from __future__ import annotations

from datetime import time

from django.db import models
from django.db.models import Q

from qiaoliang.base.core.models import Record
from qiaoliang.base.notify.outside.choices import Kind, Outcome, Rhythm


class Channel(Record):
    """A mail server, a group robot, a gateway for text messages. ``settings`` holds what anybody may read; ``sealed`` the
    password, address or key (JSON). A group robot speaks to ``organization``'s people; ``told`` is the last notice it had."""

    kind = models.CharField(max_length=10, choices=Kind)
    name = models.CharField(max_length=60)
    settings = models.JSONField(default=dict)
    sealed = models.BinaryField(default=b"")
    organization = models.ForeignKey("organizations.Organization", models.PROTECT, null=True, related_name="+")
    told = models.UUIDField(null=True)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint("kind", condition=Q(closed_at=None, kind__in=("mail", "sms")), name="one_open_way"),
        )

    def __str__(self) -> str:
        return self.name


class Way(Record):
    """How one person wants to be told. Addresses stand sealed; quiet from ``quiet_from`` to ``quiet_to``, over midnight too,
    and with ``rest`` on days that nobody works. ``told`` is the last notice that was passed on."""

    person_id = models.UUIDField(unique=True)
    sealed = models.BinaryField(default=b"")
    mail = models.BooleanField(default=False)
    sms = models.BooleanField(default=False)
    rhythm = models.CharField(max_length=10, choices=Rhythm, default=Rhythm.SOON)
    quiet_from = models.TimeField(default=time(20))
    quiet_to = models.TimeField(default=time(7, 30))
    rest = models.BooleanField(default=True)
    told = models.UUIDField(null=True)

    def __str__(self) -> str:
        return f"{self.person_id}"


class Message(Record):
    """One message on its way: to ``person_id``, or to the channel's group. ``notices`` are the ids it speaks of. It is
    started at most once a try: one that was started and has no outcome was cut off and is not sent again by itself."""

    channel = models.ForeignKey(Channel, models.PROTECT, related_name="messages")
    person_id = models.UUIDField(null=True)
    notices = models.JSONField(default=list)
    outcome = models.CharField(max_length=10, choices=Outcome, default=Outcome.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    started_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)
    why = models.CharField(max_length=200, blank=True)

    class Meta:
        indexes = (models.Index(fields=["outcome", "-id"], name="outside_outcome"),)

    def __str__(self) -> str:
        return f"{self.channel_id} {self.outcome}"
