"""Reading what is new: suggestions for cases that wait for a decision, the same matter said before, and what was decided since."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from qiaoliang.base.core import remembered
from qiaoliang.work.cases.choices import State
from qiaoliang.work.cases.models import Case
from qiaoliang.work.cases.sorting import shelf
from qiaoliang.work.cases.sorting.actions.follow import follow, teach, unread
from qiaoliang.work.cases.sorting.actions.match import match
from qiaoliang.work.cases.sorting.actions.suggest import suggest
from qiaoliang.work.cases.sorting.actions.train import due, model, train
from qiaoliang.work.cases.sorting.choices import SORTED, What
from qiaoliang.work.cases.sorting.models import Suggestion
from qiaoliang.work.cases.sorting.shelf import Learned

AT_ONCE = 10
#: a model has tens of megabytes, so it is not written for each lesson; what a killed worker forgets is learned again within a day
SAVE_AFTER = 20
#: open cases: the office, or a unit, has to do with them
OPEN = (State.SUBMITTED, *(state for state in SORTED if state != State.CLOSED))
Report = Callable[[int], Any]


def read_new(report: Report = lambda done: None) -> int:
    """Go on until nothing is left; how many cases were new. What is slow comes before a transaction, never inside: others
    wait to write."""
    done = 0
    with shelf.alone(), remembered.still():
        models = {what: model(what) for what in What}
        while found := _new_cases(models[What.CATEGORY]):
            done += found
            report(done)
        while _suggest_leads(models[What.LEAD]):
            report(done)
        _learn()
    return done


def suggest_again() -> None:
    """What still waits for a decision is read with what has been learned since."""
    with shelf.alone(), remembered.still():
        models = {what: model(what) for what in What}
        waiting = Suggestion.objects.filter(decided="", settled=False, offered__isnull=False)
        for row in waiting.select_related("case__area", "case__category").order_by("pk"):
            what = What(row.what)
            if row.case.state == WAITING[what]:
                suggest(row.case, what, models[what])


#: in which state a case waits for the decision
WAITING = {What.CATEGORY: State.SUBMITTED, What.LEAD: State.ACCEPTED}


def _without(what: What) -> QuerySet[Case]:
    read = Suggestion.objects.filter(case=OuterRef("pk"), what=what)
    return Case.objects.exclude(Exists(read)).select_related("area", "category", "lead").order_by("pk")


@transaction.atomic
def _new_cases(learned: Learned) -> int:
    cases = list(_without(What.CATEGORY).filter(state__in=OPEN)[:AT_ONCE])
    for case in cases:
        match(case)
        if case.state == State.SUBMITTED:
            suggest(case, What.CATEGORY, learned)
        else:
            unread(case, What.CATEGORY).save()
    return len(cases)


@transaction.atomic
def _suggest_leads(learned: Learned) -> int:
    """For cases that were accepted; one that is to be accepted anew is asked again afterwards."""
    Suggestion.objects.filter(what=What.LEAD, decided="", settled=False, case__state=State.SUBMITTED).delete()
    cases = list(_without(What.LEAD).filter(state=State.ACCEPTED)[:AT_ONCE])
    for case in cases:
        suggest(case, What.LEAD, learned)
    return len(cases)


def _learn() -> None:
    while lessons := follow():
        for what in What:
            mine = [lesson for lesson in lessons if lesson.what == what]
            if not mine:
                continue
            learned = model(what)
            teach(learned, mine)
            if due(learned):
                train(what)
            elif learned.unsaved >= SAVE_AFTER:
                shelf.write(what, learned)
