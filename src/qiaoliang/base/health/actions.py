"""Writing down what was done to keep the data safe, and what the clock did."""

from __future__ import annotations

import time
from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path

from django.db import transaction

from qiaoliang.base.audit.actions import record
from qiaoliang.base.core import clock
from qiaoliang.base.core.checks import State, every
from qiaoliang.base.core.who import Who
from qiaoliang.base.health.models import Keeping, Outcome, Witness

#: seconds by which clock and machine may differ before we speak of a jump: a time server moves a clock by less
SLACK = 120.0
_BOOT = Path("/proc/sys/kernel/random/boot_id")


@transaction.atomic
def write_down(
    who: Who, deed: str, *, sound: bool, archive_made_at: datetime, size: int, seconds: float, digest: str
) -> Keeping:
    """That a backup, a restore or a drill was done, and how it ended."""
    row = Keeping.objects.create(
        deed=deed, sound=sound, archive_made_at=archive_made_at, size=size, seconds=seconds, digest=digest
    )
    record(who, f"keeping.{deed}", row, refs={"sound": sound, "archive": digest})
    return row


@transaction.atomic
def see_the_clock(ticks: float | None = None, boot: str | None = None) -> Witness:
    """Compare the clock with the machine's own count of seconds since the last look, and with the latest moment seen.

    While the machine runs every jump is noticed; over a restart only a clock that went back is."""
    now = clock.now()
    ticks = _ticks() if ticks is None else ticks
    boot = _boot() if boot is None else boot
    row = Witness.objects.select_for_update().first()
    if row is None:
        return Witness.objects.create(latest=now, seen=now, ticks=ticks, boot=boot)
    jump = (now - row.seen).total_seconds() - (ticks - row.ticks) if boot == row.boot else 0.0
    if boot != row.boot and now < row.latest - timedelta(seconds=SLACK):
        jump = (now - row.latest).total_seconds()
    if abs(jump) > SLACK:
        row.jumped_at, row.jumped_by = now, jump
    row.latest, row.seen, row.ticks, row.boot = max(now, row.latest), now, ticks, boot
    row.save()
    return row


@transaction.atomic
def remember(states: Mapping[str, State]) -> None:
    """How the thorough checks among them ended just now."""
    for key in [check.key for check in every() if check.thorough and check.key in states]:
        Outcome.objects.update_or_create(key=key, defaults={"state": states[key], "at": clock.now()})


def _ticks() -> float:
    """Seconds since the machine started, asleep or not."""
    return time.clock_gettime(time.CLOCK_BOOTTIME) if hasattr(time, "CLOCK_BOOTTIME") else time.monotonic()


def _boot() -> str:
    return _BOOT.read_text().strip() if _BOOT.exists() else ""
