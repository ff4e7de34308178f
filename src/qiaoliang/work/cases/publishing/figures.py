"""有回音: the table of a closed quarter, asked, answered and solved by theme, without the groups that are too small."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from typing import Any

from qiaoliang.base.core import clock
from qiaoliang.work.cases import suppress, tallies
from qiaoliang.work.cases.models import Tally
from qiaoliang.work.cases.overview import first_of, last_of, quarter_of

#: ratings still come in after a quarter: its figures are written when it has been over so long
SETTLES = timedelta(days=30)
#: the columns, and of how many each is
COLUMNS = ("asked", "answered", "solved_n")
NAMES = (*COLUMNS, "solved")


def last_settled(today: date | None = None) -> date:
    """The first day of the last quarter that has been over long enough."""
    start = quarter_of(today or clock.today())
    before = first_of(start, 3)
    return before if last_of(first_of(start, 1)) + SETTLES < (today or clock.today()) else first_of(before, 3)


def table(quarter: date) -> dict[str, Any]:
    """``whole``, ``questions`` and ``themes`` (code → figures), ready to be kept: a figure that is not shown is None. What is
    said about a unit's conduct is in nobody's figures, and questions, which are settled by saying something, stand apart."""
    matters, questions = _counts(quarter, question=False), _counts(quarter, question=True)
    hidden = {name: suppress.hidden({code: one[name] for code, one in matters.items()}) for name in COLUMNS}
    return {
        "whole": _alone(_sum(matters)),
        "questions": _alone(_sum(questions)),
        "themes": {
            code: _shown(one, {name: code in hidden[name] for name in COLUMNS}) for code, one in matters.items()
        },
    }


def _counts(quarter: date, *, question: bool) -> dict[str, Counter[str]]:
    rows = Tally.objects.filter(
        axis="theme", question=question, accused="", month__gte=quarter, month__lt=first_of(quarter, -3)
    )
    found = {line["key"]: Counter({name: line[f"n_{name}"] for name in NAMES}) for line in tallies.summed(rows, *NAMES)}
    return {code: one for code, one in found.items() if any(one[name] for name in COLUMNS)}


def _sum(counts: dict[str, Counter[str]]) -> Counter[str]:
    whole: Counter[str] = Counter()
    for one in counts.values():
        whole.update(one)
    return whole


def _alone(whole: Counter[str]) -> dict[str, int | None]:
    return _shown(whole, {name: 0 < whole[name] < suppress.LEAST for name in COLUMNS})


def _shown(one: Counter[str], out: dict[str, bool]) -> dict[str, int | None]:
    """A rate goes with what it is of."""
    figures: dict[str, int | None] = {name: None if out[name] else one[name] for name in COLUMNS}
    return figures | {"solved": None if out["solved_n"] else one["solved"]}
