"""一屏看全区: the leader's figures, read from the counters alone. Nothing here looks at a case."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db.models import Q

from qiaoliang.base.access import queries as access
from qiaoliang.base.access.actor import Actor
from qiaoliang.base.core import clock
from qiaoliang.work.cases import queries, supervision, suppress, tallies
from qiaoliang.work.cases.acting import told_of
from qiaoliang.work.cases.models import Event, Instruction, Tally

#: how many months the work of a page may be of, and the one it is of if nobody says
SPANS, USUAL = (1, 3, 12), 3
#: months in the line over time
LONG = 13
WORK = ("asked", "answered", "in_time")
NOW = ("open", "late")
PEOPLE = ("called", "rated", "contacted_n", "contacted", "solved_n", "solved", "satisfied_n", "satisfied")
RATES = ("contacted", "solved", "satisfied")
Figures = Counter[str]


def sees_everything(actor: Actor) -> bool:
    """Whether the lists behind the figures are the whole district's for this reader."""
    return access.reach(actor, "cases.list").everywhere


def asked_by(actor: Actor) -> list[Instruction]:
    """The leader's own instructions on which no report has come, the first due first; also where the case is over."""
    mine = supervision.open_instructions(queries.visible_to(actor)).filter(person=actor.person).order_by("due_at", "id")
    return list(mine.select_related("case", "person", "organization", "post")[:20])


def first_of(month: date, back: int = 0) -> date:
    """The first day of the month that lies ``back`` months before."""
    number = month.year * 12 + month.month - 1 - back
    return date(number // 12, number % 12 + 1, 1)


def last_of(month: date) -> date:
    """The last day of a month."""
    return date.fromordinal(first_of(month, -1).toordinal() - 1)


def quarter_of(day: date) -> date:
    """The first day of the quarter."""
    return date(day.year, (day.month - 1) // 3 * 3 + 1, 1)


@dataclass
class Overview:
    """``work`` and ``now``: axis → key → figures; ``months``: month → figures of the district."""

    since: date
    months: dict[date, Figures] = field(default_factory=dict)
    work: dict[str, dict[str, Figures]] = field(default_factory=lambda: defaultdict(dict))

    def of(self, axis: str, key: str = "") -> Figures:
        """All figures of one unit, theme, town, stage or reason."""
        return self.work[axis].get(key, Counter())


def _seen(actor: Actor) -> Q:
    """Without what is said about the reader's own unit or one above it, as in their lists."""
    return ~Q(accused__in=[str(one) for one in told_of(actor)])


def read(actor: Actor, span: int) -> Overview:
    """The work of the last ``span`` months and what stands open now. Four queries."""
    today, seen = clock.today(), _seen(actor)
    found = Overview(first_of(today, span - 1))
    rows = Tally.objects.filter(seen)
    for line in tallies.summed(rows.filter(month__gte=found.since), *WORK):
        _add(found, line, WORK)
    for line in tallies.summed(rows.exclude(open=0), *NOW):
        _add(found, line, NOW)
    since = first_of(today, LONG - 1)
    for row in rows.filter(axis="all", month__gte=since).values("month", "asked", "answered"):
        figures = found.months.setdefault(row["month"], Counter())
        figures.update(asked=row["asked"], answered=row["answered"])
    return found


def _add(found: Overview, line: dict[str, Any], names: tuple[str, ...]) -> None:
    figures = found.work[line["axis"]].setdefault(line["key"], Counter())
    figures.update({name: line[f"n_{name}"] for name in names})


@dataclass(frozen=True)
class Rate:
    """``n`` people said something about it, ``yes`` of them yes; ``shown``: enough people to show it."""

    yes: int
    n: int
    shown: bool


@dataclass(frozen=True)
class Opinion:
    """What people said: the three rates, and of how many asked how many said anything at all."""

    called: int
    rated: int
    shown: bool
    rates: dict[str, Rate]


def opinions(quarter: date, question: bool) -> tuple[Opinion, dict[str, Opinion]]:
    """(the district, unit → its own) of people whose answer went out in the quarter. One query.

    The same for every reader: what is said about a unit's conduct is in nobody's figures."""
    rows = Tally.objects.filter(
        axis="unit", question=question, accused="", month__gte=quarter, month__lt=first_of(quarter, -3)
    )
    units = {
        line["key"]: Counter({name: line[f"n_{name}"] for name in PEOPLE}) for line in tallies.summed(rows, *PEOPLE)
    }
    out = {name: suppress.hidden({key: one[name] for key, one in units.items()}) for name in _BASES}
    whole: Figures = Counter()
    for one in units.values():
        whole.update(one)
    alone = {name: {""} if 0 < whole[name] < suppress.LEAST else set() for name in _BASES}
    return _opinion(whole, "", alone), {key: _opinion(one, key, out) for key, one in units.items() if one["called"]}


def apart(whole: Opinion, each: Mapping[str, Opinion]) -> tuple[dict[str, Opinion], Opinion | None]:
    """(the units of which something is shown, what is not shown of any unit together); None where nothing is left out."""
    alone = {key: one for key, one in each.items() if _says_something(one)}
    if len(alone) == len(each):
        return alone, None
    seen = [one for one in alone.values() if one.shown]
    called = suppress.rest(whole.called, [one.called for one in seen])
    rated = suppress.rest(whole.rated, [one.rated for one in seen])
    rates = {name: _left(whole.rates[name], [one.rates[name] for one in alone.values()]) for name in RATES}
    return alone, Opinion(called or 0, rated or 0, whole.shown and None not in (called, rated), rates)


def _says_something(one: Opinion) -> bool:
    return one.shown or any(rate.shown and rate.n for rate in one.rates.values())


def _left(whole: Rate, each: Iterable[Rate]) -> Rate:
    seen = [one for one in each if one.shown]
    n = suppress.rest(whole.n, [one.n for one in seen])
    return Rate(whole.yes - sum(one.yes for one in seen), n or 0, whole.shown and n is not None)


#: how many people each figure is of
_BASES = ("called", "rated", "contacted_n", "solved_n", "satisfied_n")


def _opinion(figures: Figures, key: str, out: dict[str, set[str]]) -> Opinion:
    rates = {name: Rate(figures[name], figures[f"{name}_n"], key not in out[f"{name}_n"]) for name in RATES}
    shown = key not in out["rated"] and key not in out["called"]
    return Opinion(figures["called"], figures["rated"], shown, rates)


def behind() -> datetime | None:
    """When the oldest thing happened that the figures do not know of yet; None while they know of everything."""
    return Event.objects.filter(counted=False).order_by("id").values_list("at", flat=True).first()
