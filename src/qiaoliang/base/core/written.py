"""Questions to the database that are put together once. Django writes a condition out anew for each request, which for a
large one costs several times what the database needs for the answer; what the answer is made from is read each time.

``make`` is a function of a module; ``key`` is all that its condition depends on, the day or minute included, so that the
same key always means the same SQL.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet

Make = Callable[..., QuerySet[Any, Any]]


def ids(make: Make, *key: Hashable) -> list[UUID]:
    """The rows' only column, an id."""
    return [one if isinstance(one, UUID) else UUID(one) for one in _asked(_sql(make, key))]


def count(make: Make, *key: Hashable) -> int:
    """How many rows there are."""
    sql = _sql(make, key)
    return int(_asked((f"SELECT count(*) FROM ({sql[0]}) AS counted", sql[1]))[0]) if sql else 0  # noqa: S608 - Django's own SQL


def _asked(sql: tuple[str, Sequence[Any]] | None) -> list[Any]:
    if sql is None:
        return []
    with connection.cursor() as cursor:
        cursor.execute(*sql)
        return [row[0] for row in cursor.fetchall()]


@lru_cache(maxsize=1024)
def _sql(make: Make, key: tuple[Hashable, ...]) -> tuple[str, Sequence[Any]] | None:
    """The question with its values; None where its condition cannot be met."""
    try:
        return make(*key).query.sql_with_params()
    except EmptyResultSet:
        return None
