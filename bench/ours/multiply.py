"""``multiply(times)``: each case of the district becomes so many, by the database itself, since a million cases made one by one
take hours. A copy has its own ids and codes, by which it is found, and the same words and moments; the figures grow alike."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
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
#: digits of a code, the first token of a case's stream
_LONG = 10
#: what need not be done while a database is made that nobody misses, and by rows of which each leads where its first does
_QUICK = {
    "sqlite": (
        "PRAGMA journal_mode=OFF", "PRAGMA synchronous=OFF", "PRAGMA secure_delete=OFF", "PRAGMA foreign_keys=OFF",
        "PRAGMA cache_size=-2000000",
    ),
    "postgresql": (
        "SET session_replication_role=replica", "SET synchronous_commit=off", "SET maintenance_work_mem='1GB'",
    ),
}  # fmt: skip
_SAFE = {
    "sqlite": (
        "PRAGMA journal_mode=WAL", "PRAGMA synchronous=FULL", "PRAGMA secure_delete=ON", "PRAGMA foreign_keys=ON",
        "PRAGMA cache_size=-16000",
    ),
    "postgresql": ("RESET session_replication_role", "RESET synchronous_commit", "RESET maintenance_work_mem"),
}  # fmt: skip
#: the indexes of a table that can be taken away and made again: (name, the statement that makes it)
_INDEXES = {
    "sqlite": "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND tbl_name = %s AND sql IS NOT NULL",
    "postgresql": "SELECT indexname, indexdef FROM pg_indexes WHERE tablename = %s"
    " AND indexname NOT IN (SELECT conname FROM pg_constraint)",
}


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

    _run(_QUICK[connection.vendor])
    for model in (Case, Receipt, Assignment, Event, Deadline, Answer, Rating, Counted, Entry):
        with _indexed_afterwards(model._meta.db_table):
            _copy(model, times, {Case, Receipt})
    figures = [one.name for one in Tally._meta.fields if one.get_internal_type() == "IntegerField"]
    Tally.objects.update(**{name: F(name) * times for name in figures})
    _run(_SAFE[connection.vendor])


def _copy(model: Any, times: int, copied: set[Any]) -> None:
    """All rows of a table, ``times - 1`` times more."""
    columns = {one.column: _value(one, copied) for one in model._meta.concrete_fields if not _numbered(one)}
    if model._meta.db_table == "search_entry":
        columns |= _found_by()
    numbers = f"WITH RECURSIVE n(j) AS (SELECT 1 UNION ALL SELECT j + 1 FROM n WHERE j < {times - 1})"  # noqa: S608
    into, values = ", ".join(f'"{one}"' for one in columns), ", ".join(columns.values())
    table, key = model._meta.db_table, model._meta.pk.column
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f'{numbers} INSERT INTO {table} ({into}) SELECT {values} FROM {table}, n ORDER BY "{key}", j')  # noqa: S608


def _found_by() -> dict[str, str]:
    """What a copy is found by: the words of its first and its own code."""
    code = f"lower({_CODE[connection.vendor].format('tokens')})"
    columns = {"tokens": f"{code} || substr(tokens, {_LONG + 1})"}
    if connection.vendor == "postgresql":
        first = f"substr(tokens, 1, {_LONG})"
        columns["vector"] = f"replace(vector::text, quote_literal({first}), quote_literal({code}))::tsvector"
    return columns


def _numbered(field: Any) -> bool:
    return field.primary_key and field.get_internal_type() == "BigAutoField"


def _value(field: Any, copied: set[Any]) -> str:
    """SQL for a column of the copy."""
    column = f'"{field.column}"'
    leads_to_copy = field.related_model in copied if field.related_model else field.column in ("case_id", "object_id")
    if field.primary_key or leads_to_copy:
        return _KEY[connection.vendor].format(column)
    return _CODE[connection.vendor].format(column) if field.unique else column


@contextmanager
def _indexed_afterwards(table: str) -> Iterator[None]:
    """The table's indexes are made at once when all rows are there: row by row they cost several times as much."""
    with connection.cursor() as cursor:
        cursor.execute(_INDEXES[connection.vendor], [table])
        indexes = cursor.fetchall()
    _run(f'DROP INDEX "{name}"' for name, _sql in indexes)
    yield
    _run(sql for _name, sql in indexes)


def _run(statements: Iterable[str]) -> None:
    with connection.cursor() as cursor:
        for one in statements:
            cursor.execute(one)
