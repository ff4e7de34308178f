"""Writing the catalogue: a file becomes the next version. Nothing is deleted; what changes gets a new row."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from qiaoliang.base.audit import actions as audit
from qiaoliang.base.catalog import queries, rows
from qiaoliang.base.catalog.file import SHIPPED, CatalogFile, Key, Values, read, text_of
from qiaoliang.base.catalog.models import CatalogVersion
from qiaoliang.base.core import clock
from qiaoliang.base.core.errors import Refusal
from qiaoliang.base.core.who import Who


@dataclass(frozen=True, slots=True)
class Changes:
    """What a file would change, each entry as "table:code"; with ``problems`` nothing can be loaded.

    ``version`` is the number of the version that was made, None for a preview or where nothing changed.
    """

    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    withdrawn: tuple[str, ...] = ()
    problems: tuple[str, ...] = ()
    version: int | None = None
    valid_from: datetime | None = None

    def __bool__(self) -> bool:
        return bool(self.added or self.changed or self.withdrawn)


def preview(file: Path | str) -> Changes:
    """What loading the file (its path, or its text) would change; nothing is written."""
    found = read(text_of(file))
    return Changes(problems=found.problems) if found.problems else _compare(found)[0]


@transaction.atomic
def load(file: Path | str, who: Who, valid_from: datetime | None = None) -> Changes:
    """Make the file the catalogue, from ``valid_from`` (aware) or the day it names, but never before now where a version is
    already in use. Entries that the file no longer has are withdrawn: they end, and stay readable for the cases that use them.

    Refusal with every problem as a sentence, one a line, where the file is not sound or a later version is already planned.
    """
    found = read(text_of(file))
    if found.problems:
        raise Refusal("\n".join(found.problems), code="catalog-file")
    latest = CatalogVersion.objects.select_for_update().order_by("-number").first()
    changes, old = _compare(found)
    if not changes:
        return changes
    version = _version(found, latest, valid_from)
    _write(found.entries, old, changes, version)
    audit.record(who, "catalog.load", version, fields=_audited(changes), refs=_counts(changes))
    queries.history.changed()
    return replace(changes, version=version.number, valid_from=version.valid_from)


def load_shipped(who: Who) -> Changes:
    """The catalogue that comes with the product, where there is none yet; an office's own is never touched."""
    if CatalogVersion.objects.exists():
        return Changes()
    return load(SHIPPED, who)


def _compare(found: CatalogFile) -> tuple[Changes, Mapping[Key, rows.Held]]:
    old, new = rows.held(), found.entries
    changes = Changes(
        added=tuple(_named(key) for key in new if key not in old),
        changed=tuple(_named(key) for key in new if key in old and rows.differ(old[key], new[key])),
        withdrawn=tuple(_named(key) for key in old if key not in new),
    )
    return changes, old


def _named(key: Key) -> str:
    return f"{key[0]}:{'.'.join(key[1])}"


def _version(found: CatalogFile, latest: CatalogVersion | None, wanted: datetime | None) -> CatalogVersion:
    now = clock.now()
    start = wanted or datetime.combine(found.valid_from or clock.today(), time(), clock.ZONE)
    if latest is None:
        return _make(found, 1, start)
    if latest.valid_from > max(now, start):
        raise Refusal(
            _("A version that holds from %(day)s is already loaded. Choose a later day for this one.")
            % {"day": clock.localtime(latest.valid_from).strftime("%Y-%m-%d %H:%M")},
            code="catalog-planned",
        )
    return _make(found, latest.number + 1, max(start, now, latest.valid_from + timedelta(microseconds=1)))


def _make(found: CatalogFile, number: int, valid_from: datetime) -> CatalogVersion:
    return CatalogVersion.objects.create(
        number=number, label=found.version, valid_from=valid_from, source=found.source, certainty=found.certainty
    )


def _write(new: Mapping[Key, Values], old: Mapping[Key, rows.Held], changes: Changes, version: CatalogVersion) -> None:
    touched = {*changes.added, *changes.changed, *changes.withdrawn}
    rows.end([held for key, held in old.items() if _named(key) in touched], version.valid_from)
    places = {key: place for place, key in enumerate(new)}
    rows.add({key: values for key, values in new.items() if _named(key) in touched}, places, version.valid_from)
    rows.reorder(old, {key: place for key, place in places.items() if _named(key) not in touched})


def _audited(changes: Changes) -> list[str]:
    """The entries' codes; a first loading would list everything, so it is told by the counts alone."""
    named = [*changes.added, *changes.changed, *changes.withdrawn]
    return named if len(named) <= 200 else []


def _counts(changes: Changes) -> dict[str, Any]:
    return {name: len(getattr(changes, name)) for name in ("added", "changed", "withdrawn")}
