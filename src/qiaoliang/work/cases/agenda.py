"""What falls due when, for one person, one unit, or all that one may see. Reads only."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Count, F, Q, QuerySet, Window
from django.db.models.functions import RowNumber, TruncDate
from django.db.models.sql.compiler import SQLCompiler

from qiaoliang.base.access.actor import Actor
from qiaoliang.base.asking import written
from qiaoliang.base.core import clock
from qiaoliang.work.cases import queries
from qiaoliang.work.cases.acting import Asker, asker
from qiaoliang.work.cases.choices import MAIN, Clock
from qiaoliang.work.cases.models import Deadline, Instruction

#: the district's clock is this much ahead of UTC; it has not been put forward or back since 1991
AHEAD = clock.start_of(date(2026, 1, 1)).utcoffset() or timedelta()
#: how many of a day stand in the month, and on the day's own page
FEW, MOST = 3, 200
#: the terms that the unit which has the case keeps
OWN = (Clock.SIGN, Clock.CONTACT, Clock.ANSWER, Clock.REWORK, Clock.APPROVE)
#: what the calendar shows: the rows (a method of :class:`Agenda`), and how many of a day stand in the month
RUNNING = {"instructions": 1, "deadlines": FEW}
MODELS: dict[str, type[Instruction | Deadline]] = {"instructions": Instruction, "deadlines": Deadline}
#: not a term of the office: the person may rate until then
NOT_OURS = (Clock.CALLBACK_WINDOW, Clock.INFORMATION)


def choices_of(actor: Actor) -> list[str]:
    """Whose calendar one may look at; the first is one's own."""
    works = actor.may("cases.work") or actor.may("cases.approve")
    return ["unit", "me", "all"] if works else ["all"]


def whose(actor: Actor, asked: str) -> str:
    """The one asked for, if it is among them."""
    known = choices_of(actor)
    return asked if asked in known else known[0]


class Day(TruncDate):  # type: ignore[misc]
    """The day of a moment as the district counts it. SQLite works it out by itself, where Django would have it call Python for each
    row."""

    def as_sqlite(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **how: Any) -> tuple[str, Any]:
        sql, params = compiler.compile(self.lhs)
        return f"date({sql}, %s)", (*params, f"{AHEAD.total_seconds():+.0f} seconds")


@dataclass(frozen=True)
class Agenda:
    """Running terms and open instructions; terms that stand still while the person is asked have no day."""

    actor: Actor
    of: str

    def deadlines(self, start: datetime, end: datetime) -> QuerySet[Deadline]:
        seen = queries.visible_to(self.actor, "cases.list")
        rows = Deadline.objects.filter(queries.on(seen), ended_at=None, due_at__gte=start, due_at__lt=end)
        rows = rows.exclude(step__in=MAIN, case__stopped_at__isnull=False)
        return rows.exclude(step__in=NOT_OURS) if self.of == "all" else rows.filter(self._mine("case__"), step__in=OWN)

    def instructions(self, start: datetime, end: datetime) -> QuerySet[Instruction]:
        rows = Instruction.objects.filter(reported_at=None, due_at__gte=start, due_at__lt=end)
        if self.of == "all" and (self.actor.may("cases.supervise") or self.actor.may("cases.instruct")):
            return rows.filter(queries.on(queries.visible_to(self.actor, "cases.list")))
        return rows.filter(organization=self.actor.organization)

    def counts(self, start: datetime, end: datetime) -> dict[date, int]:
        """How much falls due on each day. Two queries."""
        found: Counter[date] = Counter()
        for which in RUNNING:
            found.update(dict(written.rows(_by_day, which, asker(self.actor), self.of, start, end)))
        return dict(found)

    def first_of_each_day(self, start: datetime, end: datetime) -> list[Deadline | Instruction]:
        """The first few of every day, instructions before terms. Two queries, and two for what they find: rows are many, and each
        has a case with its text."""
        found: list[Deadline | Instruction] = []
        for which, most in RUNNING.items():
            ids = written.rows(_first_of_each_day, which, most, asker(self.actor), self.of, start, end)
            rows = MODELS[which].objects.filter(pk__in=ids).select_related("case") if ids else ()
            found += sorted(rows, key=lambda one: (one.due_at, one.pk))
        return found

    def between(self, start: datetime, end: datetime) -> list[Deadline | Instruction]:
        """Everything of one day, up to one more than fits the page."""
        rows = self.deadlines(start, end).select_related("case").order_by("due_at", "id")[: MOST + 1]
        asked = self.instructions(start, end).select_related("case").order_by("due_at", "id")[: MOST + 1]
        return [*asked, *rows]

    def _mine(self, prefix: str) -> Q:
        if self.of == "me":
            return Q(**{f"{prefix}handler": self.actor.person})
        return Q(**{f"{prefix}lead": self.actor.organization})


def _running(which: str, asks: Asker, of: str, start: datetime, end: datetime) -> QuerySet[Any]:
    mine = Agenda(asks.actor, of)
    rows: QuerySet[Any] = getattr(mine, which)(start, end).order_by()
    return rows


def _by_day(which: str, asks: Asker, of: str, start: datetime, end: datetime) -> QuerySet[Any, tuple[date, int]]:
    by_day = _running(which, asks, of, start, end).annotate(day=Day("due_at", tzinfo=clock.ZONE)).values("day")
    return by_day.annotate(n=Count("pk")).values_list("day", "n")


def _first_of_each_day(
    which: str, most: int, asks: Asker, of: str, start: datetime, end: datetime
) -> QuerySet[Any, UUID]:
    day, first = Day("due_at", tzinfo=clock.ZONE), [F("due_at").asc(), F("id").asc()]
    placed = _running(which, asks, of, start, end).annotate(
        place=Window(RowNumber(), partition_by=[day], order_by=first)
    )
    return placed.filter(place__lte=most).values_list("pk", flat=True)
