"""Reading imports."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, time
from itertools import islice
from typing import Any, TypeVar

from django.db.models import Q, QuerySet

from qiaoliang.base.access import queries as access
from qiaoliang.base.access.actor import Actor
from qiaoliang.base.catalog import queries as catalog
from qiaoliang.base.core import clock
from qiaoliang.base.districts import queries as districts
from qiaoliang.base.vault import phones
from qiaoliang.base.workdays import queries as workdays
from qiaoliang.ui.words import either
from qiaoliang.work.cases import masking
from qiaoliang.work.cases.choices import State as CaseState
from qiaoliang.work.cases.imports import rules, sealing
from qiaoliang.work.cases.imports.choices import PERSONAL, Field, RowState, State
from qiaoliang.work.cases.imports.columns import is_personal
from qiaoliang.work.cases.imports.models import Import, Row
from qiaoliang.work.cases.models import Case

T = TypeVar("T")
#: the same matter may come in again
GONE = (CaseState.WITHDRAWN, CaseState.TAKEN_BACK)


def visible_to(actor: Actor) -> QuerySet[Import]:
    """Imports of the units in reach, and one's own."""
    reach = access.reach(actor, "cases.import")
    if reach.everywhere:
        return Import.objects.all()
    return Import.objects.filter(Q(by_organization__in=reach.organizations) | Q(by_account=actor.who.id))


@dataclass(frozen=True)
class Checker:
    """What every row is checked against, read once for the whole table."""

    columns: Mapping[str, str]
    categories: Mapping[str, str]
    now: datetime
    earliest: datetime
    area_code: str

    def check(self, cells: Mapping[str, str]) -> rules.Checked:
        """Check the cells of a row, by heading."""
        return rules.check(
            by_field(cells, self.columns),
            self.categories,
            now=self.now,
            earliest=self.earliest,
            area_code=self.area_code,
        )


def checker(columns: Mapping[str, str]) -> Checker:
    """The catalogue's categories, the calendar's beginning and the time as they are now."""
    rows = {row.code: (row.name, row.name_en) for row in catalog.categories() if row.parent_code}
    earliest = datetime.combine(workdays.calendar().first, time(), clock.ZONE)
    area_code = str(districts.profile().get("area_code", ""))
    return Checker(columns, rules.category_names(rows), clock.now(), earliest, area_code)


def by_field(cells: Mapping[str, str], columns: Mapping[str, str]) -> dict[str, str]:
    """The cells by what their columns mean."""
    return {field: cells.get(heading, "") for heading, field in columns.items() if field}


def in_parts(things: Iterable[T], size: int = 500) -> Iterator[list[T]]:
    """Lists of at most ``size``: databases limit the values of one question."""
    rest = iter(things)
    while part := list(islice(rest, size)):
        yield part


def codes_by_number(numbers: Iterable[str]) -> dict[str, str]:
    """number in the other system → code of the case that has it, for numbers that are stored. Those of :data:`GONE` do
    not count."""
    found: dict[str, str] = {}
    for part in in_parts(numbers):
        cases = Case.objects.filter(external_id__in=part).exclude(state__in=GONE)
        found.update(cases.values_list("external_id", "code"))
    return found


def codes_by_text(texts: Iterable[str]) -> dict[str, str]:
    """text → code of a case that says just this. Those of :data:`GONE` do not count."""
    found: dict[str, str] = {}
    for part in in_parts(texts, 100):
        cases = Case.objects.filter(text__in=part).exclude(state__in=GONE)
        found.update(cases.values_list("text", "code"))
    return found


def codes_by_digest(digests: Iterable[bytes]) -> dict[bytes, str]:
    """digest of text and person → code of the case that an earlier import made of it."""
    found: dict[bytes, str] = {}
    for part in in_parts(digests):
        rows = Row.objects.filter(digest__in=part, state=RowState.IMPORTED)
        found.update((bytes(digest), code) for digest, code in rows.values_list("digest", "case__code"))
    return found


def sample(batch: Import, count: int = 5) -> list[dict[str, Any]]:
    """The first rows as the table has them, with personal cells masked: number and cells in the order of the headings."""
    return [
        {"number": row.number, "cells": [_shown(sealing.cells(row), heading, batch) for heading in batch.headings]}
        for row in batch.rows.all()[:count]
    ]


def _shown(cells: Mapping[str, str], heading: str, batch: Import) -> str:
    value, field = cells.get(heading, ""), batch.columns.get(heading)
    if field in PERSONAL or (field is None and (is_personal(heading) or looks_personal(value))):
        return masked(value)
    value = masking.covered(value)
    return value if len(value) <= 60 else value[:59] + "…"


def looks_personal(value: str) -> bool:
    """A telephone or identity number, in a column that nobody has named."""
    return phones.normalised(value) is not None or re.fullmatch(r"\s*\d{15}(\d\d[\dXx])?\s*", value) is not None


def masked(value: str) -> str:
    """张**, 138****1234: enough to see whether the column is the right one."""
    value = value.strip()
    if len(value) >= 7:
        return f"{value[:3]}****{value[-4:] if value[-4:].isdigit() else ''}"
    return value[:1] + "**" if value else ""


def problems(batch: Import, *, most: int | None = 50) -> list[dict[str, Any]]:
    """Rows that are not fit, with why and what to do, by number."""
    rows = batch.rows.filter(state__in=(RowState.BAD, RowState.DOUBLE)).defer("sealed")
    return [
        {
            "number": row.number,
            "state": row.get_state_display(),
            "why": either("", " ").join(rules.sentence(code, found) for code, found in row.problems),
        }
        for row in rows[:most]
    ]


def first_lines(batch: Import, count: int = 3) -> list[str]:
    """Texts of the first good rows, as others will read the case's text."""
    check = checker(batch.columns).check
    return [
        masking.covered(check(sealing.cells(row)).text)[:200] for row in batch.rows.filter(state=RowState.GOOD)[:count]
    ]


def touched(batch: Import) -> QuerySet[Case]:
    """Cases of the import that somebody has worked on: they stand elsewhere than at the beginning, or have changed."""
    mine = Case.objects.filter(pk__in=batch.rows.filter(state=RowState.IMPORTED).values("case"))
    return mine.filter(~Q(state=CaseState.SUBMITTED) | Q(version__gt=1))


def untouched(batch: Import) -> QuerySet[Row]:
    """Rows whose cases are as the import left them."""
    return batch.rows.filter(state=RowState.IMPORTED, case__state=CaseState.SUBMITTED, case__version=1)


def is_touched(case: Case) -> bool:
    """As :func:`touched` has it, of one case that is held."""
    return case.state != CaseState.SUBMITTED or case.version > 1


def same_file(sha256: str) -> Import | None:
    """The last import of the very same file that was not taken back."""
    found = Import.objects.filter(sha256=sha256).exclude(state=State.UNDONE)
    return found.order_by("-id").first()


def unknown_categories(batch: Import, look_at: int = 500) -> list[tuple[str, int]]:
    """Names of categories that the catalogue does not have, among the first rows, with how often; the commonest first."""
    check = checker(batch.columns).check
    found = (check(sealing.cells(row)) for row in batch.rows.filter(state=RowState.GOOD)[:look_at])
    return Counter(row.unknown_category[:40] for row in found if row.unknown_category).most_common(10)


def needed_columns(columns: Mapping[str, str]) -> list[str]:
    """Fields that no column gives although every case needs them."""
    return [] if Field.TEXT in columns.values() else [Field.TEXT]
