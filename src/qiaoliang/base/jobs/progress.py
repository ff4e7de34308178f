"""What a handler holds while it works: how far it is, and whether the job is still its own."""

from __future__ import annotations

from datetime import timedelta

from qiaoliang.base.core import clock
from qiaoliang.base.jobs.models import Job


class LeaseLost(Exception):
    """Another worker has taken the job over; stop without committing."""


class Progress:
    """Handed to every handler. In a stepwise handler each report is visible at once and prolongs the lease."""

    def __init__(self, job: Job, lease: int) -> None:
        self.job, self._lease = job, timedelta(seconds=lease)
        self.done, self.total = job.progress_done, job.progress_total

    def report(self, done: int, total: int) -> None:
        """Say how far the work is; raises LeaseLost where the job is no longer ours. Call it inside each step's
        transaction, so that a step of a worker that was given up for dead is rolled back."""
        self.done, self.total = done, total
        self._write(progress_done=done, progress_total=total, lease_until=clock.now() + self._lease)

    def finish(self) -> None:
        """Mark the job done, if it is still ours."""
        self._write(done_at=clock.now(), error="")

    def _write(self, **values: object) -> None:
        ours = Job.objects.open().filter(pk=self.job.pk, attempts=self.job.attempts)
        if not ours.update(**values):
            raise LeaseLost(str(self.job))
