"""Making an archive while the service runs."""

from __future__ import annotations

import io
import json
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from django.db import DatabaseError

from qiaoliang import __version__
from qiaoliang.base.attachments import storage
from qiaoliang.base.attachments.models import Attachment
from qiaoliang.base.audit import chain
from qiaoliang.base.core import clock, keys
from qiaoliang.project.commands.complaint import Complaint
from qiaoliang.project.keep import archive, disk, place, snapshot
from qiaoliang.project.keep.manifest import IN_ROWS, Manifest, proofs

#: what a disk needs beyond the parts themselves
MARGIN = 32 << 20


@dataclass(frozen=True)
class Tells:
    """How far copying the database and packing are; both take (done, all)."""

    copying: snapshot.Tell = archive.silent
    packing: archive.Tell = archive.silent


def make(target: Path, tells: Tells | None = None) -> Manifest:
    """Back up to ``target``. Complaint where there is no room or a file of a row is gone; then ``target`` is untouched."""
    tells = tells or Tells()
    with disk.told(target.parent), storage.kept():
        with suppress(DatabaseError):  # too busy: the worker chains what waits, and the head is a minute older
            chain.advance()
        with snapshot.taken() as moment:
            manifest, files = _described(moment), _files(moment)
            _check_room(target, moment, files)
            with archive.written(target) as pack:
                _add_database(pack, moment, target, tells)
                _add_files(pack, files, tells)
                _add_heads(pack, manifest.head[0])
                pack.finish(manifest)
    return manifest


def _described(moment: snapshot.Snapshot) -> Manifest:
    district = moment.ask("SELECT name FROM districts_district")
    head = moment.ask("SELECT position, hash FROM audit_auditlink ORDER BY position DESC LIMIT 1")
    return Manifest(
        made_at=clock.now().isoformat(),
        version=__version__,
        district=district[0][0] if district else "",
        engine=moment.engine,
        engine_version=moment.version,
        migrations=[(app, name) for app, name in moment.ask("SELECT app, name FROM django_migrations ORDER BY id")],
        rows=moment.rows(),
        head=(head[0][0], bytes(head[0][1]).hex()) if head else (0, ""),
        keys=proofs(_needed_keys(moment)),
    )


def _needed_keys(moment: snapshot.Snapshot) -> dict[str, set[str]]:
    needed: dict[str, set[str]] = {}
    for purpose, key_id, _key in keys.every():
        needed.setdefault(purpose, set()).add(key_id)
    return needed | {purpose: {row[0] for row in moment.ask(sql)} for purpose, sql in IN_ROWS.items()}


def _files(moment: snapshot.Snapshot) -> list[Path]:
    """Every file that a row of the snapshot names. A later file is none of its business; a missing one stops the backup."""
    rows = [Attachment(stem=stem, kind=kind) for stem, kind in moment.ask(
        "SELECT stem, kind FROM attachments_attachment ORDER BY stem")]  # fmt: skip
    files = [storage.path(row.stem, variant) for row in rows for variant in row.variants]
    gone = [path for path in files if not path.is_file()]
    if gone:
        raise Complaint(
            f"有 {len(gone)} 个附件文件不见了，例如 {gone[0]}。没有做备份；请先从上一份备份中找回。",
            f"{len(gone)} attached files are gone, {gone[0]} among them. No backup was made; get them back first.",
        )
    return files


def _check_room(target: Path, moment: snapshot.Snapshot, files: list[Path]) -> None:
    """The copy of the database lies beside the archive until it is packed, so it counts twice."""
    needed = 2 * _database_size(moment) + sum(path.stat().st_size for path in files) + MARGIN
    disk.check(target.parent, needed)


def _database_size(moment: snapshot.Snapshot) -> int:
    if moment.engine == "postgresql":
        return int(moment.ask("SELECT pg_database_size(current_database())")[0][0])
    return Path(place.settings()["NAME"]).stat().st_size


def _add_database(pack: archive.Writer, moment: snapshot.Snapshot, target: Path, tells: Tells) -> None:
    raw = target.with_name(f".{target.name}.database")
    raw.unlink(missing_ok=True)
    try:
        raw.touch(mode=0o600)
        moment.copy(raw, tells.copying)
        with raw.open("rb") as source:
            pack.add(moment.name, source, compressed=moment.engine == "sqlite")
    finally:
        for left in target.parent.glob(f".{target.name}.database*"):
            left.unlink(missing_ok=True)


def _add_files(pack: archive.Writer, files: list[Path], tells: Tells) -> None:
    for number, path in enumerate(files, start=1):
        with path.open("rb") as source:
            pack.add(f"files/{path.parent.name}/{path.name}", source, compressed=False)
        tells.packing(number, len(files))


def _add_heads(pack: archive.Writer, last: int) -> None:
    """The exported heads of the audit chain, none beyond the snapshot."""
    path = chain.heads_file()
    lines = path.read_bytes().splitlines(keepends=True) if path.exists() else []
    wanted = b"".join(line for line in lines if _position(line) <= last)
    pack.add("log/audit-heads.jsonl", io.BytesIO(wanted), compressed=True)


def _position(line: bytes) -> int:
    try:
        return int(json.loads(line)["position"])
    except (ValueError, KeyError, TypeError):
        return 0
