"""The number in the menu: how many cases wait for the reader. Every page of the desk shows it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from qiaoliang.base.access.actor import Actor
from qiaoliang.base.core import clock, written
from qiaoliang.work.cases import queries
from qiaoliang.work.cases.acting import told_of

#: more are not counted: the menu writes 99+
MOST = 100


@dataclass(frozen=True)
class _Asker:
    """All that :func:`queries.todo` makes its condition from."""

    person: UUID | None
    unit: UUID | None
    rights: frozenset[tuple[str, str]]
    told: frozenset[UUID]
    minute: datetime
    actor: Actor = field(compare=False, repr=False)


def waiting_count(actor: Actor) -> int:
    """How many cases wait for a step of theirs, counted to a hundred."""
    rights = frozenset((name, held.reach) for name, held in actor.held.items())
    minute = clock.now().replace(second=0, microsecond=0)
    person = actor.person.pk if actor.person else None
    asker = _Asker(person, actor.who.organization_id, rights, told_of(actor), minute, actor)
    return min(MOST, written.count(_open, asker) + written.count(_ended, asker))


def _open(asker: _Asker) -> QuerySet[Any, Any]:
    return queries.todo_open(asker.actor).values_list("pk")[:MOST]


def _ended(asker: _Asker) -> QuerySet[Any, Any]:
    return queries.todo_ended(asker.actor).values_list("pk")[:MOST]
