"""A job row is the outbox: it is written with the deed that asks for it, or not at all."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from qiaoliang.base.core import clock
from qiaoliang.base.core.models import Record


class JobQuerySet(models.QuerySet["Job"]):
    def open(self) -> JobQuerySet:
        """Not done and not given up."""
        return self.filter(done_at=None, failed_at=None)

    def given_up(self) -> JobQuerySet:
        """What a person must look at."""
        return self.exclude(failed_at=None)


class Job(Record):
    """One piece of work. ``payload`` holds ids and codes only. ``attempts`` counts starts and is the fence: a worker
    whose number is no longer the row's has lost its lease. ``error`` names the fault and its place, never its text."""

    kind = models.CharField(max_length=60)
    key = models.CharField(max_length=120, blank=True)
    payload = models.JSONField(default=dict)
    run_after = models.DateTimeField(default=clock.now)
    attempts = models.PositiveIntegerField(default=0)
    lease_until = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)
    failed_at = models.DateTimeField(null=True)
    error = models.CharField(max_length=300, blank=True)
    progress_done = models.PositiveIntegerField(default=0)
    progress_total = models.PositiveIntegerField(default=0)

    objects = JobQuerySet.as_manager()

    class Meta:
        indexes = (
            models.Index(fields=["run_after"], condition=Q(done_at=None, failed_at=None), name="jobs_open"),
            models.Index(fields=["failed_at"], condition=Q(failed_at__isnull=False), name="jobs_given_up"),
            models.Index(fields=["done_at"], condition=Q(done_at__isnull=False), name="jobs_done"),
        )
        constraints = (
            # a job that has started no longer stands for a later request: that one needs a run of its own
            models.UniqueConstraint(
                fields=["kind", "key"],
                condition=Q(attempts=0, done_at=None, failed_at=None) & ~Q(key=""),
                name="jobs_key_once",
            ),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.id}"


class Beat(models.Model):
    """When a periodic kind is due next; whoever moves ``due_at`` enqueues the job."""

    kind = models.CharField(max_length=60, primary_key=True)
    due_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.kind


class ClockWatch(models.Model):
    """One row: when the worker last looked at the clock, and when it last saw it jump (None once it has run on evenly).

    ``passed`` counts the seconds that the worker has seen pass, ``unseen`` those by which the clock was put forward or the
    worker slept; ``even_since`` is from when on the clock has not jumped (None: never seen to)."""

    id = models.PositiveSmallIntegerField(primary_key=True)
    seen_at = models.DateTimeField()
    jumped_at = models.DateTimeField(null=True)
    passed = models.BigIntegerField(default=0)
    unseen = models.BigIntegerField(default=0)
    even_since = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.seen_at:%F %T}"


class IdempotencyKey(Record):
    """A request that was acknowledged, and the sealed answer it got. ``request`` is a keyed hash of what was asked."""

    scope = models.CharField(max_length=60)
    key = models.CharField(max_length=120)
    request = models.BinaryField(max_length=32)
    answer = models.BinaryField()

    class Meta:
        indexes = (models.Index(fields=["created_at"], name="jobs_key_age"),)
        constraints = (models.UniqueConstraint(fields=["scope", "key"], name="jobs_request_once"),)

    def __str__(self) -> str:
        return f"{self.scope} {self.key}"
