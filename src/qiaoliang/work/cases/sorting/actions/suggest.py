"""Suggesting what a case is about and who leads it, before a person decides: a row that the form then shows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from qiaoliang.base.access import queries as access
from qiaoliang.base.catalog import queries as catalog
from qiaoliang.text.routing.router import Suggestion as Suggested
from qiaoliang.work.cases import queries
from qiaoliang.work.cases.models import Case
from qiaoliang.work.cases.sorting import labels, reading
from qiaoliang.work.cases.sorting.actions.train import text_of
from qiaoliang.work.cases.sorting.choices import What
from qiaoliang.work.cases.sorting.models import Suggestion
from qiaoliang.work.cases.sorting.shelf import Learned

#: nothing is said unless the first is at least so likely, and so many times as likely as the next; others are shown from WORTH on
SURE, AHEAD = 0.2, 1.5
WORTH = 0.05
MOST = 3


class Offer(NamedTuple):
    """A value, and the words of the case that speak for it."""

    value: str
    why: list[str]


def suggest(case: Case, what: What, learned: Learned) -> Suggestion:
    """Write down what is suggested; an earlier suggestion that nobody has decided on gives way."""
    found = offers(case, what, learned)
    values = {
        "offered": [one.value for one in found],
        "why": [one.why for one in found],
        "experience": learned.experience,
        "seen": case.version,
    }
    row, _made = Suggestion.objects.update_or_create(case=case, what=what, defaults=values)
    return row


def offers(case: Case, what: What, learned: Learned) -> list[Offer]:
    """At most three, the likeliest first; none where it would be a guess."""
    (routing,) = learned.router.suggest([text_of(case, what)], most=2 * MOST)
    if not _is_ahead(routing.suggestions):
        return []
    meant, text = _categories if what == What.CATEGORY else _units, reading.words(case)
    found: dict[str, list[str]] = {}
    for one in routing.suggestions:
        why = reading.said_in(text, one.why)
        # what a case is about must stand in its words; a unit may follow from what it is about
        speaks = bool(why or (one.why and what == What.LEAD))
        value = meant(one.label, case) if speaks and one.p >= (WORTH if found else SURE) else ""
        if value:
            found.setdefault(value, why)
    return [Offer(value, why) for value, why in found.items()][:MOST]


def _is_ahead(found: Sequence[Suggested]) -> bool:
    """Whether the first is no guess among equals."""
    following = found[1].p if len(found) > 1 else 0.0
    return bool(found) and found[0].p >= max(SURE, AHEAD * following)


def _categories(label: str, case: Case) -> str:
    """The category, while it is one of today's."""
    return label if label in catalog.view().categories else ""


def _units(label: str, case: Case) -> str:
    """The unit, while it can take the case: never one whose conduct the case is about, nor one below it."""
    unit = labels.unit_of(label, case, besides=queries.accused_circle(case))
    able = unit and all(access.people_with(right, unit.pk) for right in ("cases.work", "cases.approve"))
    return str(unit.pk) if unit and able else ""
