"""Put together what is due to be erased. Nothing goes yet: it is a list to be looked at."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from qiaoliang.base.access import queries as access
from qiaoliang.base.audit.actions import record
from qiaoliang.base.core import clock
from qiaoliang.base.core.errors import Refusal
from qiaoliang.base.core.who import SYSTEM
from qiaoliang.base.notify import actions as notify
from qiaoliang.work.cases.acting import Acting, person_id_of, who_of
from qiaoliang.work.cases.keeping import queries
from qiaoliang.work.cases.keeping.choices import What
from qiaoliang.work.cases.keeping.models import Clearing, Line

#: the most cases on one list, so that a person can look it through; the rest comes on the next
MOST = 2000
#: after somebody said no, the worker does not ask again for so long
PAUSE = timedelta(days=30)


@transaction.atomic
def propose(who: Acting = SYSTEM) -> Clearing | None:
    """The list of today; None where nothing is due. By the worker: also none while another waits or was lately dropped."""
    by_itself = person_id_of(who) is None
    if queries.open_one():
        if by_itself:
            return None
        raise Refusal(_("Another list is still open. See that one through first."), code="keeping.open")
    if by_itself and Clearing.objects.filter(dropped_at__gt=clock.now() - PAUSE).exists():
        return None
    before = queries.records_before()
    clearing = Clearing(records_before=before, records=queries.old_records(before).count())
    lines = [
        Line(clearing=clearing, case_id=kept.case_id, what=what, free_at=kept.free_at)
        for what in What
        for kept in queries.due(what).order_by("free_at", "pk")[:MOST]
    ]
    if not lines and not clearing.records:
        return None
    clearing.save(force_insert=True)
    Line.objects.bulk_create(lines, batch_size=500)
    record(who_of(who), "keeping.propose", clearing, refs={"lines": len(lines), "records": clearing.records})
    notify.tell(access.people_with("vault.review", None), "keeping.proposed", ("clearing", clearing.pk))
    return clearing
