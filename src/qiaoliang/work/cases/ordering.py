"""What the lists of cases can be sorted by. Each order has an index of its own and is paged by key; ties go by id."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.db.models import OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from qiaoliang.base.organizations.models import Closure
from qiaoliang.base.organizations.queries import TOWNS
from qiaoliang.work.cases.models import Case, NotOwed, Owed
from qiaoliang.work.cases.paging import Order, Stretch

#: rows that lack what a list is sorted by stand at its end, by the day they came
REST = ("received_at", "id")
#: nothing happened before. SQLite begins to read an index at a value, but not behind the rows that have none
EARLIEST = datetime(1900, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Sort:
    """``columns`` go up; ``having`` is the one among them that not every row has; ``words`` say the order up and down; ``falls``: a first press on
    the heading begins at the newest. ``lacks``: which rows lack it, where that is better said in other words. ``adds`` is what the question adds, where a column is none of the table."""

    columns: tuple[str, ...]
    words: tuple[Any, Any]
    having: str = ""
    falls: bool = True
    lacks: Q | None = None
    adds: Mapping[str, Callable[[], Any]] | None = None

    def order(self, down: bool) -> Order:
        """Up or down; the rows without such a moment last either way."""
        columns = _towards(self.columns, down)
        if not self.having:
            return (Stretch(columns),)
        has, lacks = Q(**{f"{self.having}__gte": EARLIEST}), self.lacks or Q(**{f"{self.having}__isnull": True})
        return Stretch(columns, has), Stretch(_towards(REST, down), lacks)


Sorts = Mapping[str, Sort]


def _towards(columns: tuple[str, ...], down: bool) -> tuple[str, ...]:
    return tuple(f"-{name}" for name in columns) if down else columns


def _town() -> Any:
    above = Closure.objects.filter(descendant=OuterRef("area"), ancestor__kind__in=TOWNS, relation="territory")
    return Coalesce(Subquery(above.order_by("depth").values("ancestor__code")[:1]), Value(""))


_DUE = (_("Due, earliest first"), _("Due, latest first"))
#: of every list of cases
EVERYWHERE: Sorts = {
    "received": Sort(("received_at", "id"), (_("Received, oldest first"), _("Received, newest first"))),
    "due": Sort(("owed", "id"), _DUE, "owed", falls=False, lacks=Q(NotOwed()), adds={"owed": Owed}),
    "happened": Sort(("happened_at", "id"), (_("Last event, longest ago first"), _("Last event, newest first"))),
    "answered": Sort(("answered_at", "id"), (_("Answered, oldest first"), _("Answered, newest first")), "answered_at"),
}
#: of what is overdue or soon due: all of it is owed, and there is never so much that units and towns need an index
OWED_ONLY: Sorts = {
    **EVERYWHERE,
    "due": Sort(("owed", "id"), _DUE, falls=False, adds={"owed": Owed}),
    "unit": Sort(
        ("ahead", "due_at", "id"),
        (_("By lead unit"), _("Lead unit, from the end")),
        falls=False,
        adds={"ahead": lambda: Coalesce("lead__code", Value(""))},
    ),
    "town": Sort(
        ("ahead", "due_at", "id"), (_("By town"), _("Town, from the end")), falls=False, adds={"ahead": _town}
    ),
}


def choices(sorts: Sorts) -> list[tuple[str, Any]]:
    """Both directions of each, as the address writes them, in words; first the one that a first press on the heading gives."""
    signs = {True: ("-", ""), False: ("", "-")}
    return [(sign + name, one.words[sign == "-"]) for name, one in sorts.items() for sign in signs[one.falls]]


def of(sorts: Sorts, chosen: str) -> tuple[Sort, bool]:
    """The order that an address asks for, and whether downwards: "due", or "-due"."""
    return sorts[chosen.lstrip("-")], chosen.startswith("-")


def prepared(cases: QuerySet[Case], sort: Sort) -> QuerySet[Case]:
    """The cases with what this order adds to them."""
    return cases.annotate(**{name: make() for name, make in (sort.adds or {}).items()})


def turned(sorts: Sorts, chosen: str, name: str) -> str:
    """What a press on the heading ``name`` sorts by: the other way round where it is sorted by it already."""
    if chosen.lstrip("-") == name:
        return name if chosen.startswith("-") else f"-{name}"
    return f"-{name}" if sorts[name].falls else name


def direction(chosen: str, name: str) -> str:
    """``aria-sort`` of the heading ``name``."""
    if chosen.lstrip("-") != name:
        return ""
    return "descending" if chosen.startswith("-") else "ascending"
