"""The loops that take jobs one by one: one takes those that are soon done, one those that may take minutes, so that a letter
does not wait while the district's words are learned. Several workers may run; a killed one's job is free again when its lease
is over."""

from __future__ import annotations

import logging
import threading
import traceback
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

from django.db import Error as DatabaseError
from django.db import close_old_connections, connection, transaction
from django.db.models import Q

from qiaoliang.base.core import clock, ids
from qiaoliang.base.core.errors import Refusal
from qiaoliang.base.jobs import beats
from qiaoliang.base.jobs.models import Job, JobQuerySet
from qiaoliang.base.jobs.progress import LeaseLost, Progress
from qiaoliang.base.jobs.registry import Handler, handlers

log = logging.getLogger(__name__)
POLL_SECONDS = 1.0
FIRST_PAUSE, LONGEST_PAUSE = timedelta(seconds=10), timedelta(hours=1)


def run(stop: threading.Event, *, poll: float = POLL_SECONDS) -> None:
    """Work until ``stop`` is set; the jobs in hand are finished first. A database that is away is waited for. What one loop
    cannot bear ends both, and is raised."""
    with ThreadPoolExecutor(1, "long-jobs") as beside:
        long = beside.submit(_loop, stop, poll, long=True)
        _loop(stop, poll, long=False)
        long.result()


def _loop(stop: threading.Event, poll: float, *, long: bool) -> None:
    known = False
    try:
        while not stop.is_set():
            try:
                close_old_connections()
                if not known:
                    ids.catch_up()
                    known = True
                if not long:
                    beats.enqueue_due()
                busy = run_one(long)
            except DatabaseError as fault:
                log.warning("The worker waits for the database: %s", type(fault).__name__)
                busy = False
            if not busy:
                stop.wait(poll)
    finally:
        stop.set()
        connection.close()


def run_all() -> int:
    """Run everything that is due, here and now (tests, the demo maker); how many jobs."""
    count = 0
    while run_one():
        count += 1
    return count


def run_one(long: bool | None = None) -> bool:
    """Take and run the job that is due longest, of the ``long`` ones or of the others where it is said; False where there is
    none."""
    job = _claim(long) if _due(long).exists() else None
    if job is None:
        return False
    handler = handlers[job.kind]
    try:
        _perform(job, handler)
    except LeaseLost:
        log.warning("Lost the lease of %s", job)
    except Exception as fault:
        _after_fault(job, handler, fault)
    return True


def _perform(job: Job, handler: Handler) -> None:
    progress = Progress(job, handler.lease)
    if handler.stepwise:
        handler.run(job.payload, progress)
        progress.finish()
        return
    with transaction.atomic():
        handler.run(job.payload, progress)
        progress.finish()


def _due(long: bool | None) -> JobQuerySet:
    now = clock.now()
    free = Q(lease_until=None) | Q(lease_until__lt=now)
    kinds = [kind for kind, one in handlers.items() if long in (None, one.long)]
    return Job.objects.open().filter(free, kind__in=kinds, run_after__lte=now).order_by("run_after", "pk")


@transaction.atomic
def _claim(long: bool | None = None) -> Job | None:
    """Lease one due job. PostgreSQL skips rows that others hold; on SQLite the IMMEDIATE transaction is alone."""
    due, now = _due(long), clock.now()
    if connection.features.has_select_for_update_skip_locked:
        due = due.select_for_update(skip_locked=True)
    job = due.first()
    if job is None:
        return None
    if _was_killed_too_often(job):
        return _claim(long)
    job.attempts += 1
    job.lease_until = now + timedelta(seconds=handlers[job.kind].lease)
    taken = Job.objects.open().filter(pk=job.pk, attempts=job.attempts - 1)
    return job if taken.update(attempts=job.attempts, lease_until=job.lease_until) else None


def _was_killed_too_often(job: Job) -> bool:
    """A job that takes its worker down each time must not do so for ever."""
    if job.attempts < handlers[job.kind].tries:
        return False
    Job.objects.filter(pk=job.pk).update(failed_at=clock.now(), error=job.error or "worker killed")
    return True


def _after_fault(job: Job, handler: Handler, fault: Exception) -> None:
    """Put the job off, each time longer, or give it up where a person can see it."""
    now, ours = clock.now(), Job.objects.open().filter(pk=job.pk, attempts=job.attempts)
    log.warning("%s failed (try %d of %d): %s", job, job.attempts, handler.tries, describe(fault))
    if job.attempts >= handler.tries:
        ours.update(failed_at=now, lease_until=None, error=describe(fault))
    else:
        pause = min(FIRST_PAUSE * 2 ** (job.attempts - 1), LONGEST_PAUSE)
        ours.update(run_after=now + pause, lease_until=None, error=describe(fault))


def describe(fault: Exception) -> str:
    """The fault's kind and place. Not its text: that may quote a person's words."""
    code = f" {fault.code}" if isinstance(fault, Refusal) else ""
    frames = traceback.extract_tb(fault.__traceback__)
    place = f" at {frames[-1].filename.rsplit('/', 1)[-1]}:{frames[-1].lineno}" if frames else ""
    return f"{type(fault).__name__}{code}{place}"[:300]
