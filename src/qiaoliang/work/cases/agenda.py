"""What falls due when, for one person, one unit, or all that one may see. Reads only."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, F, Q, QuerySet, Window
from django.db.models.functions import RowNumber, TruncDate

from qiaoliang.base.access.actor import Actor
from qiaoliang.base.core import clock
from qiaoliang.work.cases import queries
from qiaoliang.work.cases.choices import MAIN, Clock
from qiaoliang.work.cases.models import Deadline, Instruction

#: how many of a day stand in the month, and on the day's own page
FEW, MOST = 3, 200
#: the terms that the unit which has the case keeps
OWN = (Clock.SIGN, Clock.CONTACT, Clock.ANSWER, Clock.REWORK, Clock.APPROVE)
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
        for rows in (self.deadlines(start, end), self.instructions(start, end)):
            by_day = rows.order_by().annotate(day=TruncDate("due_at", tzinfo=clock.ZONE)).values("day")
            found.update({row["day"]: row["n"] for row in by_day.annotate(n=Count("pk"))})
        return dict(found)

    def first_of_each_day(self, start: datetime, end: datetime) -> list[Deadline | Instruction]:
        """The first few of every day, instructions before terms. Two queries."""
        day = TruncDate("due_at", tzinfo=clock.ZONE)
        place = Window(RowNumber(), partition_by=[day], order_by=[F("due_at").asc(), F("id").asc()])
        rows = self.deadlines(start, end).select_related("case").annotate(place=place).filter(place__lte=FEW)
        asked = self.instructions(start, end).select_related("case").annotate(place=place).filter(place__lte=1)
        return [*asked, *sorted(rows, key=lambda one: one.due_at)]

    def between(self, start: datetime, end: datetime) -> list[Deadline | Instruction]:
        """Everything of one day, up to one more than fits the page."""
        rows = self.deadlines(start, end).select_related("case").order_by("due_at", "id")[: MOST + 1]
        asked = self.instructions(start, end).select_related("case").order_by("due_at", "id")[: MOST + 1]
        return [*asked, *rows]

    def _mine(self, prefix: str) -> Q:
        if self.of == "me":
            return Q(**{f"{prefix}handler": self.actor.person})
        return Q(**{f"{prefix}lead": self.actor.organization})
