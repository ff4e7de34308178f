"""逾期提醒: when a case's deadline has passed, those who work on it, their head and the supervisors hear it, once."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction

from qiaoliang.base.core import clock
from qiaoliang.work.cases.actions import telling
from qiaoliang.work.cases.choices import MAIN, State
from qiaoliang.work.cases.models import Case, Deadline


def tell_late() -> int:
    """Tell of every deadline that has passed and was not told yet; how many. Each is a transaction of its own."""
    passed = Deadline.objects.filter(step__in=MAIN, ended_at=None, late_told_at=None, due_at__lt=clock.now())
    waiting = passed.filter(case__stopped_at=None).order_by("due_at").values_list("pk", flat=True)[:500]
    return sum(_tell(pk) for pk in list(waiting))


@transaction.atomic
def _tell(deadline_id: UUID) -> bool:
    live = Deadline.objects.filter(pk=deadline_id, ended_at=None, late_told_at=None)
    if not live.update(late_told_at=clock.now()):
        return False
    case = Case.objects.get(deadlines=deadline_id)
    for permission in _whose(case):
        telling.tell(case, "late", permission, case.lead_id)
    telling.tell(case, "late", "cases.supervise")
    return True


def _whose(case: Case) -> tuple[str, ...]:
    if case.lead_id:
        return ("cases.work", "cases.approve")
    return ("cases.accept",) if case.state == State.SUBMITTED else ("cases.dispatch",)
