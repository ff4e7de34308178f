"""Does time pass evenly? Two witnesses: the server's clock, and the last moment at which the worker saw it.

A clock that was set wrong by years, or a worker that slept for days, must not set off at once everything that hangs on time.
After a jump the worker lets the clock run on for :data:`SETTLE`; a clock that is put right within that time has done nothing.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from qiaoliang.base.core import clock
from qiaoliang.base.jobs.models import ClockWatch

#: longer than this between two looks: the worker slept, or the clock was put forward
GAP = timedelta(days=1)
#: a clock is put back by seconds every day and nobody minds
BACK = timedelta(minutes=5)
SETTLE = timedelta(hours=1)


@transaction.atomic
def look() -> bool:
    """Look at the clock and remember it; whether what hangs on time may be done now."""
    now = clock.now()
    row, _new = ClockWatch.objects.select_for_update().get_or_create(pk=1, defaults={"seen_at": now})
    if not -BACK <= now - row.seen_at <= GAP:
        row.jumped_at = now
    elif row.jumped_at and not timedelta() <= now - row.jumped_at < SETTLE:
        row.jumped_at = None
    row.seen_at = now
    row.save()
    return row.jumped_at is None


def waits_until() -> datetime | None:
    """Until when what hangs on time waits because the clock has jumped; None when it does not."""
    row = ClockWatch.objects.filter(pk=1).first()
    return row.jumped_at + SETTLE if row and row.jumped_at else None
