"""Long lists, part by part: each part begins behind the key of the last row shown, so a deep page costs what the first did.

An order is one or more stretches, each a condition and the columns it is sorted by; the rows of the first stretch come
first. A list by deadline, say, has those that run, then those that have none. The last column of a stretch is the id."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date
from functools import partial
from typing import Any, TypeVar
from uuid import UUID

from django.db.models import Case, DateField, DateTimeField, Model, Q, QuerySet, UUIDField, Value, When
from django.utils.dateparse import parse_datetime

from qiaoliang.work.cases.queries import PAGE

Row = TypeVar("Row", bound=Model)


@dataclass(frozen=True)
class Stretch:
    """``columns`` as in ``order_by``, all in one direction so that an index serves; ``fits``: which rows stand in it."""

    columns: tuple[str, ...]
    fits: Q | None = None

    @property
    def names(self) -> list[str]:
        return [column.lstrip("-") for column in self.columns]

    def of(self, rows: QuerySet[Row]) -> QuerySet[Row]:
        """Its rows in their order."""
        return (rows if self.fits is None else rows.filter(self.fits)).order_by(*self.columns)

    def behind(self, rows: QuerySet[Row], values: Sequence[Any], *, itself: bool = False) -> QuerySet[Row]:
        """Its rows behind the one with these values, or from that one on. The first condition alone lets an index begin there."""
        further = "lt" if self.columns[0].startswith("-") else "gt"
        pairs = list(zip(self.names, values, strict=True))
        rest = Q(**dict(pairs)) if itself else Q(pk__in=[])
        for place, (name, value) in enumerate(pairs):
            rest |= Q(**dict(pairs[:place]), **{f"{name}__{further}": value})
        return self.of(rows).filter(Q(**{f"{pairs[0][0]}__{further}e": pairs[0][1]}) & rest)

    @property
    def turned(self) -> Stretch:
        """The same rows the other way round."""
        columns = tuple(column[1:] if column.startswith("-") else f"-{column}" for column in self.columns)
        return Stretch(columns, self.fits)


Order = Sequence[Stretch]


#: the rows of a stretch that are wanted, in its order, out of those it is given
Ordered = Callable[[QuerySet[Row]], QuerySet[Row]]


def page(
    rows: QuerySet[Row], order: Order, key: str, fetch: Callable[[Stretch, Ordered[Row], int], QuerySet[Row]]
) -> tuple[list[Row], str]:
    """Up to a page of ``rows`` behind ``key``, and the key of the page after it (empty on the last). A key that no list made
    begins at the front. ``fetch`` brings so many of a stretch."""
    number, values = _read(key, order, rows)

    def part(at: int, most: int) -> list[Row]:
        stretch = order[at]
        begun = values and at == number
        return list(fetch(stretch, (lambda found: stretch.behind(found, values)) if begun else stretch.of, most))

    return _filled(order, number, part)


def before(
    rows: QuerySet[Row], order: Order, key: str, fetch: Callable[[Stretch, Ordered[Row], int], QuerySet[Row]]
) -> str | None:
    """The key of the page before the one behind ``key``: empty where that is the front, None where ``key`` leads to the front itself.
    It is looked for backwards from the row of the key, so that a page opened by its address has one, too."""
    number, values = _read(key, order, rows)
    if not values:
        return None
    found: list[tuple[int, Any]] = []
    for at in range(number, -1, -1):
        turned = order[at].turned
        ordered = partial(turned.behind, values=values, itself=True) if at == number else turned.of
        part = fetch(turned, ordered, PAGE + 1 - len(found)).values_list(*turned.names, named=True)
        found += [(at, row) for row in part]
        if len(found) > PAGE:
            return _key(*found[PAGE], order)
    return ""


def front(order: Order, part: Callable[[int, int], list[Row]]) -> tuple[list[Row], str]:
    """The same at the front, with rows that ``part`` fetches: of which stretch, and how many at most."""
    return _filled(order, 0, part)


def _filled(order: Order, number: int, part: Callable[[int, int], list[Row]]) -> tuple[list[Row], str]:
    found: list[tuple[int, Row]] = []
    for at in range(number, len(order)):
        found += [(at, row) for row in part(at, PAGE + 1 - len(found))]
        if len(found) > PAGE:
            break
    shown = [row for _at, row in found[:PAGE]]
    return shown, _key(*found[PAGE - 1], order) if len(found) > PAGE else ""


def whole(rows: QuerySet[Row], order: Order) -> QuerySet[Row]:
    """All rows in that order, as one question: for a table that is taken out, not for a page."""
    if len(order) == 1:
        return order[0].of(rows)
    columns: list[Any] = []
    for stretch in order:
        for name in stretch.columns:
            inside = Case(When(_fits(stretch), then=name.lstrip("-")))
            columns.append(inside.desc(nulls_last=True) if name.startswith("-") else inside.asc(nulls_last=True))
    last = Case(*(When(_fits(one), then=Value(at)) for at, one in enumerate(order)), default=Value(len(order)))
    return rows.order_by(last, *columns)


def _fits(stretch: Stretch) -> Q:
    return Q(pk__isnull=False) if stretch.fits is None else stretch.fits


def _key(number: int, row: Any, order: Order) -> str:
    return "~".join([str(number), *(_written(getattr(row, name)) for name in order[number].names)])


def _written(value: Any) -> str:
    return value.isoformat() if isinstance(value, date) else str(value)


def _read(key: str, order: Order, rows: QuerySet[Any]) -> tuple[int, list[Any]]:
    """(which stretch, the values of its columns); the front where the key is none that a list made."""
    first, *texts = key.split("~")
    number = int(first) if first.isdecimal() and len(first) == 1 else len(order)
    if number >= len(order) or len(texts) != len(order[number].columns):
        return 0, []
    try:
        return number, [_value(rows, *pair) for pair in zip(order[number].names, texts, strict=True)]
    except (ValueError, OverflowError):
        return 0, []


def _value(rows: QuerySet[Any], name: str, text: str) -> Any:
    kind = _field(rows, name)
    if isinstance(kind, DateTimeField):
        moment = parse_datetime(text)
        if moment is None or moment.tzinfo is None:
            raise ValueError(text)
        return moment.astimezone(UTC)
    if isinstance(kind, DateField):
        return date.fromisoformat(text)
    if "\0" in text:
        raise ValueError(text)
    return UUID(text) if isinstance(kind, UUIDField) else text


def _field(rows: QuerySet[Any], name: str) -> Any:
    """What kind of value stands under that name: a column, or what the question adds."""
    added = rows.query.annotations.get(name)
    return rows.model._meta.get_field(name) if added is None else added.output_field
