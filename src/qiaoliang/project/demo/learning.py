"""What the machine learned in the demo's six months: each decision of the past in its order, set beside what would have been
suggested before it, by the product's own actions with its clock set back."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from qiaoliang.base.core import clock, remembered
from qiaoliang.work.cases.models import Event
from qiaoliang.work.cases.sorting import labels
from qiaoliang.work.cases.sorting.actions.follow import decision, month_of, settle, teach
from qiaoliang.work.cases.sorting.actions.heat import look
from qiaoliang.work.cases.sorting.actions.measure import measure
from qiaoliang.work.cases.sorting.actions.read import read_new
from qiaoliang.work.cases.sorting.actions.rebuild import rebuild
from qiaoliang.work.cases.sorting.actions.suggest import suggest
from qiaoliang.work.cases.sorting.actions.train import fresh
from qiaoliang.work.cases.sorting.choices import SORTED, What

#: what is decided by which step
STEPS = {What.CATEGORY: "accept", What.LEAD: "dispatch"}


def learn_in_order() -> None:
    """The months first, then what lies on the desks today, then what many people raise."""
    with remembered.still():
        for what in What:
            _live_through(what)
    rebuild()
    read_new()
    look()


def _live_through(what: What) -> None:
    """Suggest, see what was decided, learn it; learn all again at the turn of each quarter, where the worker would do so each
    day: a start of the demo should not take longer for it."""
    learned, told, leads, months = fresh(what), list[tuple[str, str]](), labels.Leads(), set[date]()
    for event in _decisions(what):
        with clock.frozen(event.at):
            row = suggest(event.case, what, learned)
            lessons = settle(row, event.case, leads)
        month = month_of(row)
        if months and month not in months and month.month % 3 == 1:
            learned = fresh(what, told)
        teach(learned, lessons)
        told += [(lesson.text, lesson.label) for lesson in lessons]
        months.add(month)
    for month in months:
        measure(what, month)


def _decisions(what: What) -> Iterator[Event]:
    """The first decision on each case, in their order."""
    rows = Event.objects.filter(step=STEPS[what], case__state__in=SORTED).select_related(
        "case__category", "case__lead", "case__area"
    )
    found = set[object]()
    for event in rows.order_by("at", "id"):
        if event.case_id not in found and decision(event.case, what):
            found.add(event.case_id)
            yield event
