"""Sealed files in ``files/`` of the data folder, under random names. Nothing in there can be read without the keys."""

from __future__ import annotations

import fcntl
import os
import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from qiaoliang.base.core import keys
from qiaoliang.base.core.env import data_folder

PURPOSE = "files"


def folder() -> Path:
    return data_folder() / "files"


def new_stem() -> str:
    """A name nobody can guess."""
    return secrets.token_hex(16)


def path(stem: str, variant: str) -> Path:
    return folder() / stem[:2] / f"{stem}.{variant}"


def write(stem: str, parts: dict[str, bytes]) -> None:
    """Seal and write every part, on the disk before this returns, so a row never names a file that is not there."""
    for variant, data in parts.items():
        _write_one(path(stem, variant), keys.seal(PURPOSE, data, _place(stem, variant)))
    _sync_folder(path(stem, "large").parent)


def _write_one(target: Path, sealed: bytes) -> None:
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    new = target.with_name(target.name + ".new")
    with os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        file.write(sealed)
        file.flush()
        os.fsync(file.fileno())
    new.replace(target)


def _sync_folder(where: Path) -> None:
    for place in (where, where.parent):
        descriptor = os.open(place, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def read(stem: str, variant: str) -> bytes:
    """The part in clear. FileNotFoundError where it is gone, KeyProblem where it was changed."""
    return keys.unseal(PURPOSE, path(stem, variant).read_bytes(), _place(stem, variant))


def remove(stem: str) -> None:
    """All parts; nothing happens where they are gone already."""
    for part in path(stem, "large").parent.glob(f"{stem}.*"):
        part.unlink(missing_ok=True)


@contextmanager
def kept() -> Iterator[None]:
    """No file goes as long as this is held: a backup copies the files that its snapshot of the rows names."""
    with _lock(fcntl.LOCK_SH):
        yield


@contextmanager
def may_remove() -> Iterator[bool]:
    """Whether files may be removed now; False while a backup needs them. The lock ends with the process that holds it."""
    try:
        with _lock(fcntl.LOCK_EX | fcntl.LOCK_NB):
            yield True
    except BlockingIOError:
        yield False


@contextmanager
def _lock(how: int) -> Iterator[None]:
    folder().mkdir(parents=True, exist_ok=True, mode=0o700)
    descriptor = os.open(folder() / "lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(descriptor, how)
        yield
    finally:
        os.close(descriptor)


def older_than(seconds: float) -> Iterator[str]:
    """The stems of files not touched for so long, each once."""
    limit = time.time() - seconds  # the disk's own time, whatever the product's clock says
    seen: set[str] = set()
    for file in sorted(folder().glob("??/*")):
        stem = file.name.split(".")[0]
        if stem not in seen and file.stat().st_mtime < limit:
            seen.add(stem)
            yield stem


def seal_name(stem: str, name: str) -> bytes:
    return keys.seal(PURPOSE, name.encode(), _place(stem, "name"))


def open_name(stem: str, sealed: bytes) -> str:
    return keys.unseal(PURPOSE, sealed, _place(stem, "name")).decode()


def _place(stem: str, variant: str) -> str:
    return f"attachments:{stem}:{variant}"
