"""What one case is in the district's figures, and how these add up. Reads only; ``actions/count.py`` keeps them.

A case gives **facts**: a small dictionary that names where it counts (unit, theme, town) and what has become of it. Facts
give **parts**: how much each figure of each row of :class:`Tally` has of this case. A change is the new parts less the old."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Prefetch, Q, QuerySet, Sum

from qiaoliang.base.core import clock
from qiaoliang.base.organizations.choices import Relation
from qiaoliang.base.organizations.models import Closure
from qiaoliang.base.organizations.queries import TOWNS
from qiaoliang.work.cases.choices import MAIN, NOT_COUNTED, OPEN, Clock, Degree, Kind, RequestKind, RequestState, State
from qiaoliang.work.cases.models import Case, Counted, Deadline, Event, Rating, Receipt, Request, Tally

FIGURES = (
    "asked", "open", "late", "answered", "in_time", "called", "rated", "contacted_n", "contacted", "solved_n", "solved",
    "satisfied_n", "satisfied",
)  # fmt: skip
#: what a case waits for besides the work of the unit, in this order; codes of stages beside those of states
PAUSES = ("hold", "information", "return")
Facts = dict[str, Any]


class Place(NamedTuple):
    """Which row of the table."""

    axis: str
    key: str
    month: date
    question: bool
    accused: str


# ---------------------------------------------------------------- a case's facts


def facts_of(case_ids: Collection[UUID]) -> dict[UUID, tuple[Facts, datetime | None]]:
    """The facts of each case that is there and counts, and when it gets late by itself. Six queries."""
    counting = Case.objects.filter(pk__in=case_ids).exclude(left_out())
    cases = counting.select_related("category").prefetch_related(
        Prefetch("deadlines", Deadline.objects.filter(step__in=(*MAIN, Clock.CALLBACK_WINDOW))),
        Prefetch("requests", Request.objects.filter(_pausing())),
        Prefetch("receipts", Receipt.objects.filter(withdrawn_at=None)),
        Prefetch("receipts__ratings", Rating.objects.order_by("round")),
    )  # fmt: skip
    found = list(cases)
    towns = towns_of({case.area_id for case in found if case.area_id})
    return {case.pk: (_facts(case, towns), _late_from(case)) for case in found}


def left_out() -> Q:
    """What counts nowhere, also once its words were erased."""
    erased = Event.objects.filter(case=OuterRef("pk"), step="archive", from_state__in=NOT_COUNTED)
    return Q(state__in=NOT_COUNTED) | Q(Exists(erased), state=State.ARCHIVED)


def _pausing() -> Q:
    open_ones = Q(kind__in=(RequestKind.INFORMATION, RequestKind.RETURN), state=RequestState.OPEN)
    return open_ones | Q(kind=RequestKind.HOLD, state=RequestState.GRANTED, ended_at=None)


def towns_of(areas: Collection[UUID]) -> dict[UUID, UUID]:
    """The town each place lies in, the nearest above it. One query."""
    rows = Closure.objects.filter(descendant__in=areas, ancestor__kind__in=TOWNS, relation=Relation.TERRITORY)
    return dict(rows.order_by("-depth").values_list("descendant", "ancestor"))


def _facts(case: Case, towns: dict[UUID, UUID]) -> Facts:
    facts: Facts = {
        "unit": str(case.lead_id or ""),
        "theme": theme_of(case),
        "town": str(towns.get(case.area_id, "")) if case.area_id else "",
        "question": case.kind == Kind.QUESTION,
        "accused": str(case.accused_organization_id or ""),
        "asked": _month(case.received_at),
    }
    if case.ended_at is None and case.state in OPEN:
        facts["stage"] = _stage(case)
        if _is_late(case):
            facts["why"] = _why(case)
    if case.answered_at is not None:
        facts |= {"answered": _month(case.answered_at), "in_time": _in_time(case), **_said(case)}
    return facts


def theme_of(case: Case) -> str:
    """The code of the first level of what it is about; empty before somebody has said."""
    return case.category.code.partition(".")[0] if case.category else ""


def _month(moment: datetime) -> str:
    return f"{clock.localtime(moment):%Y-%m}"


def _stage(case: Case) -> str:
    kinds = {one.kind for one in case.requests.all()}
    return next((one for one in PAUSES if one in kinds), case.state)


def _is_late(case: Case) -> bool:
    """As :func:`supervision.overdue` has it."""
    due, stood = case.due_at, case.stopped_at
    return due is not None and due < clock.now() and (stood is None or stood > due)


def _late_from(case: Case) -> datetime | None:
    running = case.ended_at is None and case.state in OPEN and case.stopped_at is None
    return case.due_at if running and not _is_late(case) else None


def _why(case: Case) -> str:
    """The reason the unit gave for being late; empty where it gave none."""
    return next((one.delay_reason for one in case.deadlines.all() if one.ended_at is None and one.step in MAIN), "")


def _in_time(case: Case) -> bool:
    """No clock of the first answer ran out before it."""
    clocks = [one for one in case.deadlines.all() if one.step == Clock.ANSWER and one.ended_at]
    return all(one.ended_at <= one.due_at for one in clocks)  # type: ignore[operator]


def _said(case: Case) -> Facts:
    """People asked how it went, and what the last word of each was that counts."""
    receipts = list(case.receipts.all())
    ratings = [list(one.ratings.all()) for one in receipts]
    opened = any(one.step == Clock.CALLBACK_WINDOW for one in case.deadlines.all())
    last = [one[-1] for one in ratings if one and not one[-1].not_counted]
    said: Counter[str] = Counter(called=len(receipts) if opened else sum(1 for one in ratings if one))
    for rating in last:
        said["contacted_n"] += rating.contacted is not None
        said["contacted"] += rating.contacted is True
        for name in ("solved", "satisfied"):
            said[f"{name}_n"] += bool(getattr(rating, name))
            said[name] += getattr(rating, name) == Degree.YES
    said["rated"] = sum(1 for one in last if one.contacted is not None or one.solved or one.satisfied)
    return {name: count for name, count in said.items() if count}


# ---------------------------------------------------------------- from facts to figures


def parts(facts: Facts) -> Counter[tuple[Place, str]]:
    """How much each figure has of a case with these facts."""
    found: Counter[tuple[Place, str]] = Counter()
    axes = [("all", ""), ("unit", facts["unit"]), ("theme", facts["theme"]), ("town", facts["town"])]
    for axis, key in axes:
        found.update(_along(facts, axis, key))
    month = date.fromisoformat(f"{facts['asked']}-01")
    if "stage" in facts:
        place = Place("stage", facts["stage"], month, facts["question"], facts["accused"])
        found[place, "open"] += 1
        found[place, "late"] += "why" in facts
    if "why" in facts:
        place = Place("why", facts["why"], month, facts["question"], facts["accused"])
        found.update({(place, "open"): 1, (place, "late"): 1})
    return +found


def _along(facts: Facts, axis: str, key: str) -> Iterator[tuple[Place, str]]:
    apart = (facts["question"], facts["accused"])
    asked = Place(axis, key, date.fromisoformat(f"{facts['asked']}-01"), *apart)
    yield asked, "asked"
    if "stage" in facts:
        yield asked, "open"
    if "why" in facts:
        yield asked, "late"
    if "answered" not in facts:
        return
    answered = Place(axis, key, date.fromisoformat(f"{facts['answered']}-01"), *apart)
    yield answered, "answered"
    if facts["in_time"]:
        yield answered, "in_time"
    for name in FIGURES[5:]:
        yield from [(answered, name)] * facts.get(name, 0)


def by_place(changes: Counter[tuple[Place, str]]) -> dict[Place, dict[str, int]]:
    """The figures that change, row by row."""
    rows: dict[Place, dict[str, int]] = defaultdict(dict)
    for (place, figure), count in changes.items():
        if count:
            rows[place][figure] = count
    return dict(rows)


# ---------------------------------------------------------------- are they right?


def uncounted() -> QuerySet[Case, UUID]:
    """Cases in which something has happened since they were counted."""
    return Case.objects.filter(events__counted=False).values_list("pk", flat=True).distinct()


def differences(at_once: int = 500) -> int:
    """How many rows of the table are not what the cases say. Looks at every case; for ``qiaoliang check``."""
    right: Counter[tuple[Place, str]] = Counter()
    for ids in _all_ids(at_once):
        for facts, _late in facts_of(ids).values():
            right.update(parts(facts))
    kept: Counter[tuple[Place, str]] = Counter()
    for row in Tally.objects.iterator():
        place = Place(row.axis, row.key, row.month, row.question, row.accused)
        kept.update({(place, name): getattr(row, name) for name in FIGURES if getattr(row, name)})
    return len({place for place, name in right.keys() | kept.keys() if right[place, name] != kept[place, name]})


def _all_ids(at_once: int) -> Iterator[list[UUID]]:
    ids: list[UUID] = []
    for pk in Case.objects.order_by("pk").values_list("pk", flat=True).iterator():
        ids.append(pk)
        if len(ids) == at_once:
            yield ids
            ids = []
    if ids:
        yield ids


def erased(ids: Iterable[UUID]) -> list[UUID]:
    """Those that are counted though they are not there any more."""
    wanted = set(ids)
    return sorted(wanted - set(Case.objects.filter(pk__in=wanted).values_list("pk", flat=True)))


def turned_late() -> QuerySet[Counted, UUID]:
    """Cases that have become late since they were counted: the clock alone did it."""
    return Counted.objects.filter(late_from__lt=clock.now()).order_by("late_from").values_list("case_id", flat=True)


def summed(rows: QuerySet[Tally], *figures: str) -> QuerySet[Tally, dict[str, Any]]:
    """One line for each axis, key and kind of matter."""
    lines = rows.order_by().values("axis", "key", "question")
    return lines.annotate(**{f"n_{name}": Sum(F(name)) for name in figures})
