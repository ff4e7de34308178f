"""Who must know when the calendar changes: the floors above register here in their ``apps.py``."""

from __future__ import annotations

from collections.abc import Callable

#: called in the transaction that made the new version, with (old version, new version); enqueue a job, do not compute here
Listener = Callable[[int, int], None]
_listeners: list[Listener] = []


def on_change(listener: Listener) -> Listener:
    """Register a listener, once; usable as a decorator."""
    if listener not in _listeners:
        _listeners.append(listener)
    return listener


def tell(old: int, new: int) -> None:
    """Call every listener."""
    for listener in _listeners:
        listener(old, new)
