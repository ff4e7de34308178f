"""Writing the catalogue: a file, or a few entries changed, become the next version. Nothing that ever held is deleted; what
changes gets a new row. A version that does not hold yet may be taken back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from qiaoliang.base.audit import actions as audit
from qiaoliang.base.catalog import queries, registry, rows
from qiaoliang.base.catalog.file import SHIPPED, CatalogFile, Key, Values, faults, read, text_of
from qiaoliang.base.catalog.models import CatalogVersion
from qiaoliang.base.core import clock
from qiaoliang.base.core.errors import Refusal, Stale
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


#: an entry as it is to be, None where it is to be withdrawn
Edits = Mapping[Key, Values | None]


@dataclass(frozen=True, slots=True)
class Difference:
    """An entry as it was and as it is to be; None: it was not there, or is withdrawn."""

    key: Key
    before: Values | None
    after: Values | None

    def as_row(self) -> list[Any]:
        """As the version keeps it."""
        return [self.key[0], list(self.key[1]), _storable(self.before), _storable(self.after)]

    @classmethod
    def of(cls, row: list[Any]) -> Difference:
        """As it was kept."""
        return cls((row[0], tuple(row[1])), row[2], row[3])

    @property
    def fields(self) -> list[str]:
        """The columns that differ; all of an entry that comes or goes."""
        before, after = self.before or {}, self.after or {}
        return [name for name in {**before, **after} if before.get(name) != after.get(name)]


def intended(differences: Iterable[Difference]) -> registry.Intended:
    """What of it would give open cases other dates, for :func:`registry.foreseen`."""
    mine = [one for one in differences if rows.moves_dates(one.key[0], one.before, one.after)]
    after = [(one.key, one.after or {}) for one in mine]
    return registry.Intended(
        terms=tuple(
            registry.Term(key[1][0], key[1][1], new["amount"], new["unit"]) for key, new in after if key[0] == "step"
        ),
        categories={key[1][0]: new["clocks"] for key, new in after if key[0] == "category"},
    )


def proposed(edits: Edits) -> list[Difference]:
    """What these edits would change, entry by entry. Refusal where the entries do not fit together."""
    old = rows.held()
    entries = changed(old, edits)
    problems = faults(entries)
    if problems:
        raise Refusal("\n".join(problems), code="catalog-file")
    return _differences(_edited(edits, old), old, entries)


def _storable(values: Values | None) -> dict[str, Any] | None:
    if values is None:
        return None
    return {name: str(one) if isinstance(one, Decimal) else one for name, one in values.items()}


def _differences(changes: Changes, old: Mapping[Key, rows.Held], new: Mapping[Key, Values]) -> list[Difference]:
    touched = {*changes.added, *changes.changed, *changes.withdrawn}
    keys = [*new, *(key for key in old if key not in new)]
    return [
        Difference(key, old[key].values if key in old else None, new.get(key)) for key in keys if _named(key) in touched
    ]


def preview(file: Path | str) -> Changes:
    """What loading the file (its path, or its text) would change; nothing is written."""
    found = read(text_of(file))
    return Changes(problems=found.problems) if found.problems else _compare(found)[0]


def differences(file: Path | str) -> list[Difference]:
    """What loading the file would change, entry by entry. Refusal where it is not sound."""
    found = read(text_of(file))
    if found.problems:
        raise Refusal("\n".join(found.problems), code="catalog-file")
    changes, old = _compare(found)
    return _differences(changes, old, found.entries)


@transaction.atomic
def load(
    file: Path | str, who: Who, valid_from: datetime | None = None, *, why: str = "", recounts: bool = False
) -> Changes:
    """Make the file the catalogue, from ``valid_from`` (aware) or the day it names, but never before now where a version is
    already in use. Entries that the file no longer has are withdrawn: they end, and stay readable for the cases that use them.

    Refusal with every problem as a sentence, one a line, where the file is not sound or a later version is already planned.
    With ``recounts`` its terms hold for open cases, too, which are counted again.
    """
    found = read(text_of(file))
    if found.problems:
        raise Refusal("\n".join(found.problems), code="catalog-file")
    latest = _hold()
    changes, old = _compare(found)
    if not changes:
        return changes
    version = _version(found, latest, valid_from)
    version.why, version.author = why, who.id if who.kind == "account" else None
    version.changes = [one.as_row() for one in _differences(changes, old, found.entries)] if latest else []
    version.save(update_fields=["why", "author", "changes"])
    _write(found.entries, old, changes, version, recounts=recounts)
    audit.record(who, "catalog.load", version, fields=_audited(changes), refs=_counts(changes))
    return _told(changes, version, recounts=recounts)


@transaction.atomic
def change(
    who: Who,
    edits: Edits,
    *,
    seen: Mapping[Key, UUID | None],
    why: str,
    valid_from: datetime | None = None,
    recounts: bool = False,
) -> Changes:
    """The catalogue with these entries changed, added (a key that is not there) or withdrawn, as the next version.

    ``seen`` names the row that each entry was when it was opened (None: none). Stale, with the entry as it is now, where
    somebody else has changed it since; Refusal where the entries do not fit together or nothing would change."""
    latest, old = _hold(), rows.held()
    if latest is None:
        raise Refusal(_("There is no catalogue yet. Load one first."), code="catalog-none")
    check_seen(seen, old)
    entries = changed(old, edits)
    problems = faults(entries)
    if problems:
        raise Refusal("\n".join(problems), code="catalog-file")
    changes = _edited(edits, old)
    if not changes:
        raise Refusal(_("Nothing is changed. Change something, or go back."), code="catalog-same")
    found = CatalogFile(latest.label, None, latest.source, latest.certainty, entries)
    version = _version(found, latest, valid_from or clock.now())
    version.label = f"{clock.localtime(version.valid_from).date().isoformat()}-{version.number}"
    version.why, version.author = why, who.id if who.kind == "account" else None
    version.changes = [one.as_row() for one in _differences(changes, old, entries)]
    version.save(update_fields=["label", "why", "author", "changes"])
    touched = {key for key in edits if _named(key) in {*changes.added, *changes.changed, *changes.withdrawn}}
    rows.end([old[key] for key in touched if key in old], version.valid_from)
    new = {key: values for key in edits if key in touched and (values := edits[key]) is not None}
    rows.add(new, _places(new, old), version.valid_from, _recounting(old, new) if recounts else ())
    audit.record(who, "catalog.change", version, fields=_audited(changes), refs=_counts(changes))
    return _told(changes, version, recounts=recounts)


@transaction.atomic
def take_back(who: Who, version: CatalogVersion, *, why: str) -> None:
    """Withdraw a version that does not hold yet; the last planned one goes first. It stays in the list, with who and why."""
    latest, ahead = _hold(), queries.planned()
    if latest is None or ahead is None or version.valid_from <= clock.now() or version.withdrawn:
        raise Refusal(_("This version holds already, or was withdrawn before. Write a new one."), code="catalog-holds")
    if ahead.pk != version.pk:
        raise Refusal(
            _("A later version rests on this one. Withdraw version %(number)d first.") % {"number": ahead.number},
            code="catalog-order",
        )
    back = [Difference.of(row) for row in version.changes]
    made = CatalogVersion.objects.create(
        number=latest.number + 1,
        label=version.label,
        valid_from=clock.now(),
        source=version.source,
        certainty=version.certainty,
        why=why,
        author=who.id if who.kind == "account" else None,
        changes=[Difference(one.key, one.after, one.before).as_row() for one in back],
    )
    rows.take_back(version.valid_from)
    CatalogVersion.objects.filter(pk=version.pk).update(withdrawn=made.number)
    audit.record(who, "catalog.take_back", version, refs={"by": made.number})
    queries.history.changed()


def _hold() -> CatalogVersion | None:
    """The version with the highest number, locked: two who write wait for each other."""
    newest = CatalogVersion.objects.order_by("-number")
    newest.select_for_update().first()
    return newest.first()


def check_seen(seen: Mapping[Key, UUID | None], old: Mapping[Key, rows.Held]) -> None:
    """Stale, with the entry as it is now, where one is no longer the row that was seen."""
    for key, row in seen.items():
        held = old.get(key)
        if (held.row.pk if held else None) != row:
            raise Stale(
                _("Somebody else has changed this since you opened it. Both are shown: take over what you need."),
                theirs=dict(held.values) if held else None,
            )


def changed(old: Mapping[Key, rows.Held], edits: Edits) -> dict[Key, Values]:
    """The entries as they would be."""
    entries: dict[Key, Values] = {key: held.values for key, held in old.items()}
    for key, values in edits.items():
        if values is None:
            entries.pop(key, None)
        else:
            entries[key] = values
    return entries


def _edited(edits: Edits, old: Mapping[Key, rows.Held]) -> Changes:
    return Changes(
        added=tuple(_named(key) for key, values in edits.items() if values is not None and key not in old),
        changed=tuple(
            _named(key) for key, new in edits.items() if new is not None and key in old and rows.differ(old[key], new)
        ),
        withdrawn=tuple(_named(key) for key, values in edits.items() if values is None and key in old),
    )


def _recounting(old: Mapping[Key, rows.Held], new: Mapping[Key, Values]) -> set[Key]:
    return {key for key in new if key in old and rows.moves_dates(key[0], old[key].values, new[key])}


def _places(new: Mapping[Key, Values], old: Mapping[Key, rows.Held]) -> dict[Key, int]:
    """Where an entry stands: where it stood, a new one at the end."""
    end = max((held.row.place for held in old.values()), default=0)
    return {key: old[key].row.place if key in old else end + number for number, key in enumerate(new, 1)}


def _told(changes: Changes, version: CatalogVersion, *, recounts: bool) -> Changes:
    queries.history.changed()
    if recounts:
        registry.tell(version.number, version.valid_from)
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
    last = CatalogVersion.objects.filter(withdrawn=None).order_by("-valid_from").first() or latest
    check_start(last, max(now, start))
    return _make(found, latest.number + 1, max(start, now, last.valid_from + timedelta(microseconds=1)))


def check_start(last: CatalogVersion | None, start: datetime) -> None:
    """Refusal where ``last`` (the version planned last) holds only after ``start``: versions follow each other."""
    if last is not None and last.valid_from > start:
        raise Refusal(
            _(
                "A version that holds from %(day)s is already loaded. Choose a later day for this one, or withdraw that one."
            )
            % {"day": clock.localtime(last.valid_from).strftime("%Y-%m-%d %H:%M")},
            code="catalog-planned",
            field="start",
        )


def _make(found: CatalogFile, number: int, valid_from: datetime) -> CatalogVersion:
    return CatalogVersion.objects.create(
        number=number, label=found.version, valid_from=valid_from, source=found.source, certainty=found.certainty
    )


def _write(
    new: Mapping[Key, Values],
    old: Mapping[Key, rows.Held],
    changes: Changes,
    version: CatalogVersion,
    *,
    recounts: bool = False,
) -> None:
    touched = {*changes.added, *changes.changed, *changes.withdrawn}
    rows.end([held for key, held in old.items() if _named(key) in touched], version.valid_from)
    places = {key: place for place, key in enumerate(new)}
    mine = {key: values for key, values in new.items() if _named(key) in touched}
    rows.add(mine, places, version.valid_from, _recounting(old, mine) if recounts else ())
    rows.reorder(old, {key: place for key, place in places.items() if _named(key) not in touched})


def _audited(changes: Changes) -> list[str]:
    """The entries' codes; a first loading would list everything, so it is told by the counts alone."""
    named = [*changes.added, *changes.changed, *changes.withdrawn]
    return named if len(named) <= 200 else []


def _counts(changes: Changes) -> dict[str, Any]:
    return {name: len(getattr(changes, name)) for name in ("added", "changed", "withdrawn")}
