"""New rows, whose statement is put together once.

Django writes an INSERT anew for each row and asks each value several times what it is: of a new case, which is twelve rows, that was an
eighth of all the work. The text kept here is Django's own, as it wrote it for the first row. Of the values those are taken as they are which are
of the very type that their column holds; all others are made by Django. What is more than values (an expression, a conflict that is
passed over), and more rows at once than a few, is left to Django whole."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial
from importlib import import_module
from itertools import chain
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection, models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.base.operations import BaseDatabaseOperations

#: the compilers that Django would take; this module stands in for theirs, and they go by these names
_theirs = import_module(type(connection.ops).compiler_module)
SQLCompiler, SQLAggregateCompiler = _theirs.SQLCompiler, _theirs.SQLAggregateCompiler
SQLDeleteCompiler, SQLUpdateCompiler = _theirs.SQLDeleteCompiler, _theirs.SQLUpdateCompiler

#: of more rows at once than this each number would be kept for itself
AT_ONCE = 20
#: what a column holds
_HOLDS: dict[type[models.Field[Any, Any]], type | tuple[type, ...]] = {
    models.CharField: str,
    models.TextField: str,
    models.BooleanField: bool,
    models.UUIDField: UUID,
    models.BinaryField: bytes,
    models.JSONField: (dict, list),
    models.DateTimeField: datetime,
    models.IntegerField: int,
    models.BigIntegerField: int,
    models.PositiveIntegerField: int,
    models.PositiveSmallIntegerField: int,
}
_MISSING = object()
Make = Callable[[Any], Any]


class _Column(NamedTuple):
    """A value that the column ``holds`` is sent as what ``make`` makes of it, or as it is."""

    name: str
    field: models.Field[Any, Any]
    holds: type | tuple[type, ...]
    make: Make | None


class _Kept(NamedTuple):
    """The statement for as many rows of these ``fields``; ``by_column``: PostgreSQL takes many rows as a list for each column."""

    text: str
    fields: list[models.Field[Any, Any]]
    columns: list[_Column]
    by_column: bool
    returning: Any
    returning_params: Any


#: (database, model, how many rows) → the statement. Which columns are written is nearly always the same; for others it is put
#: together anew
_kept: dict[tuple[str, type[models.Model], int], _Kept] = {}


class SQLInsertCompiler(_theirs.SQLInsertCompiler):  # type: ignore[misc]  # which one is known only here
    """Django's, which keeps what it wrote."""

    def as_sql(self) -> list[tuple[str, Any]]:
        query = self.query
        if query.raw or query.on_conflict or not query.fields or not 0 < len(query.objs) <= AT_ONCE:
            return self._as_ever()
        key = (self.connection.vendor, query.model, len(query.objs))
        kept = _kept.get(key)
        if kept is None or kept.fields != query.fields or kept.returning != self.returning_fields:
            return self._first(key)
        rows = [_values(kept.columns, row, self) for row in query.objs]
        if None in rows:
            return self._as_ever()
        self.returning_params = kept.returning_params
        return [(kept.text, _in_order(rows, kept.by_column))]

    def _as_ever(self) -> list[tuple[str, Any]]:
        return list(super().as_sql())

    def _first(self, key: tuple[str, type[models.Model], int]) -> list[tuple[str, Any]]:
        """As Django writes it; kept where each column is a place for one value."""
        fields = list(self.query.fields)
        columns = [_column(one, self.connection) for one in fields]
        rows = [_values(columns, row, self) for row in self.query.objs]
        made = self._as_ever()  # last: a field that writes itself has in the row what is sent
        if len(made) != 1 or None in rows or any(_has_place_of_its_own(one, self.connection) for one in fields):
            return made
        by_column = len(rows) > 1 and len(made[0][1]) == len(fields)
        if by_column or len(made[0][1]) == len(fields) * len(rows):
            _kept[key] = _Kept(made[0][0], fields, columns, by_column, self.returning_fields, self.returning_params)
        return made


def _values(columns: list[_Column], row: models.Model, compiler: SQLInsertCompiler) -> list[Any] | None:
    """What goes to the database, in the order of the columns; None where one of them is more than a value."""
    known, values = row.__dict__, []
    for name, field, holds, make in columns:
        value = known.get(name, _MISSING)
        if value is None and holds:
            values.append(None)
        elif isinstance(value, holds) and (value.__class__ is holds or holds is not int):
            values.append(value if make is None else make(value))
        else:
            value = compiler.pre_save_val(field, row)
            if hasattr(value, "resolve_expression"):
                return None
            values.append(compiler.prepare_value(field, value))
    return values


def _in_order(rows: list[list[Any]], by_column: bool) -> tuple[Any, ...]:
    return tuple(list(one) for one in zip(*rows, strict=True)) if by_column else tuple(chain.from_iterable(rows))


def _column(field: models.Field[Any, Any], connection: BaseDatabaseWrapper) -> _Column:
    """A reference holds what the column that it refers to holds. A moment that is written by itself is left to Django."""
    end = field.target_field if isinstance(field, models.ForeignKey) else field
    by_itself = getattr(field, "auto_now", False) or getattr(field, "auto_now_add", False)
    holds = () if by_itself else _HOLDS.get(type(end), ())
    ops, make = connection.ops, None
    if holds is UUID and not connection.features.has_native_uuid_field:
        make = _hex
    elif holds is bytes:
        make = connection.Database.Binary  # type: ignore[attr-defined]
    elif holds is datetime:
        make = ops.adapt_datetimefield_value
    elif isinstance(end, models.JSONField):
        make = partial(ops.adapt_json_value, encoder=end.encoder)
    elif holds is int and type(ops).adapt_integerfield_value is not BaseDatabaseOperations.adapt_integerfield_value:
        holds = ()
    return _Column(field.attname, field, holds, make)


def _has_place_of_its_own(field: models.Field[Any, Any], connection: BaseDatabaseWrapper) -> bool:
    """Whether what stands for a value of the field may be more than the place for it."""
    if isinstance(field, models.BinaryField):
        return type(connection.ops).binary_placeholder_sql is not BaseDatabaseOperations.binary_placeholder_sql
    return hasattr(field, "get_placeholder")


def _hex(value: UUID) -> str:
    return value.hex


def put_together_once() -> None:
    """Have Django take the compilers of this module. Before the first question is asked."""
    type(connection.ops).compiler_module = __name__
