"""What a supervisor looks at: overdue, due soon, late but answered, open letters and instructions. Reads only; every list
starts from the cases the reader may see and is paged by key."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from typing import Any, TypeVar
from uuid import UUID

from django.db.models import Case as When_
from django.db.models import Count, Exists, F, Model, OuterRef, Q, QuerySet, Value, When

from qiaoliang.base.access.actor import Actor
from qiaoliang.base.catalog import queries as catalog
from qiaoliang.base.core import clock
from qiaoliang.base.workdays import queries as workdays
from qiaoliang.work.cases import queries
from qiaoliang.work.cases.choices import MAIN, Clock, State
from qiaoliang.work.cases.models import Case, Deadline, Instruction, Letter, Owed

#: working days ahead that "due soon" looks
AHEAD = 3
#: tabs count no further
MOST = 1000
Row = TypeVar("Row", bound=Model)


def seen_by(actor: Actor) -> QuerySet[Case]:
    """The cases a supervisor or leader may list."""
    return queries.visible_to(actor, "cases.list")


def overdue(cases: QuerySet[Case]) -> QuerySet[Case]:
    """Past the date of their main clock and not answered. A question to the person stops what was not late before."""
    late = cases.alias(owed=Owed()).filter(owed__lt=clock.now())
    return late.filter(Q(stopped_at=None) | Q(stopped_at__gt=F("due_at")))


def due_soon(cases: QuerySet[Case]) -> QuerySet[Case]:
    """Due before the end of the third working day from now."""
    now = clock.now()
    end = workdays.calendar().add(now, AHEAD, "wd").at
    return cases.alias(owed=Owed()).filter(owed__gte=now, owed__lte=end, stopped_at=None)


def answered_late(cases: QuerySet[Case]) -> QuerySet[Deadline]:
    """曾超期（已答复）: terms of an answer that were met after their date."""
    met = Deadline.objects.filter(met_at__gt=F("due_at"), step__in=(Clock.ANSWER, Clock.REWORK))
    return met.filter(queries.on(cases))


def open_letters(cases: QuerySet[Case]) -> QuerySet[Letter]:
    """催办单、督办单 whose deadline still runs."""
    return Letter.objects.filter(queries.on(cases), closed_at=None)


def open_instructions(cases: QuerySet[Case]) -> QuerySet[Instruction]:
    """批示 on which no report has come."""
    return Instruction.objects.filter(queries.on(cases), reported_at=None)


def with_mine(rows: QuerySet[Instruction], actor: Actor) -> QuerySet[Instruction]:
    """Each with ``mine``: whether the reader wrote it."""
    return rows.annotate(mine=When_(When(person=actor.person, then=Value(True)), default=Value(False)))


def with_holder(cases: QuerySet[Case]) -> QuerySet[Case]:
    """Each with the unit that has it now as ``holder``; none while the case office or reviewers have it."""
    return cases.annotate(holder=When_(When(state=State.REVIEW, then=Value(None)), default=F("lead")))


def at_rung(cases: QuerySet[Case], code: str) -> QuerySet[Case]:
    """Those whose running main clock stands on that rung of the ladder."""
    live = Deadline.objects.filter(case=OuterRef("pk"), ended_at=None, step__in=MAIN, rung=code)
    return cases.filter(Exists(live))


def about(prefix: str, category: str) -> Q:
    """Cases of a category, or of the first level above it; ``prefix`` leads from the row to its case. By ids, so that one
    category is read from its index in the list's order."""
    return Q(**{f"{prefix}category__in": catalog.category_ids(category)})


# ---------------------------------------------------------------- counted


def capped(rows: QuerySet[Row]) -> int:
    """How many, counted to :data:`MOST`."""
    return rows.order_by().values("pk")[:MOST].count()


# ---------------------------------------------------------------- beside the rows


def clocks_of(cases: Iterable[Case]) -> dict[UUID, Deadline]:
    """The running main clock of each case. One query."""
    live = Deadline.objects.filter(case__in=[one.pk for one in cases], ended_at=None, step__in=MAIN)
    return {one.case_id: one for one in live}


def last_letters(cases: Iterable[Case]) -> dict[UUID, Letter]:
    """The newest open letter of each case. One query."""
    rows = Letter.objects.filter(case__in=[one.pk for one in cases], closed_at=None).order_by("id")
    return {one.case_id: one for one in rows}


def by_unit(cases: QuerySet[Case]) -> dict[UUID | None, Counter[str]]:
    """How much of each kind stands at each unit (None: not assigned yet). Four queries."""
    found: dict[UUID | None, Counter[str]] = defaultdict(Counter)
    groups: tuple[tuple[str, str, QuerySet[Any]], ...] = (
        ("overdue", "holder", with_holder(overdue(cases))),
        ("soon", "holder", with_holder(due_soon(cases))),
        ("letters", "organization", open_letters(cases)),
        ("instructions", "organization", open_instructions(cases)),
    )
    for name, column, rows in groups:
        for unit, count in rows.order_by().values_list(column).annotate(Count("pk")):
            found[unit][name] = count
    return dict(found)
