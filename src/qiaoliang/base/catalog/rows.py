"""Entries of a file against rows of the tables."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from qiaoliang.base.catalog.file import Key, Values
from qiaoliang.base.catalog.models import Entry
from qiaoliang.base.catalog.schema import STEP, TABLES, Table

_BY_NAME: dict[str, Table] = {**TABLES, STEP.name: STEP}
#: columns whose change may move the dates of open cases, by table
RECOUNTING: Mapping[str, tuple[str, ...]] = {"category": ("clocks",), STEP.name: ("amount", "unit")}


@dataclass(frozen=True, slots=True)
class Held:
    """A row that has no end yet, with its values as a file would say them."""

    row: Entry
    values: Values


def held() -> dict[Key, Held]:
    """The catalogue as it was loaded last, by (table, key)."""
    found: dict[Key, Held] = {}
    for name, table in _BY_NAME.items():
        manager: Any = table.model._default_manager
        for row in manager.filter(valid_to=None).order_by("place"):
            found[name, row.key] = Held(row, {column: getattr(row, column) for column in columns(name)})
    return found


def columns(name: str) -> list[str]:
    """The columns of a table that a file fills."""
    return [rule.column or key for key, rule in _BY_NAME[name].fields.items()] + (
        ["clocks", "code"] if name == "step" else []
    )


def differ(old: Held, new: Values) -> bool:
    """Does the file say something else than the row?"""
    return any(old.values[column] != value for column, value in new.items())


def moves_dates(name: str, old: Values | None, new: Values | None) -> bool:
    """Does the change of an entry that was there give open cases other dates?"""
    columns = RECOUNTING.get(name, ())
    return old is not None and new is not None and any(old[column] != new[column] for column in columns)


def end(rows: Iterable[Held], at: datetime) -> None:
    """The rows hold until ``at``."""
    by_model: dict[type[Entry], list[Entry]] = defaultdict(list)
    for one in rows:
        by_model[type(one.row)].append(one.row)
    for model, found in by_model.items():
        manager: Any = model._default_manager
        manager.filter(pk__in=[row.pk for row in found]).update(valid_to=at)


def of(entries: Mapping[Key, Values]) -> list[Entry]:
    """The entries as rows that no table holds, in the file's order."""
    return [_BY_NAME[name].model(**values, place=place) for place, ((name, _key), values) in enumerate(entries.items())]


def add(entries: Mapping[Key, Values], places: Mapping[Key, int], at: datetime, recounts: Collection[Key] = ()) -> None:
    """New rows from ``at`` on; the terms of ``recounts`` hold for cases that are open already."""
    by_table: dict[str, list[Entry]] = defaultdict(list)
    for key, values in entries.items():
        also = {"recounts": True} if key in recounts else {}
        by_table[key[0]].append(_BY_NAME[key[0]].model(**values, **also, place=places[key], valid_from=at))
    for name, rows in by_table.items():
        manager: Any = _BY_NAME[name].model._default_manager
        manager.bulk_create(rows)


def reorder(old: Mapping[Key, Held], places: Mapping[Key, int]) -> None:
    """Rows that say the same but stand elsewhere in the file move; order is no rule, so it makes no version."""
    by_model: dict[type[Entry], list[Entry]] = defaultdict(list)
    for key, place in places.items():
        row = old[key].row
        if row.place != place:
            row.place = place
            by_model[type(row)].append(row)
    for model, rows in by_model.items():
        manager: Any = model._default_manager
        manager.bulk_update(rows, ["place"])


def take_back(at: datetime) -> None:
    """Undo what was to hold from ``at``: its rows go, those it would have ended have no end any more."""
    for table in _BY_NAME.values():
        manager: Any = table.model._default_manager
        manager.filter(valid_from=at).delete()
        manager.filter(valid_to=at).update(valid_to=None)
