"""A row's cells, sealed while they wait."""

from __future__ import annotations

import json
from collections.abc import Mapping
from uuid import UUID

from qiaoliang.base.core import keys
from qiaoliang.work.cases.imports.models import Row


def seal(row_id: UUID, cells: Mapping[str, str]) -> bytes:
    """The cells by heading, sealed for this row."""
    return keys.seal("drafts", json.dumps(cells, ensure_ascii=False).encode(), _context(row_id))


def cells(row: Row) -> dict[str, str]:
    """The row's cells by heading; empty once it became a case."""
    if not row.sealed:
        return {}
    found: dict[str, str] = json.loads(keys.unseal("drafts", bytes(row.sealed), _context(row.pk)))
    return found


def _context(row_id: UUID) -> str:
    return f"imports_row:{row_id}:sealed"
