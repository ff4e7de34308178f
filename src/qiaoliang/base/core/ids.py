"""UUIDv7 (RFC 9562 §5.7): ordered by the product's clock, so the newest rows stand together in an index."""

from __future__ import annotations

import secrets
import threading
from uuid import UUID

from qiaoliang.base.core import clock

_lock = threading.Lock()
_last_ms = 0
_counter = 0


def uuid7() -> UUID:
    """A new id. Within one millisecond of one process the ids still ascend (12-bit counter, then the next millisecond).

    Never shown to residents: it tells the millisecond of its making.
    """
    ms, counter = _tick(int(clock.now().timestamp() * 1000))
    value = (ms << 80) | (0x7 << 76) | (counter << 64) | (0b10 << 62) | secrets.randbits(62)
    return UUID(int=value)


def _tick(ms: int) -> tuple[int, int]:
    global _last_ms, _counter
    with _lock:
        if ms != _last_ms:
            _last_ms, _counter = ms, secrets.randbits(8)
        else:
            _counter += 1
        return ms + (_counter >> 12), _counter & 0xFFF
