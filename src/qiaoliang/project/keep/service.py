"""Who uses the data folder: server and worker hold a shared lock on ``service.lock``, a restore needs it alone.

The lock belongs to the process: the kernel gives it back however the process ends.
"""

from __future__ import annotations

import fcntl
import os

from qiaoliang.base.core.env import data_folder

_held: list[int] = []


def _open() -> int:
    return os.open(data_folder() / "service.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)


def hold() -> None:
    """Say that this process serves or works; until it ends. A restore that is under way is waited for."""
    descriptor = _open()
    fcntl.flock(descriptor, fcntl.LOCK_SH)
    _held.append(descriptor)


def take_alone() -> int | None:
    """The lock for a restore, to be closed when it is done; None while somebody serves or works."""
    descriptor = _open()
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(descriptor)
        return None
    return descriptor
