"""What an export holds sealed: the filters as typed, and the file while it waits to be fetched."""

from __future__ import annotations

from uuid import UUID

from qiaoliang.base.core import keys
from qiaoliang.work.cases.exports.models import Export


def seal_typed(export_id: UUID, typed: str) -> bytes:
    """The filters as they stood in the address: a word somebody searched for may be a name."""
    return keys.seal("drafts", typed.encode(), f"exports_export:{export_id}:typed")


def typed(export: Export) -> str:
    """The filters again."""
    return keys.unseal("drafts", bytes(export.typed), f"exports_export:{export.pk}:typed").decode()


def seal_file(export_id: UUID, data: bytes) -> bytes:
    """The table, sealed for this row."""
    return keys.seal("files", data, f"exports_export:{export_id}:sealed")


def file(export: Export) -> bytes:
    """The table in clear."""
    return keys.unseal("files", bytes(export.sealed), f"exports_export:{export.pk}:sealed")
