"""说明原因: the unit that is late says why and by when it will be done; the ladder waits until that day."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from qiaoliang.base.access.actor import Actor
from qiaoliang.base.catalog import queries as catalog
from qiaoliang.base.core import clock
from qiaoliang.base.core.errors import Refusal
from qiaoliang.work.cases.actions import deadlines, telling
from qiaoliang.work.cases.actions.transition import locked, take
from qiaoliang.work.cases.choices import MAIN
from qiaoliang.work.cases.models import Event

#: a day further off than this is a slip of the pen
FURTHEST = timedelta(days=366)


@transaction.atomic
def explain_delay(actor: Actor, case_id: UUID, version: int, *, reason: str, text: str, until: date) -> Event:
    """Write the reason down; open letters are answered by it. The deadline itself does not move, and lateness stays."""
    case = locked(case_id, version)
    ensure_near(until, "until")
    catalog.reason("delay", reason)
    event = take(actor, "explain_delay", case, reason=reason, note=text, refs={"until": until.isoformat()})
    for deadline in case.deadlines.filter(step__in=MAIN, ended_at=None):
        deadline.case = case
        deadline.delay_reason, deadline.explained_until = reason, until
        deadline.save(update_fields=["delay_reason", "explained_until"])
        deadlines.rehang(deadline)
    case.letters.filter(answered_at=None).update(answered_at=clock.now())
    telling.tell(case, "explained", "cases.supervise")
    return event


def ensure_near(day: date, field: str) -> None:
    """A day that somebody promises lies neither in the past nor beyond a year."""
    today = clock.today()
    if day < today:
        raise Refusal(_("This day is over. Choose today or a later day."), code="cases.day", field=field)
    if day > today + FURTHEST:
        raise Refusal(_("This day is more than a year away. Check the year."), code="cases.day", field=field)
