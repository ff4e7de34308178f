"""The hash chain over audit events, its signed heads and the exported copy of them.

advance() is called by the worker. An event becomes visible at commit, so the chain takes what is visible and not yet
chained, in the order of the ids, and gives it the next positions; no clock decides. After each batch the head is
signed (Ed25519), and after the commit it is appended to ``log/audit-heads.jsonl`` in the data folder: whoever cuts the
chain's tail, with the head rows or without them, contradicts that file, which belongs into the backups as well.
verify() is in ``proof``.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable
from datetime import UTC
from pathlib import Path
from typing import Any

from django.db import connection, transaction

from qiaoliang.base.audit.models import AuditEvent, AuditHead, AuditLink, AuditWaiting
from qiaoliang.base.core import clock, keys
from qiaoliang.base.core.env import data_folder

BATCH = 2000
START = bytes(32)
_LOCK = 0x51_41_55_44


def heads_file() -> Path:
    """Where the heads are exported to: one JSON object a line."""
    return data_folder() / "log" / "audit-heads.jsonl"


def canonical(values: dict[str, Any]) -> bytes:
    """JSON with sorted keys and without spaces: the same bytes on every engine and in every year."""
    return json.dumps(values, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def link_hash(previous: bytes, position: int, event: AuditEvent) -> bytes:
    """SHA-256 over everything the event says, its place and the hash before it."""
    said = {field.attname: _text(getattr(event, field.attname)) for field in AuditEvent._meta.concrete_fields}
    return hashlib.sha256(canonical(said | {"position": position, "previous": previous.hex()})).digest()


def _text(value: Any) -> Any:
    if value is None or isinstance(value, str | list | dict):
        return value
    return value.astimezone(UTC).isoformat(timespec="microseconds") if hasattr(value, "astimezone") else str(value)


def advance() -> int:
    """Chain what is waiting, sign the head, export it; how many events were chained."""
    chained = 0
    while batch := _advance_batch():
        chained += batch
        if batch < BATCH:
            break
    export_heads()
    return chained


@transaction.atomic
def _advance_batch() -> int:
    _one_at_a_time()
    waiting = AuditWaiting.objects.order_by("pk").values_list("pk", flat=True)[:BATCH]
    events = list(AuditEvent.objects.filter(pk__in=list(waiting)).order_by("pk"))
    if events:
        links = list(_links(events))
        AuditLink.objects.bulk_create(links, batch_size=500)
        AuditWaiting.objects.filter(pk__in=[event.pk for event in events]).delete()
        _sign(links[-1])
    return len(events)


def _links(events: Iterable[AuditEvent]) -> Iterable[AuditLink]:
    last = AuditLink.objects.order_by("-position").first()
    position, digest = (last.position, bytes(last.hash)) if last else (0, START)
    for event in events:
        position += 1
        digest = link_hash(digest, position, event)
        yield AuditLink(position=position, event=event, hash=digest)


def _one_at_a_time() -> None:
    """Two workers may not give out the same position. SQLite's IMMEDIATE transaction sees to it by itself."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])


def statement(position: int, digest: bytes, signed_at: str) -> bytes:
    """The bytes that a head signs."""
    return canonical({"position": position, "hash": digest.hex(), "signed_at": signed_at})


def _sign(link: AuditLink) -> AuditHead:
    now = clock.now()
    key_id, signature = keys.sign(statement(link.position, bytes(link.hash), str(_text(now))))
    return AuditHead.objects.create(
        position=link.position, hash=link.hash, signed_at=now, key_id=key_id, signature=signature
    )


def export_heads() -> int:
    """Append the heads that the file does not have yet, after their commit; how many."""
    exported = last_exported()
    fresh = AuditHead.objects.filter(position__gt=exported).order_by("position")
    lines = "".join(canonical(as_line(head)).decode() + "\n" for head in fresh)
    if lines:
        _append(lines)
    return lines.count("\n")


def as_line(head: AuditHead) -> dict[str, Any]:
    """A head as it stands in the exported file and in a backup's print-out."""
    return {
        "position": head.position,
        "hash": bytes(head.hash).hex(),
        "signed_at": _text(head.signed_at),
        "key_id": head.key_id,
        "signature": bytes(head.signature).hex(),
    }


def last_exported() -> int:
    """The last position in the file; 0 where there is none."""
    path = heads_file()
    if not path.exists():
        return 0
    with path.open("rb") as file:
        file.seek(max(0, path.stat().st_size - 4096))
        lines = [line for line in file.read().split(b"\n") if line.startswith(b"{") and line.endswith(b"}")]
    return int(json.loads(lines[-1])["position"]) if lines else 0


def _ends_torn(path: Path) -> bool:
    """Whether a kill cut the last line short; the next append starts on a line of its own then."""
    if not path.exists() or not path.stat().st_size:
        return False
    with path.open("rb") as file:
        file.seek(-1, os.SEEK_END)
        return file.read() != b"\n"


def _append(lines: str) -> None:
    path = heads_file()
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    lines = "\n" + lines if _ends_torn(path) else lines
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    with os.fdopen(descriptor, "a", encoding="utf-8") as file:
        file.write(lines)
        file.flush()
        os.fsync(file.fileno())


def verify(**options: Any) -> Any:
    """See :func:`qiaoliang.base.audit.proof.verify`."""
    from qiaoliang.base.audit import proof

    return proof.verify(**options)
