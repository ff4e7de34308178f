"""Statements for SQLite, which writes a place as ``?`` and not as ``%s``. Django writes each anew when it is sent; the texts of
questions (:mod:`.written`) are the same ones again and again."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.sqlite3.base import SQLiteCursorWrapper


class _Cursor(SQLiteCursorWrapper):
    def convert_query(self, query: str, *, param_names: Iterable[str] | None = None) -> str:
        return _marked(query) if param_names is None else str(super().convert_query(query, param_names=param_names))


@lru_cache(maxsize=1024)
def _marked(query: str) -> str:
    return str(SQLiteCursorWrapper.convert_query(None, query))  # type: ignore[arg-type]  # it asks nothing of the cursor


def cursor(connection: BaseDatabaseWrapper) -> Any:
    """One for a statement that is sent again."""
    connection.ensure_connection()
    return connection._prepare_cursor(connection.connection.cursor(factory=_Cursor))  # type: ignore[attr-defined]
