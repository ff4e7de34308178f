"""Following what people decide: each decision is set beside what was suggested, and learned.

A decision counts as it stands while the case is open: taken back, it is none; where a unit returns the case, the later one
counts. Nobody's name is kept: it is the machine that is measured."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from itertools import groupby
from typing import NamedTuple

from django.db import transaction
from django.db.models import F

from qiaoliang.base.core import clock
from qiaoliang.work.cases.choices import ENDED, State
from qiaoliang.work.cases.models import Case
from qiaoliang.work.cases.sorting import labels
from qiaoliang.work.cases.sorting.actions.measure import measure
from qiaoliang.work.cases.sorting.actions.train import label_of, text_of
from qiaoliang.work.cases.sorting.choices import SORTED, What
from qiaoliang.work.cases.sorting.models import Suggestion
from qiaoliang.work.cases.sorting.shelf import Learned

AT_ONCE = 100
#: a case decided on before the worker had read it counts as one where nothing was said, as long as it is so young
YOUNG = timedelta(days=1)


class Lesson(NamedTuple):
    """Something to learn: the words of a case, and the label that a person gave it."""

    what: What
    text: str
    label: str


@transaction.atomic
def follow() -> list[Lesson]:
    """Look at the cases that moved since the last time; what there is to learn."""
    moved = Suggestion.objects.filter(settled=False).exclude(seen=F("case__version"))
    rows = moved.select_related("case__category", "case__lead").order_by("case_id")[:AT_ONCE]
    lessons: list[Lesson] = []
    touched: set[tuple[What, date]] = set()
    leads = labels.Leads()
    for case, found in groupby(rows, lambda row: row.case):
        for row in _with_unread(case, list(found)):
            before = row.decided
            lessons += settle(row, case, leads)
            if row.decided != before:
                touched.add((What(row.what), month_of(row)))
    for what, month in touched:
        measure(what, month)
    return lessons


def teach(learned: Learned, lessons: Iterable[Lesson]) -> None:
    """Learn these at once, each by the smallest change that puts its label first."""
    for lesson in lessons:
        learned.router.learn(lesson.text, lesson.label)
        learned.since, learned.unsaved = learned.since + 1, learned.unsaved + 1


def decision(case: Case, what: What) -> str:
    """What stands decided: the code of the category, the id of the lead unit; empty while nothing does."""
    if case.state not in SORTED or case.category is None:
        return ""
    if what == What.CATEGORY:
        return case.category.code
    return str(case.lead_id) if case.lead_id and case.state != State.ACCEPTED else ""


def settle(row: Suggestion, case: Case, leads: labels.Leads) -> list[Lesson]:
    """Set the decision as it stands now beside what was suggested; what there is to learn from it."""
    what, before = What(row.what), row.decided
    row.seen, row.settled = case.version, case.state in ENDED
    if case.state != State.MERGED:
        row.decided = decision(case, what)
    changed = row.decided != before
    if changed:
        row.decided_at = row.decided_at or clock.now()
        row.place = _place(row)
    row.save()
    teaches = changed and row.decided and case.text
    return [Lesson(what, text_of(case, what), label_of(case, what, leads))] if teaches else []


def month_of(row: Suggestion) -> date:
    """The month in whose figures a decision counts."""
    assert row.decided_at is not None
    return clock.localtime(row.decided_at).date().replace(day=1)


def _place(row: Suggestion) -> int | None:
    if not row.decided or not row.offered:
        return None
    return row.offered.index(row.decided) + 1 if row.decided in row.offered else 0


def _with_unread(case: Case, rows: list[Suggestion]) -> list[Suggestion]:
    """With a row for the lead where it was decided before anything could be suggested."""
    if decision(case, What.LEAD) and not case.suggestions.filter(what=What.LEAD).exists():
        rows.append(unread(case, What.LEAD))
    return rows


def unread(case: Case, what: What) -> Suggestion:
    """A row for a case on which somebody decided before it was read: nothing was said, or long ago nobody was there to."""
    accepted = case.events.filter(step="accept").exists()
    young = accepted and case.received_at > clock.now() - YOUNG
    return Suggestion(case=case, what=what, offered=[] if young else None)
