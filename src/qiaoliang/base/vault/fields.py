"""Sealing one text for one place: table, row and column. A value copied elsewhere does not open there."""

from __future__ import annotations

from uuid import UUID

from qiaoliang.base.core import keys

PURPOSE = "vault"


def seal_text(table: str, row: UUID | str, column: str, text: str) -> bytes:
    """``text`` sealed for its place."""
    return keys.seal(PURPOSE, text.encode(), _place(table, row, column))


def unseal_text(table: str, row: UUID | str, column: str, blob: bytes) -> str:
    """What was sealed for this very place; KeyProblem where the blob belongs elsewhere or was changed."""
    return keys.unseal(PURPOSE, bytes(blob), _place(table, row, column)).decode()


def _place(table: str, row: UUID | str, column: str) -> str:
    return f"{table}:{row}:{column}"
