"""Is what was restored what was backed up? Asked in the restored place itself, before anybody uses it."""

from __future__ import annotations

from collections.abc import Iterator

from django.db import connection

from qiaoliang.base.attachments import queries as attachments
from qiaoliang.base.attachments import storage
from qiaoliang.base.attachments.models import Attachment
from qiaoliang.base.audit import chain
from qiaoliang.base.core import keys
from qiaoliang.base.vault import queries as vault
from qiaoliang.base.vault.models import Contact
from qiaoliang.project.keep import snapshot
from qiaoliang.project.keep.manifest import Manifest

#: how many rows of each key are really opened
SAMPLE = 50


def of_database(manifest: Manifest, *, with_keys: bool) -> list[str]:
    """What differs from the manifest, one sentence each: rows, the file's own soundness, the audit chain to its head."""
    return [*_rows(manifest), *_engine(), *_chain(manifest, with_keys)]


def _rows(manifest: Manifest) -> Iterator[str]:
    with snapshot.taken() as restored:
        there = restored.rows()
    for table in sorted(set(there) | set(manifest.rows)):
        was, now = manifest.rows.get(table), there.get(table)
        if was != now:
            yield f"{table}：备份时 {was} 行，恢复后 {now} 行 / {was} rows in the backup, {now} restored"


def _engine() -> Iterator[str]:
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            said = [row[0] for row in cursor.execute("PRAGMA integrity_check").fetchall()]
            lost = cursor.execute("PRAGMA foreign_key_check").fetchall()
        yield from (f"SQLite: {line}" for line in said[:5] if line != "ok")
        yield from (f"SQLite: {table} → {parent}" for table, _row, parent, _key in lost[:5])


def _chain(manifest: Manifest, with_keys: bool) -> Iterator[str]:
    head = manifest.head if manifest.head[0] else None
    found = chain.verify(known_head=head, use_heads=with_keys)
    yield from (f"审计日志 audit log: [{one.kind}] {one.sentence}" for one in found.problems[:5])
    if not with_keys and head and (found.events, found.last) != head:
        yield "审计日志的链头与备份清单不符 / the audit chain does not end at the manifest's head"


def of_keys() -> list[str]:
    """What the keys do not open, tried on contacts and files of every key."""
    found = []
    for what, opened in (("联系方式 contacts", _open_contacts), ("附件 files", _open_files)):
        try:
            opened()
        except (keys.KeyProblem, OSError) as fault:
            found.append(f"{what}: {fault}")
    return found


def _open_contacts() -> None:
    for key_id in Contact.objects.order_by("key_id").values_list("key_id", flat=True).distinct():
        for contact in Contact.objects.filter(key_id=key_id).order_by("-pk")[:SAMPLE]:
            vault.opened(contact)


def _open_files() -> None:
    for key_id in Attachment.objects.order_by("key_id").values_list("key_id", flat=True).distinct():
        for row in Attachment.objects.filter(key_id=key_id).order_by("-pk")[:SAMPLE]:
            attachments.name_of(row)
            storage.read(row.stem, "large")
