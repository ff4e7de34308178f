"""What a case waits for from its reader, in words, and by when: so that a list says what to do and not only how it stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from django.utils.translation import pgettext_lazy

from qiaoliang.base.access.actor import Actor
from qiaoliang.base.core import clock
from qiaoliang.work.cases import queries
from qiaoliang.work.cases.choices import MAIN, Clock, RequestKind, State
from qiaoliang.work.cases.models import Case


@dataclass(frozen=True)
class Expected:
    """``words`` say the step; ``by`` is when its own clock runs out, None where none runs."""

    words: str
    by: datetime | None = None


#: what is waited for (``queries.waits_for``) → its words, and the clocks that may run for it, the first that does counts
STEPS: dict[str, tuple[Any, tuple[Clock, ...]]] = {
    "cases.accept": (pgettext_lazy("to do", "Take it on, or pass it on"), (Clock.ACCEPT,)),
    "cases.refuse": (pgettext_lazy("to do", "Decide whether it is not taken on"), (Clock.ACCEPT,)),
    "cases.dispatch": (pgettext_lazy("to do", "Assign it to a unit"), (Clock.DISPATCH,)),
    "cases.answer_directly": (pgettext_lazy("to do", "Check the answer of the office"), (Clock.DISPATCH,)),
    "cases.decide_requests": (pgettext_lazy("to do", "Decide whether it may be returned"), (Clock.RETURN_DECISION,)),
    "cases.sign": (pgettext_lazy("to do", "Sign for it"), (Clock.SIGN,)),
    "cases.review": (pgettext_lazy("to do", "Review it"), (Clock.REVIEW,)),
    "nobody_left": (pgettext_lazy("to do", "Give it to another unit: nobody is left there to handle it"), MAIN),
    "called": (pgettext_lazy("to do", "Answer the call to sit together"), (Clock.WHISTLE,)),
    "promised": (pgettext_lazy("to do", "Keep what was promised"), ()),
}
# the same where the step depends on more: what is asked for, how the case stands, which clock runs
_MORE_TIME = (pgettext_lazy("to do", "Decide whether there is more time"), (Clock.EXTENSION_DECISION,))
_HOLD = (pgettext_lazy("to do", "Decide whether it is put on hold"), (Clock.HOLD_DECISION,))
_AGREE = (pgettext_lazy("to do", "Say whether you agree to more time"), (Clock.EXTENSION_AGREE,))
_CHECK = (pgettext_lazy("to do", "Check the answer"), (Clock.APPROVE, *MAIN))
_SPEAK = (pgettext_lazy("to do", "Speak with the person"), (Clock.CONTACT,))
_REPORT = (pgettext_lazy("to do", "Report how it stands"), (Clock.HOLD_REPORT,))
_AGAIN = (pgettext_lazy("to do", "Handle it again and answer"), (Clock.REWORK,))
_ANSWER = (pgettext_lazy("to do", "Handle it and write the answer"), (Clock.ANSWER, Clock.REWORK))
_ASK = (pgettext_lazy("to do", "Ask the person for a rating"), (Clock.CALLBACK_START,))
_CALL = (pgettext_lazy("to do", "Call the person and note the rating"), (Clock.CALLBACK_WINDOW,))


def of(actor: Actor, cases: Sequence[Case]) -> dict[UUID, Expected]:
    """case → what it waits for from the actor; a case that waits for others is left out. Four queries at most."""
    waits = queries.waits_for(actor, cases)
    asked = queries.asked_for(cases) if "cases.grant_time" in waits.values() else {}
    clocks = queries.running_clocks(list(waits))
    owed = queries.days_promised([pk for pk, what in waits.items() if what == "promised"])
    found = {}
    for case in cases:
        if what := waits.get(case.pk):
            words, steps = _step(what, case, asked.get(case.pk, ()), clocks.get(case.pk, {}))
            by = _due(case, steps, clocks.get(case.pk, {})) if what != "promised" else _end_of(owed[case.pk])
            found[case.pk] = Expected(str(words), by)
    return found


def _step(what: str, case: Case, asked: Sequence[str], clocks: dict[str, datetime]) -> tuple[Any, Sequence[Clock]]:
    if what == "cases.work":
        return _work(case, clocks)
    if what == "cases.approve":
        return _CHECK if case.state == State.PENDING_APPROVAL else _AGREE
    if what == "cases.grant_time":
        return _MORE_TIME if RequestKind.EXTENSION in asked else _HOLD
    if what == "cases.callback":
        return _ASK if case.state == State.ANSWERED else _CALL
    return STEPS[what]


def _work(case: Case, clocks: dict[str, datetime]) -> tuple[Any, Sequence[Clock]]:
    if Clock.HOLD_REPORT in clocks:
        return _REPORT
    if Clock.CONTACT in clocks:
        return _SPEAK
    return _AGAIN if case.state == State.REWORK else _ANSWER


def _end_of(day: date) -> datetime:
    return datetime.combine(day, time(23, 59), clock.ZONE)


def _due(case: Case, steps: Sequence[Clock], clocks: dict[str, datetime]) -> datetime | None:
    """When the step's own clock runs out; a main clock that stands still gives no date."""
    running = (clocks[one] for one in steps if one in clocks and not (case.stopped_at and one in MAIN))
    return next(running, None)
