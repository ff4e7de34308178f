"""Does time pass evenly? Two witnesses: the server's clock, and the last moment at which the worker saw it.

A clock that was set wrong by years, or a worker that slept for days, must not set off at once everything that hangs on time.
After a jump the worker lets the clock run on for :data:`SETTLE`; a clock that is put right within that time has done nothing.

What cannot be undone waits for more: for time that the worker has *seen* pass (:func:`passed`). A leap forward adds nothing
to it, a step back takes away, so it is never more than what has really passed, to within a day. Where the server was only
switched off, a person says that its clock is right (:func:`vouch`), and the time that nobody saw counts, too.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F

from qiaoliang.base.audit.actions import record
from qiaoliang.base.core import clock
from qiaoliang.base.core.ids import uuid7
from qiaoliang.base.core.who import Who
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
    gap = now - row.seen_at
    if not -BACK <= gap <= GAP:
        row.jumped_at = row.even_since = now
    elif row.jumped_at and not timedelta() <= now - row.jumped_at < SETTLE:
        row.jumped_at = None
    if gap > GAP:
        row.unseen += round(gap.total_seconds())
    else:
        row.passed += round(gap.total_seconds())
    row.seen_at = now
    row.save()
    return row.jumped_at is None


def waits_until() -> datetime | None:
    """Until when what hangs on time waits because the clock has jumped; None when it does not."""
    row = ClockWatch.objects.filter(pk=1).first()
    return row.jumped_at + SETTLE if row and row.jumped_at else None


def passed() -> int:
    """The seconds that the worker has seen pass; only differences mean anything."""
    return ClockWatch.objects.filter(pk=1).values_list("passed", flat=True).first() or 0


def seen_since(moment: datetime) -> int:
    """What :func:`passed` was at ``moment``, as far as anybody saw: no earlier than the clock's last jump. Before the worker's
    first look the clock has not jumped yet."""
    row = ClockWatch.objects.filter(pk=1).first()
    start = max(moment, row.even_since) if row and row.even_since else moment
    return (row.passed if row else 0) - max(0, round((clock.now() - start).total_seconds()))


def unseen() -> timedelta:
    """By how much the clock went forward while nobody looked."""
    seconds = ClockWatch.objects.filter(pk=1).values_list("unseen", flat=True).first() or 0
    return timedelta(seconds=seconds)


def surely() -> datetime:
    """The time that it is at least: what nobody saw pass is left out. For what is forgotten after a while."""
    return clock.now() - unseen()


@transaction.atomic
def vouch(who: Who) -> None:
    """A person says that the clock is right as it is: the time that nobody saw has passed all the same."""
    ClockWatch.objects.filter(pk=1).update(passed=F("passed") + F("unseen"), unseen=0, even_since=None, jumped_at=None)
    record(who, "clock.vouch", ("clock", uuid7()))
