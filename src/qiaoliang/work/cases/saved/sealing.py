"""The address of a view, sealed for its row."""

from __future__ import annotations

from uuid import UUID

from qiaoliang.base.core import keys
from qiaoliang.work.cases.saved.models import View


def seal(view_id: UUID, typed: str) -> bytes:
    """What stands behind the question mark of the list's address."""
    return keys.seal("drafts", typed.encode(), f"saved_view:{view_id}:typed")


def typed(view: View) -> str:
    """The address again."""
    return keys.unseal("drafts", bytes(view.typed), f"saved_view:{view.pk}:typed").decode()
