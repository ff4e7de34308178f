"""Statements that PostgreSQL plans once and keeps for the connection.

A page asks a dozen questions over joined tables, and planning one takes PostgreSQL longer than answering it. Django writes the
values into the statement, so that hardly two are the same. Here only the blanks of a question (:mod:`.written`) stay open; what else
it is made from is written in (:mod:`.literals`), so that the plan fits it. psycopg prepares what is asked again, and forgets what was not asked for
longest. SQLite's module keeps its statements by itself."""

from __future__ import annotations

from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.postgresql.base import ServerBindingCursor  # type: ignore[attr-defined]


class _Cursor(ServerBindingCursor):  # type: ignore[misc]
    def _send_query_prepared(self, name: bytes, pgq: Any, **how: Any) -> None:
        self._query = pgq  # psycopg says it of other statements; Django's log of queries asks for it
        super()._send_query_prepared(name, pgq, **how)


def cursor(connection: BaseDatabaseWrapper) -> Any:
    """One whose statements may be kept: their values go beside them."""
    connection.ensure_connection()
    return connection._prepare_cursor(_Cursor(connection.connection))  # type: ignore[attr-defined]
