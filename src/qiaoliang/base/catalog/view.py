"""The whole catalogue as it holds at one moment, joined in memory."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from copy import copy
from datetime import datetime
from functools import cached_property
from typing import Any, TypeVar, cast
from uuid import UUID

from qiaoliang.base.catalog.models import (
    Category,
    ClockSet,
    ClockStep,
    Consent,
    Duty,
    Entry,
    Reason,
    Referral,
    Rung,
    Template,
    Term,
    UnitKind,
)

E = TypeVar("E", bound=Entry)


class View:
    """Rows by code, in the order of the file. Treat them as read-only: they are shared by all requests."""

    def __init__(self, rows: Iterable[Entry]) -> None:
        self._rows: dict[type[Entry], list[Entry]] = defaultdict(list)
        for row in rows:
            mine = copy(row)
            mine.view = self
            self._rows[type(row)].append(mine)

    def _of(self, model: type[E]) -> list[E]:
        return cast("list[E]", self._rows[model])

    @cached_property
    def unit_kinds(self) -> dict[str, UnitKind]:
        """Kinds of organisations."""
        return {row.code: row for row in self._of(UnitKind)}

    @cached_property
    def categories(self) -> dict[str, Category]:
        """Both levels, each first level followed by its second level."""
        rows = {row.code: row for row in self._of(Category)}
        tops = [row for row in rows.values() if not row.parent_code]
        return {row.code: row for top in tops for row in (top, *self.below.get(top.code, []))}

    @cached_property
    def below(self) -> dict[str, list[Category]]:
        """The second level by the first's code."""
        found: dict[str, list[Category]] = defaultdict(list)
        for row in self._of(Category):
            if row.parent_code:
                found[row.parent_code].append(row)
        return dict(found)

    @cached_property
    def clock_sets(self) -> dict[str, ClockSet]:
        """Sets of terms."""
        return {row.code: row for row in self._of(ClockSet)}

    @cached_property
    def steps(self) -> dict[str, dict[str, ClockStep]]:
        """Terms by set and step."""
        found: dict[str, dict[str, ClockStep]] = defaultdict(dict)
        for row in self._of(ClockStep):
            found[row.clocks][row.code] = row
        return dict(found)

    @cached_property
    def rungs(self) -> dict[str, Rung]:
        """The ladder's rungs."""
        return {row.code: row for row in self._of(Rung)}

    @cached_property
    def terms(self) -> dict[str, Term]:
        """Terms that are no clock of a case."""
        return {row.code: row for row in self._of(Term)}

    @cached_property
    def duties(self) -> dict[str, Duty]:
        """Lines of the duty lists."""
        return {row.code: row for row in self._of(Duty)}

    @cached_property
    def referrals(self) -> dict[str, Referral]:
        """Bodies that a matter is referred to."""
        return {row.code: row for row in self._of(Referral)}

    @cached_property
    def reasons(self) -> dict[str, dict[str, Reason]]:
        """Reasons by list and code."""
        found: dict[str, dict[str, Reason]] = defaultdict(dict)
        for row in self._of(Reason):
            found[row.list][row.code] = row
        return dict(found)

    @cached_property
    def templates(self) -> dict[str, Template]:
        """Texts the product sends."""
        return {row.code: row for row in self._of(Template)}

    @cached_property
    def consents(self) -> dict[str, Consent]:
        """What people agree to."""
        return {row.code: row for row in self._of(Consent)}


class History:
    """Every row that ever held, and a view for each stretch of time between two changes."""

    def __init__(self, rows: Iterable[Entry]) -> None:
        self.rows = list(rows)
        moments = {row.valid_from for row in self.rows} | {row.valid_to for row in self.rows if row.valid_to}
        self.moments = sorted(moments)
        self._views: dict[datetime | None, View] = {}
        #: rows whose terms hold for cases that were open before them, by table and key, oldest first
        self.recounting: dict[tuple[type[Entry], tuple[Any, ...]], list[Entry]] = defaultdict(list)
        for row in sorted(self.rows, key=lambda row: row.valid_from):
            if getattr(row, "recounts", False):
                self.recounting[type(row), row.key].append(row)

    @cached_property
    def by_id(self) -> dict[UUID, Entry]:
        """Every row that ever held by its id, as other tables name it."""
        return {row.pk: row for row in self.rows}

    def at(self, moment: datetime) -> View:
        """The catalogue at that moment; before the first version, the first version."""
        start = max((one for one in self.moments if one <= moment), default=self.moments[0] if self.moments else None)
        if start not in self._views:
            self._views[start] = View(row for row in self.rows if start is not None and row.holds(start))
        return self._views[start]

    def last(self, model: type[E], **key: Any) -> E | None:
        """The newest row with that key, even where it no longer holds: what is withdrawn stays readable."""
        found = [row for row in self.rows if type(row) is model and all(getattr(row, k) == v for k, v in key.items())]
        if not found:
            return None
        newest = max(found, key=lambda row: row.valid_from)
        return next(row for row in self.at(newest.valid_from)._of(model) if row.pk == newest.pk)
