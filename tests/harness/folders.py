"""Temporary folders that name their owner, so that what a killed run left behind is found and removed by a later one."""

from __future__ import annotations

import os
import shutil
import tempfile
import time
from pathlib import Path

MEMORY = Path("/dev/shm")  # noqa: S108 - mkdtemp makes an unguessable, private folder in it
#: A process of another container may share the folder but not our process numbers; its fresh folders are left alone.
SETTLED_AFTER = 3600


def make(kind: str, in_memory: bool = False) -> Path:
    """A private, empty folder; in memory if asked and where a gigabyte is free."""
    where = MEMORY if in_memory and _is_roomy(MEMORY) else Path(tempfile.gettempdir())
    sweep(where)
    return Path(tempfile.mkdtemp(prefix=f"qiaoliang-{kind}-{os.getpid()}-", dir=where))


def sweep(where: Path) -> None:
    """Remove our own folders whose process has ended."""
    for folder in where.glob("qiaoliang-*-*-*"):
        owner = folder.name.split("-")[2]
        if owner.isdigit() and not _runs(int(owner)) and _is_settled(folder):
            shutil.rmtree(folder, ignore_errors=True)


def _is_roomy(where: Path) -> bool:
    return where.is_dir() and os.access(where, os.W_OK) and shutil.disk_usage(where).free > 1 << 30


def _is_settled(folder: Path) -> bool:
    try:
        return time.time() - folder.stat().st_mtime > SETTLED_AFTER
    except FileNotFoundError:
        return False


def _runs(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
