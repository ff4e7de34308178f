"""Rows of one case, by queries that are put together once a process: the histories ask the same many thousands of times."""

from __future__ import annotations

from functools import cache
from typing import Any, TypeVar

from django.db import connection
from django.db.models import Model
from django.db.models.sql.compiler import SQLCompiler

Row = TypeVar("Row", bound=Model)
Raw = list[tuple[Any, ...]]


@cache
def _asked(model: type[Model], column: str) -> tuple[SQLCompiler, str, dict[int, Any]]:
    """What runs the query for the rows with one value in ``column``, by id; its SQL; what makes Python's values."""
    compiler = model._default_manager.filter(**{column: "0" * 32}).order_by("pk").query.get_compiler("default")
    sql, given = compiler.as_sql()
    assert len(given) == 1, f"{model.__name__}.{column} is asked with more than one value"
    return compiler, sql, compiler.get_converters([chosen for chosen, _sql, _alias in compiler.select])


def raw(model: type[Model], column: str, value: Any) -> Raw:
    """The rows as the database has them, to be compared."""
    _compiler, sql, _converters = _asked(model, column)
    with connection.cursor() as cursor:
        cursor.execute(sql, [model._meta.get_field(column).get_db_prep_value(value, connection)])
        found: Raw = cursor.fetchall()
    return found


def objects(model: type[Row], column: str, found: Raw) -> list[Row]:
    """The same rows as objects."""
    compiler, _sql, converters = _asked(model, column)
    names = [field.attname for field in model._meta.concrete_fields]
    return [model.from_db("default", names, row) for row in compiler.apply_converters(found, converters)]


def rows(model: type[Row], column: str, value: Any) -> list[Row]:
    """The rows with this value in ``column``."""
    return objects(model, column, raw(model, column, value))
