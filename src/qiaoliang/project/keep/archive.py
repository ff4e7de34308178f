"""The one file: a ZIP whose last parts are the manifest and its signature, so that a cut one never looks whole.

Written beside its place under another name, synced, read again, and only then given its name.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import re
import time
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from qiaoliang.base.core import keys
from qiaoliang.project.commands.complaint import Complaint
from qiaoliang.project.keep.manifest import FORMAT, Manifest

MANIFEST, SIGNATURE = "manifest.json", "manifest.sig"
_NAME = re.compile(
    r"database/(db\.sqlite3|dump\.pgc)|files/[0-9a-f]{2}/[0-9a-f]{32}\.[a-z]{1,10}|log/audit-heads\.jsonl"
)
_PIECE = 1 << 20
#: (bytes done, all)
Tell = Callable[[int, int], None]
Sink = Callable[[str], IO[bytes]]


def silent(_done: int, _all: int) -> None:
    """No progress."""


class Writer:
    """Adds parts and remembers what they were; the manifest ends it."""

    def __init__(self, pack: zipfile.ZipFile) -> None:
        self._pack, self.parts = pack, dict[str, tuple[int, str]]()

    def add(self, name: str, source: IO[bytes], *, compressed: bool) -> None:
        self._pack.compression = zipfile.ZIP_DEFLATED if compressed else zipfile.ZIP_STORED
        digest, size = hashlib.sha256(), 0
        with self._pack.open(name, "w", force_zip64=True) as part:
            while piece := source.read(_PIECE):
                part.write(piece)
                digest.update(piece)
                size += len(piece)
        self.parts[name] = (size, digest.hexdigest())

    def finish(self, manifest: Manifest) -> None:
        manifest.parts = self.parts
        packed = manifest.packed()
        key_id, signature = keys.sign(packed)
        self._pack.compression = zipfile.ZIP_DEFLATED
        self._pack.writestr(MANIFEST, packed)
        self._pack.writestr(SIGNATURE, json.dumps({"key_id": key_id, "signature": signature.hex()}))


@contextmanager
def written(target: Path) -> Iterator[Writer]:
    """The archive ``target``: there as a whole, on the disk and read again, or not at all."""
    new = target.with_name(f".{target.name}.part")
    try:
        with os.fdopen(os.open(new, os.O_RDWR | os.O_CREAT, 0o600), "r+b") as file:
            _alone(file, target)
            with zipfile.ZipFile(file, "w", compresslevel=1) as pack:
                yield Writer(pack)
            file.flush()
            os.fsync(file.fileno())
        examine(new)
        new.replace(target)
        _sync(target.parent)
    except Busy:
        raise
    except BaseException:
        new.unlink(missing_ok=True)
        raise


class Busy(Complaint):
    """Another backup to the same file is under way."""


def _alone(file: IO[bytes], target: Path) -> None:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as fault:
        raise Busy(f"另一个备份正在写 {target}。", f"Another backup to {target} is under way.") from fault
    file.truncate()


def sweep(folder: Path, seconds: float = 86_400) -> None:
    """Remove what a killed backup left here: hidden files that no backup has touched for a day."""
    for left in [*folder.glob(".*.part"), *folder.glob(".*.database*")]:
        if left.stat().st_mtime < time.time() - seconds:
            left.unlink(missing_ok=True)


def _sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    os.fsync(descriptor)
    os.close(descriptor)


@contextmanager
def opened(path: Path) -> Iterator[tuple[zipfile.ZipFile, Manifest]]:
    """The archive and its manifest; Complaint where it is none, is cut short, newer in form, or the manifest was changed."""
    try:
        with zipfile.ZipFile(path) as pack:
            yield pack, _manifest(pack)
    except FileNotFoundError as fault:
        raise Complaint(f"没有这个文件：{path}", f"There is no file {path}.") from fault
    except (zipfile.BadZipFile, EOFError, zlib.error, KeyError) as fault:
        raise Complaint(
            f"{path.name} 不是完整的备份：文件被截断或损坏（{fault}）。什么也没有改动，请换一份备份。",
            f"{path.name} is not a whole backup: it was cut short or damaged. Nothing was changed; take another one.",
        ) from fault


def _manifest(pack: zipfile.ZipFile) -> Manifest:
    packed = pack.read(MANIFEST)
    if int(json.loads(packed).get("format", 0)) > FORMAT:
        raise newer(json.loads(packed).get("version", "?"))
    try:
        signed = json.loads(pack.read(SIGNATURE))
        key_id, signature = str(signed["key_id"]), bytes.fromhex(signed["signature"])
        manifest = Manifest.unpacked(packed)
    except (ValueError, TypeError) as fault:
        raise zipfile.BadZipFile(MANIFEST) from fault
    if not unsigned(key_id) and not keys.verify(key_id, packed, signature):
        raise Complaint(
            "备份的清单在做好以后被改动过：签名对不上。不要用这份备份，什么也没有改动。",
            "The list of contents was changed after the backup was made: its signature does not fit. Do not use it.",
        )
    return manifest


def unsigned(key_id: str) -> bool:
    """Whether the key that signed is not here, so that the signature says nothing."""
    return (keys.folder() / f"signing-{key_id}.key").exists() is False


def signature_is_checked(path: Path) -> bool:
    """Whether the signing key of this archive is here."""
    with zipfile.ZipFile(path) as pack:
        return not unsigned(str(json.loads(pack.read(SIGNATURE))["key_id"]))


def newer(version: str) -> Complaint:
    from qiaoliang import __version__

    return Complaint(
        f"这份备份由更新的版本 {version} 做成，本机是 {__version__}。请先升级程序，再恢复。什么也没有改动。",
        f"This backup was made by the newer version {version}; here is {__version__}. Upgrade first, then restore.",
    )


def examine(path: Path, tell: Tell = silent, sink: Sink | None = None) -> Manifest:
    """Read every part and compare it with the manifest; with ``sink`` write it there on the way. The first part that
    differs is named in a Complaint."""
    with opened(path) as (pack, manifest):
        _same_names(pack, manifest)
        done, whole = 0, sum(size for size, _digest in manifest.parts.values())
        for name, (size, digest) in manifest.parts.items():
            if _digest(pack, name, sink) != (size, digest):
                raise _damaged(name)
            done += size
            tell(done, whole)
        return manifest


def _same_names(pack: zipfile.ZipFile, manifest: Manifest) -> None:
    there = sorted(set(pack.namelist()) - {MANIFEST, SIGNATURE})
    strange = set(there) ^ set(manifest.parts) | {name for name in there if not _NAME.fullmatch(name)}
    if strange:
        name = min(strange)
        raise Complaint(f"备份的内容与清单不符：{name}。什么也没有改动。", f"Contents and manifest differ: {name}.")


def _digest(pack: zipfile.ZipFile, name: str, sink: Sink | None) -> tuple[int, str]:
    digest, size = hashlib.sha256(), 0
    target = sink(name) if sink else None
    try:
        with pack.open(name) as part:
            while piece := part.read(_PIECE):
                digest.update(piece)
                size += len(piece)
                if target:
                    target.write(piece)
    except (zipfile.BadZipFile, zlib.error, EOFError) as fault:
        raise _damaged(name) from fault
    finally:
        if target:
            target.close()
    return size, digest.hexdigest()


def _damaged(name: str) -> Complaint:
    return Complaint(
        f"备份中的 {name} 已损坏或被改动：校验值对不上。什么也没有改动，请换一份备份。",
        f"The part {name} was damaged or changed: its checksum differs. Nothing was changed; take another backup.",
    )


def digest_of(path: Path) -> str:
    """SHA-256 of the archive itself, in hex."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
