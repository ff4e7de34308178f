"""Learning everything again, from the cases as they are now: whatever has been erased is forgotten by it."""

from __future__ import annotations

import logging
import math
import warnings
from collections.abc import Iterator, Sequence

from django.db.models import QuerySet

from qiaoliang.text.routing.router import Router
from qiaoliang.work.cases.choices import State
from qiaoliang.work.cases.models import Case
from qiaoliang.work.cases.sorting import labels, reading, shelf
from qiaoliang.work.cases.sorting.choices import SORTED, What
from qiaoliang.work.cases.sorting.shelf import Damaged, Learned

log = logging.getLogger(__name__)
#: so many of the newest decisions are learned from
NEWEST = 4_000
#: everything is learned again after so many decisions, or this share of what is learned thoroughly
AFTER, SHARE = 20, 0.05


def model(what: What) -> Learned:
    """The model as it is; made anew where its file is missing, damaged or of an older version. Hold ``shelf.alone``."""
    try:
        found = shelf.read(what)
    except Damaged as fault:
        log.warning("The model for suggestions cannot be used and is made anew: %s", fault)
        found = None
    return found or train(what)


def train(what: What) -> Learned:
    """Learn duty lists and past decisions thoroughly, and keep it. Hold ``shelf.alone``."""
    learned = fresh(what, list(_decided(what)))
    shelf.write(what, learned)
    return learned


def fresh(what: What, decided: Sequence[tuple[str, str]] = ()) -> Learned:
    """A model of the duty lists and these decisions (words, label). The lines of the lists are learned like decisions, too: a
    matter that nobody has decided on yet keeps its label."""
    duties = labels.category_duties() if what == What.CATEGORY else labels.lead_duties()
    known = [(duty.text, duty.label) for duty in duties] + list(decided)
    router = Router(tuple(duties))
    with warnings.catch_warnings():
        # scikit-learn wonders at so many labels with so few examples; at the beginning it is so
        warnings.simplefilter("ignore", UserWarning)
        router.train([text for text, _label in known], [label for _text, label in known])
    return Learned(router, thorough=len(decided))


def due(learned: Learned) -> bool:
    """Whether enough was decided since everything was learned last."""
    return learned.since >= max(AFTER, math.ceil(SHARE * learned.thorough))


def _decided(what: What) -> Iterator[tuple[str, str]]:
    """(words, label) of each decision."""
    leads = labels.Leads()
    for case in _sorted(what)[:NEWEST]:
        yield text_of(case, what), label_of(case, what, leads)


def _sorted(what: What) -> QuerySet[Case]:
    cases = Case.objects.filter(state__in=SORTED).exclude(category=None).exclude(text="")
    if what == What.LEAD:
        cases = cases.exclude(lead=None).exclude(state=State.ACCEPTED)
    return cases.select_related("category", "lead").order_by("-id")


def text_of(case: Case, what: What) -> str:
    """What is read for this question: for the unit also what the case is about, as somebody has decided by then."""
    words = reading.words(case)
    return f"{case.category.name}。{words}" if what == What.LEAD and case.category else words


def label_of(case: Case, what: What, leads: labels.Leads) -> str:
    """What the model is taught of a decision."""
    assert case.category is not None
    return case.category.code if what == What.CATEGORY else leads.label(case)
