"""What a list of cases can be narrowed by: each condition a function of its own, each inside the one SQL. Reads only."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from qiaoliang.base.core import clock
from qiaoliang.base.organizations.choices import Relation
from qiaoliang.base.organizations.models import Closure
from qiaoliang.base.organizations.queries import TOWNS
from qiaoliang.work.cases import among, queries, supervision, tallies
from qiaoliang.work.cases.choices import MAIN, OPEN, Kind, RequestKind, RequestState, State
from qiaoliang.work.cases.models import Case, Deadline, Request

#: what stands for "nothing was chosen yet" where a category, a town or a reason is asked for
NONE = "none"
Cases = QuerySet[Case]


def by(cases: Cases, asked: dict[str, Any]) -> Cases:
    """The cases that fit all that is asked; names that no list knows are left alone."""
    for name, value in asked.items():
        if name in CONDITIONS and value not in ("", None, False):
            cases = CONDITIONS[name](cases, value)
    return cases


def _category(cases: Cases, code: str) -> Cases:
    return cases.filter(category=None) if code == NONE else cases.filter(supervision.about("", code))


def _town(cases: Cases, town: str) -> Cases:
    inside = Closure.objects.filter(relation=Relation.TERRITORY)
    if town == NONE:
        somewhere = inside.filter(ancestor__kind__in=TOWNS).values("descendant")
        return cases.filter(Q(area=None) | ~Q(area__in=somewhere))
    return cases.filter(area__in=inside.filter(ancestor=town).values("descendant"))


def _open(cases: Cases, _on: bool) -> Cases:
    return cases.filter(state__in=OPEN, ended_at=None)


def _stage(cases: Cases, stage: str) -> Cases:
    """Open cases that wait for this; what waits for something besides the unit's work stands there alone."""
    cases, before = _open(cases, True), Q(pk=None)
    for name, pause in _pauses():
        if name == stage:
            return cases.filter(pause).exclude(before)
        before |= pause
    return cases.filter(state=stage).exclude(before)


def _pauses() -> list[tuple[str, Q]]:
    mine = Request.objects.filter(case=OuterRef("pk"))
    return [
        ("hold", Q(Exists(mine.filter(kind=RequestKind.HOLD, state=RequestState.GRANTED, ended_at=None)))),
        ("information", Q(Exists(mine.filter(kind=RequestKind.INFORMATION, state=RequestState.OPEN)))),
        ("return", Q(Exists(mine.filter(kind=RequestKind.RETURN, state=RequestState.OPEN)))),
    ]


def _why(cases: Cases, reason: str) -> Cases:
    """Overdue cases for which the unit gave this reason, or none."""
    code = "" if reason == NONE else reason
    said = Deadline.objects.filter(case=OuterRef("pk"), ended_at=None, step__in=MAIN)
    overdue = supervision.overdue(cases)
    if not code:
        return overdue.exclude(Exists(said.exclude(delay_reason="")))
    return overdue.filter(Exists(said.filter(delay_reason=code)))


def _matter(cases: Cases, matter: str) -> Cases:
    return cases.filter(kind=Kind.QUESTION) if matter == "question" else cases.exclude(kind=Kind.QUESTION)


def _until(column: str) -> Callable[[Cases, date], Cases]:
    return lambda cases, day: cases.filter(**{f"{column}__lt": clock.start_of(day + timedelta(days=1))})


def _since(column: str) -> Callable[[Cases, date], Cases]:
    return lambda cases, day: cases.filter(**{f"{column}__gte": clock.start_of(day)})


def _among(cases: Cases, text: str) -> Cases:
    """Those of a set that a part above the cases has put together."""
    found = among.read(text)
    return cases.filter(pk__in=found[0].cases(found[1])) if found else cases


#: name of a filter → what it does
CONDITIONS: dict[str, Callable[[Cases, Any], Cases]] = {
    "q": queries.matching,
    "state": lambda cases, state: cases.filter(state=state),
    "unit": lambda cases, unit: cases.filter(lead=unit),
    "unassigned": lambda cases, _on: cases.filter(lead=None),
    "category": _category,
    "town": _town,
    "source": lambda cases, source: cases.filter(source=source),
    "since": _since("received_at"),
    "until": _until("received_at"),
    "answered_since": _since("answered_at"),
    "answered_until": _until("answered_at"),
    "late": lambda cases, _on: queries.late(cases),
    "open": _open,
    "counted": lambda cases, _on: cases.exclude(tallies.left_out()),
    "overdue": lambda cases, _on: supervision.overdue(cases),
    "stage": _stage,
    "why": _why,
    "matter": _matter,
    "among": _among,
}
#: made from more than their value: the moment, the catalogue, a set that somebody put together
FLEETING = frozenset({"late", "overdue", "why", "category", "among"})
#: stages that are no state
PAUSES = {"hold": RequestKind.HOLD, "information": RequestKind.INFORMATION, "return": RequestKind.RETURN}
STAGES = (*PAUSES, *(State(one) for one in OPEN))
