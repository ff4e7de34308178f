"""What the worker does for cases by itself."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from qiaoliang.base.core import clock
from qiaoliang.base.core.errors import Refusal
from qiaoliang.base.core.who import SYSTEM
from qiaoliang.base.jobs.registry import every, handler
from qiaoliang.work.cases.actions.drafts import forget_expired
from qiaoliang.work.cases.actions.information import lapse
from qiaoliang.work.cases.actions.late import tell_late
from qiaoliang.work.cases.actions.rate import close_silent, open_callback
from qiaoliang.work.cases.actions.remark import remark
from qiaoliang.work.cases.choices import ENDED, Clock, State
from qiaoliang.work.cases.models import Deadline

#: clock that ran out → (states it matters in, what happens then)
RAN_OUT = {
    Clock.CALLBACK_START: ((State.ANSWERED,), lambda case_id: open_callback(SYSTEM, case_id)),
    Clock.CALLBACK_WINDOW: ((State.CALLBACK,), close_silent),
    Clock.INFORMATION: (tuple(state for state in State if state not in ENDED), lapse),
}


@handler("cases.clocks", _("Keep the clocks of cases"))
def clocks(payload: dict[str, Any], progress: Any) -> None:
    """Take the steps whose clock has run out. Each is a transaction of its own, so one refusal stops nothing."""
    for step, (states, act) in RAN_OUT.items():
        due = Deadline.objects.filter(step=step, ended_at=None, due_at__lte=clock.now(), case__state__in=states)
        for case_id in list(due.order_by("due_at").values_list("case_id", flat=True)[:500]):
            try:
                act(case_id)
            except Refusal:  # somebody took a step meanwhile
                continue
    tell_late()


@handler("cases.drafts", _("Forget unfinished forms"))
def drafts(payload: dict[str, Any], progress: Any) -> None:
    """Forget unfinished forms after 24 hours."""
    forget_expired()


@handler("cases.marks", stepwise=True, lease=120)
def marks(payload: dict[str, Any], progress: Any) -> None:
    """After an upgrade with a better finder: mark again what was marked by the older one."""
    done = 0
    while touched := remark():
        done += touched
        progress.report(done, done)


every("cases.clocks", seconds=60)
every("cases.drafts", seconds=900)
every("cases.marks", seconds=86_400)
