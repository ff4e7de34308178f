"""Suggesting what a case is about and who leads it, before a person decides: a row that the form then shows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple
from uuid import UUID

from qiaoliang.base.access import queries as access
from qiaoliang.base.catalog import queries as catalog
from qiaoliang.text.routing.router import Suggestion as Suggested
from qiaoliang.work.cases import queries
from qiaoliang.work.cases.models import Case
from qiaoliang.work.cases.sorting import labels, reading
from qiaoliang.work.cases.sorting.actions.follow import decision
from qiaoliang.work.cases.sorting.actions.train import text_of
from qiaoliang.work.cases.sorting.choices import What
from qiaoliang.work.cases.sorting.models import Alike, Suggestion
from qiaoliang.work.cases.sorting.shelf import Learned

#: nothing is said unless the first is at least so likely, and so many times as likely as the next; others are shown from WORTH on
SURE, AHEAD = 0.1, 2.0
WORTH = 0.05
#: so many words of a case must speak for a category: one alone ("cannot sleep") may stand for a noise or for a worry
WORDS = 2
#: an earlier case that shares so much is a precedent: what was decided there comes first
PRECEDENT = 0.5
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
    found = _precedents(case, what)
    (routing,) = learned.router.suggest([text_of(case, what)], most=2 * MOST)
    text = reading.words(case)
    for one in routing.suggestions if _is_ahead(routing.suggestions) else ():
        why = reading.said_in(text, one.why)
        if _speaks(one, why, what) and one.p >= (WORTH if found else SURE) and (value := _meant(one.label, case, what)):
            found.setdefault(value, why)
    return [Offer(value, why) for value, why in found.items()][:MOST]


def _speaks(one: Suggested, why: list[str], what: What) -> bool:
    """Whether enough speaks for it: what a case is about must stand in its words, a unit may follow from what it is about."""
    if what == What.LEAD:
        return bool(why or one.why)
    return len(why) >= WORDS


def _precedents(case: Case, what: What) -> dict[str, list[str]]:
    """What was decided on earlier cases that say the same, the most alike first, with the phrases that both hold."""
    same = Alike.objects.filter(case=case, share__gte=PRECEDENT).select_related("other__category", "other__lead")
    found: dict[str, list[str]] = {}
    for one in same.order_by("-share", "-id"):
        decided = decision(one.other, what)
        if decided and (what == What.CATEGORY or _may_take(UUID(decided), case)):
            found.setdefault(decided, one.words)
    return found


def _is_ahead(found: Sequence[Suggested]) -> bool:
    """Whether the first is no guess among equals."""
    following = found[1].p if len(found) > 1 else 0.0
    return bool(found) and found[0].p >= max(SURE, AHEAD * following)


def _meant(label: str, case: Case, what: What) -> str:
    """The value a label stands for; empty where it is none of today's, or a unit that cannot take the case."""
    if what == What.CATEGORY:
        return label if label in catalog.view().categories else ""
    unit = labels.unit_of(label, case, besides=queries.accused_circle(case))
    return str(unit.pk) if unit and _may_take(unit.pk, case) else ""


def _may_take(unit: UUID, case: Case) -> bool:
    """Never a unit whose conduct the case is about, nor one below it; and one where somebody works and somebody checks."""
    able = all(access.people_with(right, unit) for right in ("cases.work", "cases.approve"))
    return able and unit not in queries.accused_circle(case)
