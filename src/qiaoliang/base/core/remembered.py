"""Values made from versioned rows, kept in the process and made again when the version changes.

Within one request the version is asked for once, so a list of a thousand rows costs one query; outside a request (commands,
the worker) it is asked for each time, unless the caller says :func:`still`.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from typing import Any, Generic, TypeVar

from django.core.signals import request_finished, request_started

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


class _Held(threading.local):
    """The versions seen in this thread's request; None outside a request."""

    keys: dict[object, Any] | None = None


_held = _Held()


def _begin(**_: object) -> None:
    _held.keys = {}


def _end(**_: object) -> None:
    _held.keys = None


request_started.connect(_begin, dispatch_uid="remembered")
request_finished.connect(_end, dispatch_uid="remembered")


@contextmanager
def still() -> Iterator[None]:
    """Ask for each version once only, as within a request: for loops over many rows that change no rules."""
    before, _held.keys = _held.keys, {} if _held.keys is None else _held.keys
    try:
        yield
    finally:
        _held.keys = before


def held() -> dict[object, Any] | None:
    """What this thread's request has asked for once; None outside a request."""
    return _held.keys


class Remembered(Generic[K, V]):
    """``current`` tells the version that holds now (one cheap query); ``make`` builds the value of a version."""

    def __init__(self, current: Callable[[], K], make: Callable[[K], V], *, keep: int = 8) -> None:
        self._current, self._make, self._keep = current, make, keep
        self._made: dict[K, V] = {}

    def get(self) -> V:
        """The value of the version that holds now."""
        return self.of(self._key())

    def of(self, key: K) -> V:
        """The value of one version; the oldest made are forgotten first."""
        if key not in self._made:
            while len(self._made) >= self._keep:
                self._made.pop(next(iter(self._made)), None)
            self._made[key] = self._make(key)
        return self._made[key]

    def changed(self) -> None:
        """Ask for the version again within this request: call after writing a new one."""
        if _held.keys is not None:
            _held.keys.pop(self, None)

    def _key(self) -> K:
        if _held.keys is None:
            return self._current()
        if self not in _held.keys:
            _held.keys[self] = self._current()
        key: K = _held.keys[self]
        return key
