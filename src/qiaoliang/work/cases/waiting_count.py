"""The number in the menu: how many cases wait for the reader. Every page of the desk shows it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from qiaoliang.base.access.actor import Actor
from qiaoliang.base.asking import written
from qiaoliang.base.core import clock
from qiaoliang.work.cases import queries
from qiaoliang.work.cases.acting import Asker, asker
from qiaoliang.work.cases.models import Case

#: more are not counted: the menu writes 99+
MOST = 100


def waiting_count(actor: Actor) -> int:
    """How many cases wait for a step of theirs, counted to a hundred."""
    today, asks = clock.start_of(clock.today()), asker(actor)
    here = written.count(_here, asks, today)
    return here if here >= MOST else min(MOST, here + written.count(_beside, asks, today))


def _here(asks: Asker, _today: datetime) -> QuerySet[Any, Any]:
    return queries.todo_here(asks.actor).values_list("pk")[:MOST]


def _beside(asks: Asker, _today: datetime) -> QuerySet[Any, Any]:
    found = queries.todo_beside(asks.actor)
    return Case.objects.none() if found is None else found[:MOST]
