"""Where the learned models lie: one sealed file each in ``sorting/`` of the data folder, for its owner only.

They are made from the cases and can be made again at any time, so no backup holds them. Sealed, because they hold words of
people; and what does not open with our key is never unpickled."""

from __future__ import annotations

import fcntl
import json
import os
import pickle
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from qiaoliang.base.core import keys
from qiaoliang.base.core.env import data_folder
from qiaoliang.text.routing.router import Router
from qiaoliang.work.cases.sorting.choices import What

#: goes up with every change of what a file holds; a file of another number is made anew
FORMAT = 1
PURPOSE = "files"


class Damaged(Exception):
    """The file is there and cannot be used."""


@dataclass
class Learned:
    """A model: the ``router``, how many decisions it learned thoroughly, how many one by one since, and how many of these are
    in memory alone."""

    router: Router
    thorough: int = 0
    since: int = 0
    unsaved: int = 0

    @property
    def experience(self) -> int:
        """How many decisions of people it has learned from."""
        return self.thorough + self.since


_kept: dict[What, tuple[tuple[int, int], Learned]] = {}


def folder() -> Path:
    return data_folder() / "sorting"


def path(what: What) -> Path:
    return folder() / f"{what}.model"


@contextmanager
def alone() -> Iterator[None]:
    """One process at a time changes the models."""
    folder().mkdir(parents=True, exist_ok=True, mode=0o700)
    with os.fdopen(os.open(folder() / "lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)) as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def read(what: What) -> Learned | None:
    """The model, kept in memory while its file stays the same; None where there is no file yet. Raises :class:`Damaged`."""
    try:
        stat = path(what).stat()
    except FileNotFoundError:
        return None
    mark = (stat.st_mtime_ns, stat.st_ino)
    if what not in _kept or _kept[what][0] != mark:
        _kept[what] = (mark, _opened(what, path(what).read_bytes()))
    return _kept[what][1]


def write(what: What, learned: Learned) -> None:
    """Seal and write; the file before it stays whole until the new one is on the disk."""
    head = json.dumps({"format": FORMAT, "thorough": learned.thorough, "since": learned.since})
    packed = head.encode() + b"\n" + learned.router.packed()
    new = path(what).with_suffix(".new")
    with os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        file.write(keys.seal(PURPOSE, packed, _context(what)))
        file.flush()
        os.fsync(file.fileno())
    new.replace(path(what))
    learned.unsaved = 0
    stat = path(what).stat()
    _kept[what] = ((stat.st_mtime_ns, stat.st_ino), learned)


def opened(what: What) -> bytes:
    """What the file holds, in clear: for looking what is in it."""
    return keys.unseal(PURPOSE, path(what).read_bytes(), _context(what)).partition(b"\n")[2]


def _opened(what: What, sealed: bytes) -> Learned:
    try:
        head, _line, packed = keys.unseal(PURPOSE, sealed, _context(what)).partition(b"\n")
        said = json.loads(head)
        if said["format"] != FORMAT:
            raise Damaged(f"{what}: of another version")
        return Learned(Router.unpacked(packed), said["thorough"], said["since"])
    except (
        keys.KeyProblem,
        ValueError,
        KeyError,
        AttributeError,
        ImportError,
        pickle.PickleError,
    ) as fault:
        raise Damaged(f"{what}: {type(fault).__name__}") from fault


def _context(what: What) -> str:
    return f"sorting:{what}"
