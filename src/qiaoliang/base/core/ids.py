"""UUIDv7 (RFC 9562 §5.7): ordered by the product's clock, so the newest rows stand together in an index.

What happened later has the higher id, and histories are read in that order. So a server's clock that is put back does not
take the ids back with it: they go on from the highest one there is until the clock has come up to it again."""

from __future__ import annotations

import secrets
import threading
from collections.abc import Callable
from uuid import UUID

from qiaoliang.base.core import clock

#: a clock that is put right by less than this (ms), or asked by two threads at once, has not gone back
BACK = 1000
_lock = threading.Lock()
_last_ms = 0
_counter = 0
#: no id of the system's clock is of an earlier millisecond
_floor_ms = 0
#: tells the highest id that any process has given away
_highest: list[Callable[[], UUID | None]] = []


def remembers(highest: Callable[[], UUID | None]) -> None:
    """Let ``highest`` tell the last id; called once by the floor that has a table with a row for every deed."""
    _highest[:] = [highest]


def catch_up() -> None:
    """Go on behind the highest id there is: when a process begins, and as long as its clock is behind."""
    global _floor_ms
    last = _highest[0]() if _highest else None
    if last is not None:
        with _lock:
            _floor_ms = max(_floor_ms, (last.int >> 80) + 1)


def uuid7() -> UUID:
    """A new id. Within one millisecond of one process the ids still ascend (12-bit counter, then the next millisecond).

    Never shown to residents: it tells the millisecond of its making.
    """
    ms = int(clock.now().timestamp() * 1000)
    ms, counter = _tick(ms if clock.is_moved() else _not_back(ms))
    value = (ms << 80) | (0x7 << 76) | (counter << 64) | (0b10 << 62) | secrets.randbits(62)
    return UUID(int=value)


def _not_back(ms: int) -> int:
    global _floor_ms
    if ms < _floor_ms - BACK:
        catch_up()
    with _lock:
        _floor_ms = max(ms, _floor_ms)
        return _floor_ms


def _tick(ms: int) -> tuple[int, int]:
    global _last_ms, _counter
    with _lock:
        if ms != _last_ms:
            _last_ms, _counter = ms, secrets.randbits(8)
        else:
            _counter += 1
        return ms + (_counter >> 12), _counter & 0xFFF
