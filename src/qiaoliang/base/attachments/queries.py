from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from qiaoliang.base.asking import written
from qiaoliang.base.attachments import storage
from qiaoliang.base.attachments.models import Attachment
from qiaoliang.base.core import keys


def of(owners: Iterable[tuple[str, UUID]]) -> dict[UUID, list[Attachment]]:
    """Owner id → its files in the order they came; every owner asked for is there. One query."""
    wanted = set(owners)
    found: dict[UUID, list[Attachment]] = {owner_id: [] for _kind, owner_id in wanted}
    for row in written.of_ids(_owned_by, found):
        if (row.owner_kind, row.owner_id) in wanted:
            found[row.owner_id].append(row)
    return found


def _owned_by(*owners: UUID) -> QuerySet[Attachment]:
    return Attachment.objects.filter(owner_id__in=owners).order_by("pk")


def older(kind: str, before: datetime, most: int = 500) -> list[Attachment]:
    """Files of owners of this kind that came before ``before``, the oldest first, ``most`` at once."""
    rows = Attachment.objects.filter(owner_kind=kind, created_at__lt=before)
    return list(rows.order_by("pk")[:most])


def name_of(row: Attachment) -> str:
    """The name the file came with."""
    return storage.open_name(row.stem, bytes(row.name_sealed))


def sealed_with_older_keys() -> int:
    """How many files a rotation has not reached yet."""
    return Attachment.objects.exclude(key_id=keys.newest(storage.PURPOSE)).count()
