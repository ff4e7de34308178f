from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Literal
from uuid import UUID

from django.db.models import Count, Min, QuerySet

from qiaoliang.base.core import clock
from qiaoliang.base.jobs import registry
from qiaoliang.base.jobs.models import Beat, Job
from qiaoliang.base.jobs.registry import handlers, periods

#: the worker looks every second; what waits longer waits for a worker that is not there
LATE = timedelta(minutes=5)


def given_up() -> QuerySet[Job]:
    """Jobs that failed every try, newest first."""
    return Job.objects.given_up().order_by("-failed_at", "-pk")


def waiting() -> list[dict[str, object]]:
    """kind, count and the oldest due date of what is due or under way, by kind."""
    now = clock.now()
    found = Job.objects.open().filter(run_after__lte=now).values("kind")
    return list(found.annotate(count=Count("pk"), since=Min("run_after")).order_by("kind"))


def under_way() -> QuerySet[Job]:
    """Long jobs that say how far they are."""
    return Job.objects.open().filter(lease_until__gt=clock.now(), progress_total__gt=0).order_by("pk")


def late() -> QuerySet[Job]:
    """What is due for longer than a worker that is there would let it wait."""
    return Job.objects.open().filter(run_after__lt=clock.now() - LATE, lease_until=None, attempts=0)


def unknown_kinds() -> list[str]:
    """Kinds of open jobs that nothing handles."""
    unknown = Job.objects.open().exclude(kind__in=list(handlers)).values_list("kind", flat=True)
    return sorted(unknown.distinct().order_by("kind"))


def silent_since() -> datetime | Literal[False] | None:
    """Since when no worker has done the periodic work; None: there never was one; False: one is there."""
    beats = dict(Beat.objects.values_list("kind", "due_at"))
    shortest = min(periods, key=lambda kind: periods[kind])
    due = beats.get(shortest)
    return due if due is None or due < clock.now() - LATE else False


def problems() -> list[str]:
    """Jobs given up, work that waits for a worker, kinds that nothing handles, one sentence each."""
    found = [(given_up().count(), "background jobs were given up: see Background work"),
             (late().count(), "background jobs wait for over five minutes: is the worker running?")]  # fmt: skip
    lines = [f"{count} {text}" for count, text in found if count]
    return lines + [f"Nothing handles background jobs of the kind {kind}" for kind in unknown_kinds()]


def names(ids: Collection[UUID]) -> dict[UUID, str]:
    """How the audit log names them: what the work does."""
    return {pk: registry.word(kind) for pk, kind in Job.objects.filter(pk__in=ids).values_list("pk", "kind")}
