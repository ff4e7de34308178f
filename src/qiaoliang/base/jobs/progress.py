"""What a handler holds while it works: how far it is, and whether the job is still its own."""

from __future__ import annotations

import time
from datetime import timedelta

from django.db import connection, transaction

from qiaoliang.base.core import clock
from qiaoliang.base.jobs.models import Job

#: seconds of steps after which a job rests, and how long: whoever waits to write on SQLite looks ten times a second whether they may
BUSY, REST = 1.0, 0.15


class LeaseLost(Exception):
    """Another worker has taken the job over; stop without committing."""


class Progress:
    """Handed to every handler. In a stepwise handler each report is visible at once and prolongs the lease."""

    def __init__(self, job: Job, lease: int) -> None:
        self.job, self._lease = job, timedelta(seconds=lease)
        self.done, self.total = job.progress_done, job.progress_total
        self._rested = time.monotonic()

    def report(self, done: int, total: int) -> None:
        """Say how far the work is; raises LeaseLost where the job is no longer ours. Call it inside each step's
        transaction, so that a step of a worker that was given up for dead is rolled back."""
        self.done, self.total = done, total
        self._write(progress_done=done, progress_total=total, lease_until=clock.now() + self._lease)
        transaction.on_commit(self._let_others_write)

    def _let_others_write(self) -> None:
        """On SQLite one writes at a time, and a job that begins its next step as soon as the last one is written leaves the others
        no moment: residents waited for twenty seconds and were sent away."""
        if connection.vendor == "sqlite" and time.monotonic() - self._rested >= BUSY:
            time.sleep(REST)
            self._rested = time.monotonic()

    def finish(self) -> None:
        """Mark the job done, if it is still ours."""
        self._write(done_at=clock.now(), error="")

    def _write(self, **values: object) -> None:
        ours = Job.objects.open().filter(pk=self.job.pk, attempts=self.job.attempts)
        if not ours.update(**values):
            raise LeaseLost(str(self.job))
