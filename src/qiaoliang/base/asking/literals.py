"""Values written into a statement, so that the database plans for them once.

PostgreSQL keeps the plan of a statement only if it is the same text (:mod:`.prepared`). SQLite keeps the statement, but plans it
anew each time a value beside it might decide whether an index over a part of a table will do (``WHERE state = 'open'``), which a
state, a kind or a number never changes for the same question.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper

_PLACE = re.compile("%[%s]")
_IN_ORDER = ("ORDER BY ", ", ")


def written_in(
    connection: BaseDatabaseWrapper, text: str, values: Sequence[Any], blanks: Collection[int]
) -> tuple[str, list[int]]:
    """The statement with the values written in, but for those at the places of ``blanks`` and those of which this database has no
    literal; the places that stay open, in order."""
    literal = _sqlite if connection.vendor == "sqlite" else _postgresql(connection)
    places, left = iter(range(len(values))), []

    def place(found: re.Match[str]) -> str:
        if found[0] == "%%":
            return found[0]
        number = next(places)
        value = values[number]
        # a number to sort by would be that of a column
        is_open = number in blanks or (isinstance(value, int) and text[: found.start()].endswith(_IN_ORDER))
        written = None if is_open else literal(value)
        if written is None:
            left.append(number)
            return found[0]
        return written.replace("%", "%%")

    return _PLACE.sub(place, text), left


def _sqlite(value: Any) -> str | None:
    if value is None:
        return "NULL"
    if isinstance(value, int):
        return str(int(value))
    if isinstance(value, str) and "\0" not in value:
        return "'" + value.replace("'", "''") + "'"
    return None


def _postgresql(connection: BaseDatabaseWrapper) -> Callable[[Any], str]:
    from psycopg.sql import Literal

    connection.ensure_connection()
    return lambda value: Literal(value).as_string(connection.connection)
