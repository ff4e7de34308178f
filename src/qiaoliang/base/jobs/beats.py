"""Periodic work: whoever moves the due date forward enqueues the job, so two workers enqueue it once."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.db.models import Q

from qiaoliang.base.core import clock
from qiaoliang.base.jobs.actions import enqueue
from qiaoliang.base.jobs.models import Beat
from qiaoliang.base.jobs.registry import periods


def enqueue_due() -> int:
    """Enqueue every periodic kind that is due; how many."""
    now = clock.now()
    later = dict(Beat.objects.values_list("kind", "due_at"))
    due = [kind for kind, seconds in periods.items() if _is_due(later.get(kind), now, seconds)]
    return sum(_enqueue(kind, periods[kind]) for kind in due)


def _is_due(moment: object, now: object, seconds: int) -> bool:
    # a date further off than one period comes from a clock that was set back since
    return moment is None or not now < moment <= now + timedelta(seconds=seconds)  # type: ignore[operator]


@transaction.atomic
def _enqueue(kind: str, seconds: int) -> int:
    now = clock.now()
    next_time = now + timedelta(seconds=seconds)
    Beat.objects.bulk_create([Beat(kind=kind, due_at=now)], ignore_conflicts=True)
    moved = Beat.objects.filter(Q(due_at__lte=now) | Q(due_at__gt=next_time), kind=kind).update(due_at=next_time)
    if moved:
        enqueue(kind, {}, key="beat")
    return moved
