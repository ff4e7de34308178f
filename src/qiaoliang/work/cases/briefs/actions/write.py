"""写简报: the week before, once; leaders and supervisors are told."""

from __future__ import annotations

from django.db import transaction

from qiaoliang.base.access import queries as access
from qiaoliang.base.audit import actions as audit
from qiaoliang.base.core import clock
from qiaoliang.base.core.who import SYSTEM
from qiaoliang.base.notify import actions as notify
from qiaoliang.work.cases.briefs import figures
from qiaoliang.work.cases.briefs.models import Brief

READERS = ("cases.instruct", "cases.supervise")


@transaction.atomic
def write() -> Brief | None:
    """The brief of the last whole week; None where it is written already."""
    first, last = figures.week_before(clock.today())
    if Brief.objects.filter(first=first).exists():
        return None
    brief = Brief.objects.create(first=first, last=last, figures=figures.of_week(first, last))
    audit.record(SYSTEM, "briefs.write", brief, refs={"week": first})
    people = {one for right in READERS for one in access.people_with(right, None)}
    notify.tell(sorted(people), "briefs.written", ("brief", brief.pk), issue=brief.issue)
    return brief
