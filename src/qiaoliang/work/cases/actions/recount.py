"""重算: a new holiday notice moves the dates of open cases. The old date stays in the history with the reason."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from qiaoliang.base.core import clock
from qiaoliang.base.core.who import SYSTEM
from qiaoliang.base.workdays import queries as workdays
from qiaoliang.base.workdays.calendar import Due
from qiaoliang.work.cases.actions import deadlines, telling
from qiaoliang.work.cases.actions.transition import locked, log
from qiaoliang.work.cases.choices import MAIN, Clock
from qiaoliang.work.cases.models import Case, Deadline

#: terms that depend on which days are worked; hours run through nights and holidays
UNITS = ("wd", "d")
ANSWERS = (Clock.ANSWER, Clock.REWORK)


def outdated() -> list[UUID]:
    """Running deadlines that were counted with another version of the calendar, oldest first."""
    live = Deadline.objects.filter(ended_at=None, unit__in=UNITS)
    return list(live.exclude(calendar=str(workdays.calendar().version)).order_by("pk").values_list("pk", flat=True))


@transaction.atomic
def recount(deadline_id: UUID) -> bool:
    """Count one deadline again; whether its date moved. It moves by as much as the same term moved between the two
    calendars, so what stood still or was extended meanwhile is kept. A date that comes earlier never lies before the
    end of the next working day: no notice makes anybody late."""
    case = locked(Deadline.objects.values_list("case_id", flat=True).get(pk=deadline_id))
    item = Deadline.objects.filter(pk=deadline_id, ended_at=None).first()
    if item is None or item.calendar == str(workdays.calendar().version):
        return False
    item.case = case
    old, counted = item.due_at, deadlines.counted(item, workdays.calendar())
    item.due_at = _moved(item, counted)
    item.days = [[day.date.isoformat(), day.counted, day.kind, day.name] for day in counted.days]
    item.provisional, item.calendar = counted.provisional, str(counted.version)
    item.save(update_fields=["due_at", "days", "provisional", "calendar"])
    if item.due_at != old:
        _say(case, item, old)
    return item.due_at != old


def _moved(item: Deadline, counted: Due) -> datetime:
    before = deadlines.counted(item, workdays.calendar(_version(item)))
    new = item.due_at + (counted.at - before.at)
    if new >= item.due_at:
        return new
    soonest = workdays.calendar().add(clock.now(), 1, "wd").at
    return min(item.due_at, max(new, soonest))


def _version(item: Deadline) -> int:
    return int(item.calendar) if item.calendar.isdigit() else 0


def _say(case: Case, item: Deadline, old: datetime) -> None:
    """The history names both dates; the unit hears it, and the person where their answer comes later."""
    deadlines.moved(case, item)
    refs = {"deadline": str(item.pk), "clock": item.step, "old": old.isoformat(), "new": item.due_at.isoformat()}
    event = log(SYSTEM, "recount", case, refs=refs, calendar=item.calendar)
    if item.step in ANSWERS and item.due_at > old:
        telling.letter(event, "recounted", old=old, due=item.due_at)
    if item.step in MAIN and case.lead_id:
        telling.tell(case, "recounted", "cases.work", case.lead_id)
