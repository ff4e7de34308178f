"""The one clock. Everything that asks for the time asks here, so tests and the demo maker can move it."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

#: The district's zone: a day is the district's day, whatever the server's zone is.
ZONE = ZoneInfo("Asia/Shanghai")


def _system() -> datetime:
    return datetime.now(UTC)


_source: Callable[[], datetime] = _system


class _Looks(threading.local):
    count = 0


_looks = _Looks()


def now() -> datetime:
    """The present moment, aware, in UTC."""
    _looks.count += 1
    return _source()


def looks() -> int:
    """How often this thread has asked for the time: what is kept for later must not have looked at the clock."""
    return _looks.count


def is_moved() -> bool:
    """Whether the product's clock stands where a test or the demo maker put it."""
    return _source is not _system


def today() -> date:
    """The district's calendar day."""
    return localtime(now()).date()


def start_of(day: date) -> datetime:
    """The first moment of a day of the district."""
    return datetime.combine(day, time(), ZONE)


def localtime(moment: datetime) -> datetime:
    """The same moment on the district's wall clock."""
    return moment.astimezone(ZONE)


@contextmanager
def frozen(moment: datetime) -> Iterator[None]:
    """Let the product's clock stand at ``moment`` (aware); the clock before comes back afterwards."""
    global _source
    if moment.tzinfo is None:
        raise ValueError("the clock takes aware times only")
    before, still = _source, moment.astimezone(UTC)
    _source = lambda: still  # noqa: E731
    try:
        yield
    finally:
        _source = before
