"""Everything the database and the data folder hold, to look for words that should be gone."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.db import connection
from django.db.models import BinaryField

from qiaoliang.base.vault import fields
from qiaoliang.base.vault.models import SEALED, Contact, Reveal


def text() -> str:
    """All rows of all tables as text, the index's own tables included, and all that is sealed, opened."""
    return "\n".join([*_rows(), *_opened()])


def _rows() -> list[str]:
    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608 - names come from the database itself
            found += [_said(row) for row in cursor.fetchall()]
    return found


def _said(row: Any) -> str:
    return " ".join(
        bytes(one).decode(errors="replace") if isinstance(one, bytes | memoryview) else str(one) for one in row
    )


def _opened() -> list[str]:
    found = []
    for model, columns in ((Contact, SEALED), (Reveal, ("note",))):
        for row in model._default_manager.all():
            for column in columns:
                blob = getattr(row, f"{column}_sealed")
                if blob:
                    found.append(fields.unseal_text(model._meta.db_table, row.pk, column, bytes(blob)))
    return found


def sealed_columns() -> set[str]:
    """Where bytes are kept at all: a new column fails the test that names them, so that it is thought of."""
    return {
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models()
        for field in model._meta.concrete_fields
        if isinstance(field, BinaryField)
    }
