"""What the worker does for cases by itself."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Any

from django.utils.translation import gettext_lazy as _

from qiaoliang.base.catalog import registry as catalog
from qiaoliang.base.core import clock
from qiaoliang.base.core.errors import Refusal
from qiaoliang.base.core.who import SYSTEM
from qiaoliang.base.jobs import steady
from qiaoliang.base.jobs.actions import enqueue
from qiaoliang.base.jobs.progress import Progress
from qiaoliang.base.jobs.registry import every, handler
from qiaoliang.base.workdays.registry import on_change
from qiaoliang.work.cases.actions import promise, staged
from qiaoliang.work.cases.actions.count import count_new
from qiaoliang.work.cases.actions.drafts import forget_expired
from qiaoliang.work.cases.actions.information import lapse, remind_all
from qiaoliang.work.cases.actions.late import climb_all, tell_late_instructions
from qiaoliang.work.cases.actions.rate import close_silent, open_callback
from qiaoliang.work.cases.actions.recount import outdated, recount
from qiaoliang.work.cases.actions.remark import remark
from qiaoliang.work.cases.actions.requests import tell_undecided
from qiaoliang.work.cases.actions.weekly import tell_data_officers
from qiaoliang.work.cases.choices import ENDED, Clock, State
from qiaoliang.work.cases.models import Deadline

#: how many deadlines between two reports of progress
STEP = 50
#: steps of one kind in one run of the worker
AT_ONCE = 500
#: clock that ran out → (states it matters in, what happens then)
RAN_OUT = {
    Clock.CALLBACK_START: ((State.ANSWERED,), lambda case_id: open_callback(SYSTEM, case_id)),
    Clock.CALLBACK_WINDOW: ((State.CALLBACK,), close_silent),
    Clock.INFORMATION: (tuple(state for state in State if state not in ENDED), lapse),
}


@handler("cases.clocks", _("Keep the clocks of cases"), stepwise=True, lease=120)
def clocks(payload: dict[str, Any], progress: Progress) -> None:
    """Stepwise: after days of sleep there are thousands of steps, and whoever writes on SQLite would wait for all of them."""
    tick(lambda done: progress.report(done, done))


def tick(report: Callable[[int], Any] = lambda done: None) -> None:
    """Take the steps whose clock has run out, unless the server's own clock has just jumped."""
    if steady.look():
        run_out(report)


def run_out(report: Callable[[int], Any] = lambda done: None) -> None:
    """Every step whose clock has run out now. Each is a transaction of its own, so one refusal stops nothing; each can be
    taken once only, so that another worker may do the same meanwhile."""
    done = 0
    for take in TAKEN:
        done += take()
        report(done)


def _run_out_of(step: Clock) -> int:
    states, act = RAN_OUT[step]
    due = Deadline.objects.filter(step=step, ended_at=None, due_at__lte=clock.now(), case__state__in=states)
    cases = list(due.order_by("due_at").values_list("case_id", flat=True)[:AT_ONCE])
    for case_id in cases:
        with contextlib.suppress(Refusal):  # somebody took a step meanwhile
            act(case_id)
    return len(cases)


#: what time brings about, in this order
TAKEN: tuple[Callable[[], int], ...] = (
    *(partial(_run_out_of, step) for step in RAN_OUT),
    remind_all,
    promise.remind_all,
    climb_all,
    tell_late_instructions,
    tell_undecided,
)


@handler("cases.recount", _("Count open deadlines again"), stepwise=True, lease=120)
def recount_open(payload: dict[str, Any], progress: Progress) -> None:
    """Count the running deadlines again, each in a transaction of its own, so that it goes on after a stop where it was."""
    left = outdated()
    total = progress.done + len(left)
    for number, deadline_id in enumerate(left, progress.done + 1):
        recount(deadline_id)
        if number % STEP == 0 or number == total:
            progress.report(number, total)


@on_change
def _when_the_calendar_changes(old: int, new: int) -> None:
    enqueue("cases.recount", {"calendar": new}, key="calendar")


@catalog.on_change
def _when_the_catalogue_changes(number: int, valid_from: datetime) -> None:
    """Once the version holds: what it says of open cases is done then."""
    enqueue("cases.recount", {"catalog": number}, run_after=max(valid_from, clock.now()), key=f"catalog:{number}")


@handler("cases.drafts", _("Forget unfinished forms"))
def drafts(payload: dict[str, Any], progress: Any) -> None:
    """Forget unfinished forms after 24 hours."""
    forget_expired()
    staged.forget_expired()


@handler("cases.week", _("Tell the data officers about the week"))
def week(payload: dict[str, Any], progress: Any) -> None:
    """On the first run after a week has ended; unless the server's own clock has just jumped."""
    if steady.look():
        tell_data_officers()


@handler("cases.marks", _("Mark contact data in texts again"), stepwise=True, lease=120)
def marks(payload: dict[str, Any], progress: Any) -> None:
    """After an upgrade with a better finder: mark again what was marked by the older one."""
    done = 0
    while touched := remark():
        done += touched
        progress.report(done, done)


@handler("cases.count", _("Keep the district's figures"), stepwise=True, lease=120)
def figures(payload: dict[str, Any], progress: Progress) -> None:
    """Count what has happened since the last time."""
    count_new(lambda done: progress.report(done, done))


every("cases.clocks", seconds=60)
every("cases.count", seconds=30)
every("cases.drafts", seconds=900)
every("cases.marks", seconds=86_400)
every("cases.week", seconds=14_400)
