"""Adding, moving and removing files."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.utils.translation import gettext_lazy as _

from qiaoliang.base.attachments import limits, storage
from qiaoliang.base.attachments.choices import Kind
from qiaoliang.base.attachments.cleaning import outside
from qiaoliang.base.attachments.cleaning.result import Cleaned, Refused
from qiaoliang.base.attachments.models import Attachment
from qiaoliang.base.attachments.recognising import recognise
from qiaoliang.base.audit.actions import record
from qiaoliang.base.core import keys
from qiaoliang.base.core.errors import Refusal
from qiaoliang.base.core.who import SYSTEM, Who
from qiaoliang.base.jobs.actions import enqueue

Owner = tuple[str, UUID]

_REFUSED = {
    "broken": _("This file is damaged and cannot be opened. Choose another one, or take the photo again."),
    "pixels": _("This picture is too large: 64 million pixels at most. Send a smaller copy."),
    "pages": _("This PDF has too many pages: 100 at most. Send only the pages that matter."),
    "locked": _("This PDF is locked with a password. Save it without one, then add it."),
    "complex": _("This file takes too long to check. Print it to a new PDF, or take a photo of it."),
}


@dataclass(frozen=True)
class Prepared:
    """A file that was read, recognised and cleaned, but not stored yet."""

    name: str
    kind: Kind
    data: bytes
    cleaned: Cleaned


def prepare(upload: Any, *, name: str = "") -> Prepared:
    """Check and clean an upload (0.2 to 2 seconds). Call it before the transaction in which add() stores the result:
    on SQLite a transaction keeps every other writer waiting. Raises Refusal with a sentence for the person."""
    if getattr(upload, "too_large", False) or upload.size > limits.MAX_BYTES:
        raise Refusal(_("The file is too large: 10 MB at most. Send a smaller copy."), code="too_large", field="file")
    data = upload.read()
    kind = recognise(data)
    try:
        cleaned = outside.clean(kind.value, data)
    except Refused as refused:
        raise Refusal(_REFUSED[str(refused)], code=str(refused), field="file") from refused
    return Prepared(_plain_name(name or getattr(upload, "name", "") or ""), kind, data, cleaned)


def _plain_name(name: str) -> str:
    """The last part of a path, without control characters, at most 120 characters."""
    last = re.split(r"[\\/]", name)[-1]
    return "".join(letter for letter in last if unicodedata.category(letter)[0] != "C").strip()[-120:]


def add(who: Who, owner: Owner, upload: Any, *, name: str = "") -> Attachment:
    """Store an upload, or what prepare() made of it, for ``owner``. The files are on the disk before the row is
    written; where the transaction fails, the sweep removes them. Refusal where it is not accepted or there already."""
    prepared = upload if isinstance(upload, Prepared) else prepare(upload, name=name)
    digest = keys.mac("index", b"attachments:" + prepared.data)
    with transaction.atomic():
        _one_at_a_time(owner)
        _check_room(owner, digest)
        stem = storage.new_stem()
        storage.write(stem, {**prepared.cleaned.parts, "original": prepared.data})
        row = Attachment.objects.create(**_values(owner, stem, digest, prepared))
        record(who, "attachment.add", row, refs={owner[0]: owner[1], "kind": prepared.kind.value})
    return row


def _values(owner: Owner, stem: str, digest: bytes, prepared: Prepared) -> dict[str, Any]:
    return {
        "owner_kind": owner[0],
        "owner_id": owner[1],
        "kind": prepared.kind.value,
        "stem": stem,
        "digest": digest,
        "key_id": keys.newest(storage.PURPOSE),
        "name_sealed": storage.seal_name(stem, prepared.name),
        "size": len(prepared.data),
        "large_size": len(prepared.cleaned.parts["large"]),
        **prepared.cleaned.facts,
    }


def _check_room(owner: Owner, digest: bytes) -> None:
    files = Attachment.objects.filter(owner_kind=owner[0], owner_id=owner[1])
    if files.filter(digest=digest).exists():
        raise Refusal(_("This file is there already; it was not added twice."), code="duplicate", field="file")
    if files.count() >= limits.MAX_FILES:
        message = _("There are %(limit)d files already, more cannot be added. Take one away first.")
        raise Refusal(message % {"limit": limits.MAX_FILES}, code="too_many", field="file")


def _one_at_a_time(owner: Owner) -> None:
    """Two uploads for one owner are counted one after the other. SQLite's transaction is alone by itself."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [owner[1].int & 0x7FFF_FFFF_FFFF_FFFF])


@transaction.atomic
def move(from_owner: Owner, to_owner: Owner, *, who: Who = SYSTEM) -> int:
    """Hand all files to another owner (a draft becomes a case); what is there already is dropped. How many moved."""
    _one_at_a_time(to_owner)
    there = set(map(bytes, _files(to_owner).values_list("digest", flat=True)))
    moved = 0
    for row in _files(from_owner):
        if bytes(row.digest) in there:
            remove(who, row)
            continue
        row.owner_kind, row.owner_id = to_owner
        row.save(update_fields=["owner_kind", "owner_id"])
        record(who, "attachment.move", row, refs={from_owner[0]: from_owner[1], to_owner[0]: to_owner[1]})
        moved += 1
    return moved


@transaction.atomic
def copy(who: Who, row: Attachment, to_owner: Owner) -> Attachment:
    """The same file for another owner, sealed anew under a name of its own. On SQLite other writers wait meanwhile."""
    stem = storage.new_stem()
    storage.write(stem, {variant: storage.read(row.stem, variant) for variant in row.variants})
    name = storage.seal_name(stem, storage.open_name(row.stem, bytes(row.name_sealed)))
    named = {"owner_kind": to_owner[0], "owner_id": to_owner[1], "stem": stem, "name_sealed": name}
    same = ("kind", "digest", "size", "large_size", "width", "height", "pages")
    values = {name: getattr(row, name) for name in same}
    made = Attachment.objects.create(**named, **values, key_id=keys.newest(storage.PURPOSE))
    record(who, "attachment.copy", made, refs={row.owner_kind: row.owner_id, "from": row.pk})
    return made


def _files(owner: Owner) -> Any:
    return Attachment.objects.filter(owner_kind=owner[0], owner_id=owner[1])


@transaction.atomic
def remove(who: Who, row: Attachment) -> None:
    """Take a file away; its bytes go when the transaction is through."""
    record(who, "attachment.remove", row, refs={row.owner_kind: row.owner_id})
    enqueue("attachments.shred", {"stem": row.stem})
    row.delete()
