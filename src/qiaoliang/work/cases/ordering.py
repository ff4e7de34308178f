"""What the lists of cases can be sorted by. Each order has an index of its own and is paged by key; ties go by id."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet, Subquery, Value
from django.db.models.expressions import OuterRef
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from qiaoliang.base.organizations.models import Closure
from qiaoliang.base.organizations.queries import TOWNS
from qiaoliang.work.cases.models import Case
from qiaoliang.work.cases.paging import Stretch

#: rows that lack what a list is sorted by stand at its end, the newest first
REST = ("-received_at", "-id")


@dataclass(frozen=True)
class Sort:
    """``columns`` go up; ``having`` says which rows have them; ``falls``: a first press on the heading begins at the newest.
    ``ahead``, where the first column is no column of the table, is what the question adds under that name."""

    columns: tuple[str, ...]
    having: Q | None = None
    falls: bool = True
    ahead: Callable[[], Any] | None = None

    def order(self, down: bool) -> tuple[Stretch, ...]:
        """Up or down; the rows without such a moment last either way."""
        first = Stretch(tuple(f"-{name}" for name in self.columns) if down else self.columns, self.having)
        return (first,) if self.having is None else (first, Stretch(REST, ~self.having))


def _town() -> Any:
    above = Closure.objects.filter(descendant=OuterRef("area"), ancestor__kind__in=TOWNS, relation="territory")
    return Coalesce(Subquery(above.order_by("depth").values("ancestor__code")[:1]), Value(""))


#: what ran out or runs: a case that has ended is not due any more
_DUE = Q(ended_at=None, due_at__isnull=False)
SORTS = {
    "received": Sort(("received_at", "id")),
    "due": Sort(("due_at", "id"), _DUE, falls=False),
    "happened": Sort(("happened_at", "id")),
    "answered": Sort(("answered_at", "id"), Q(answered_at__isnull=False)),
    "unit": Sort(("ahead", "due_at", "id"), falls=False, ahead=lambda: Coalesce("lead__code", Value(""))),
    "town": Sort(("ahead", "due_at", "id"), falls=False, ahead=_town),
}
#: of every list of cases; the two others sort what is overdue or soon due, of which there is never very much
BY_INDEX = ("received", "due", "happened", "answered")


#: what each is called, going up and going down
WORDS = {
    "received": (_("Received, oldest first"), _("Received, newest first")),
    "due": (_("Due, earliest first"), _("Due, latest first")),
    "happened": (_("Last event, longest ago first"), _("Last event, newest first")),
    "answered": (_("Answered, oldest first"), _("Answered, newest first")),
    "unit": (_("Lead unit"), _("Lead unit, from the end")),
    "town": (_("Town"), _("Town, from the end")),
}


def words(chosen: str) -> str:
    """An order as the page of a saved view says it."""
    return str(WORDS[chosen.lstrip("-")][chosen.startswith("-")])


def choices(names: tuple[str, ...]) -> list[tuple[str, str]]:
    """Both directions of each, as the address writes them."""
    return [(sign + name, name) for name in names for sign in ("", "-")]


def order_of(chosen: str) -> tuple[Stretch, ...]:
    """The order that an address asks for: "due", or "-due" for down."""
    return SORTS[chosen.lstrip("-")].order(chosen.startswith("-"))


def prepared(cases: QuerySet[Case], chosen: str) -> QuerySet[Case]:
    """The cases with what this order adds to them."""
    ahead = SORTS[chosen.lstrip("-")].ahead
    return cases.annotate(ahead=ahead()) if ahead else cases


def turned(chosen: str, name: str) -> str:
    """What a press on the heading ``name`` sorts by: the other way round where it is sorted by it already."""
    if chosen.lstrip("-") == name:
        return name if chosen.startswith("-") else f"-{name}"
    return f"-{name}" if SORTS[name].falls else name


def direction(chosen: str, name: str) -> str:
    """``aria-sort`` of the heading ``name``."""
    if chosen.lstrip("-") != name:
        return ""
    return "descending" if chosen.startswith("-") else "ascending"
