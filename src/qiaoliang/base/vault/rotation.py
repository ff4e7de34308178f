"""Sealing everything with the newest key, in small steps, while the house is open."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import models, transaction

from qiaoliang.base.core import keys
from qiaoliang.base.vault import fields
from qiaoliang.base.vault.models import SEALED, Contact, Reveal

STEP = 200
#: model → the columns that are sealed, without ``_sealed``
PLACES: dict[type[models.Model], Sequence[str]] = {Contact: SEALED, Reveal: ("note",)}


def left() -> int:
    """How many rows are still sealed with an older key."""
    return sum(_old(model).count() for model in PLACES)


@transaction.atomic
def step() -> int:
    """Reseal up to STEP rows of each table; how many were touched. Rows are locked, so no edit is overwritten."""
    return sum(_reseal(model, columns) for model, columns in PLACES.items())


def _old(model: type[models.Model]) -> models.QuerySet[Any]:
    return model._default_manager.exclude(key_id=keys.newest(fields.PURPOSE))


def _reseal(model: type[models.Model], columns: Sequence[str]) -> int:
    rows = list(_old(model).select_for_update().order_by("pk")[:STEP])
    for row in rows:
        for column in columns:
            _reseal_one(row, column)
        row.key_id = keys.newest(fields.PURPOSE)
        row.save(update_fields=["key_id", *(f"{column}_sealed" for column in columns)])
    return len(rows)


def _reseal_one(row: Any, column: str) -> None:
    blob = getattr(row, f"{column}_sealed")
    if blob is not None:
        text = fields.unseal_text(row._meta.db_table, row.pk, column, blob)
        setattr(row, f"{column}_sealed", fields.seal_text(row._meta.db_table, row.pk, column, text))
