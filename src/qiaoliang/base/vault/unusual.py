"""What a data officer looks at twice: many openings by one person, openings at night or after the matter was over, and what was
done in bulk. Counts and officers, never a person who asked; it accuses nobody, it asks a person to look."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from qiaoliang.base.audit.models import AuditEvent
from qiaoliang.base.core import clock
from qiaoliang.base.districts import queries as districts
from qiaoliang.base.vault.models import Reveal
from qiaoliang.base.vault.queries import day_bounds, reveals_between

#: openings by one officer in seven days that are many, unless the district's profile says otherwise (``reveals_many``)
MANY = 20
#: hours of the district's day in which hardly anybody works: from 22 to 6
NIGHT = frozenset({22, 23, 0, 1, 2, 3, 4, 5})
Ended = Callable[[Iterable[UUID]], Mapping[UUID, datetime]]
_ended: dict[str, Ended] = {}
_bulk: set[str] = set()


def ends(kind: str, fn: Ended) -> None:
    """``fn(ids)`` says when matters of this kind came to their end, those that did."""
    _ended[kind] = fn


def in_bulk(*actions: str) -> None:
    """These audited actions bring in, show or give out many records at once."""
    _bulk.update(actions)


@dataclass(frozen=True)
class Pattern:
    """``what``: many, night, over or bulk; how often, by whom."""

    what: str
    account_id: UUID | None
    post_id: UUID | None
    times: int


def patterns(first: date, last: date) -> list[Pattern]:
    """What stands out from the first to the last of these days, the most frequent first of each. Some questions, however
    many openings there were."""
    rows = list(reveals_between(first, last))
    weeks = max(1, round(((last - first).days + 1) / 7))
    found = [one for one in _counted("many", rows) if one.times >= _many() * weeks]
    found += _counted("night", [row for row in rows if clock.localtime(row.created_at).hour in NIGHT])
    found += _counted("over", _after_the_end(rows))
    return found + _in_bulk(first, last)


def _many() -> int:
    return int(districts.profile().get("reveals_many", MANY))


def _counted(what: str, rows: Iterable[Reveal]) -> list[Pattern]:
    times = Counter((row.account_id, row.post_id) for row in rows)
    return [Pattern(what, account, post, number) for (account, post), number in times.most_common()]


def _after_the_end(rows: list[Reveal]) -> list[Reveal]:
    ended: dict[Any, datetime] = {}
    for kind, fn in _ended.items():
        ended.update(fn({row.subject_id for row in rows if row.subject_kind == kind}))
    return [row for row in rows if row.subject_id in ended and row.created_at > ended[row.subject_id]]


def _in_bulk(first: date, last: date) -> list[Pattern]:
    start, end = day_bounds(first, last)
    events = AuditEvent.objects.filter(action__in=_bulk, created_at__gte=start, created_at__lt=end)
    times = Counter(events.values_list("actor_id", "post_id"))
    return [Pattern("bulk", account, post, number) for (account, post), number in times.most_common()]
