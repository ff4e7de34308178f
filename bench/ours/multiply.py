"""``multiply(times)``: each case of the district becomes so many, by the database itself, since a million cases made one by one
take hours. A copy has its own ids and codes and the same words and moments; the figures grow alike."""

from __future__ import annotations

from typing import Any

from django.db import connection, transaction
from django.db.models import F

#: the first 24 hexadecimal digits of an id tell its millisecond, its turn within it and 30 random bits: copies stand beside their first
_KEY = {
    "sqlite": "substr({0}, 1, 24) || printf('%08x', j)",
    "postgresql": "(substr(replace({0}::text, '-', ''), 1, 24) || lpad(to_hex(j), 8, '0'))::uuid",
}
#: no code that the product makes has a Z
_CODE = {
    "sqlite": "substr({0}, 1, 7) || printf('Z%02X', j)",
    "postgresql": "substr({0}, 1, 7) || 'Z' || lpad(upper(to_hex(j)), 2, '0')",
}
#: what SQLite need not do while a database is made that nobody misses
_QUICK = ("journal_mode=OFF", "synchronous=OFF", "secure_delete=OFF", "cache_size=-1000000")
_SAFE = ("journal_mode=WAL", "synchronous=FULL", "secure_delete=ON", "cache_size=-16000")


def multiply(times: int) -> None:
    """After it there are ``times`` as many cases as before (at most 256 times)."""
    from qiaoliang.base.search.models import Entry
    from qiaoliang.work.cases.models import (
        Answer,
        Assignment,
        Case,
        Counted,
        Deadline,
        Event,
        Rating,
        Receipt,
        Tally,
    )

    _pragmas(_QUICK)
    for model in (Case, Receipt, Assignment, Event, Deadline, Answer, Rating, Counted, Entry):
        _copy(model, times, {Case, Receipt})
    figures = [one.name for one in Tally._meta.fields if one.get_internal_type() == "IntegerField"]
    Tally.objects.update(**{name: F(name) * times for name in figures})
    _pragmas(_SAFE)


def _copy(model: Any, times: int, copied: set[Any]) -> None:
    """All rows of a table, ``times - 1`` times more."""
    columns = {one.column: _value(one, copied) for one in model._meta.concrete_fields if not _numbered(one)}
    if connection.vendor == "postgresql" and model._meta.db_table == "search_entry":
        columns["vector"] = "vector"
    numbers = f"WITH RECURSIVE n(j) AS (SELECT 1 UNION ALL SELECT j + 1 FROM n WHERE j < {times - 1})"  # noqa: S608
    into, values = ", ".join(f'"{one}"' for one in columns), ", ".join(columns.values())
    table, key = model._meta.db_table, model._meta.pk.column
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f'{numbers} INSERT INTO {table} ({into}) SELECT {values} FROM {table}, n ORDER BY "{key}", j')  # noqa: S608


def _numbered(field: Any) -> bool:
    return field.primary_key and field.get_internal_type() == "BigAutoField"


def _value(field: Any, copied: set[Any]) -> str:
    """SQL for a column of the copy."""
    column = f'"{field.column}"'
    leads_to_copy = field.related_model in copied if field.related_model else field.column in ("case_id", "object_id")
    if field.primary_key or leads_to_copy:
        return _KEY[connection.vendor].format(column)
    return _CODE[connection.vendor].format(column) if field.unique else column


def _pragmas(wanted: tuple[str, ...]) -> None:
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            for one in wanted:
                cursor.execute(f"PRAGMA {one}")
