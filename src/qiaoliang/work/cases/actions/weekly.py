"""每周一: the data officers hear how often contact data was opened in the week before, and whether something stood out."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import NAMESPACE_URL, UUID, uuid5

from django.db import transaction

from qiaoliang.base.access import queries as access
from qiaoliang.base.core import clock
from qiaoliang.base.notify import actions as notify
from qiaoliang.base.notify.models import Notice
from qiaoliang.base.vault import queries as vault
from qiaoliang.base.vault import unusual

KIND = "cases.week_of_reveals"


@transaction.atomic
def tell_data_officers() -> int:
    """Once for the last whole week, Monday to Sunday; how many were told. A week without openings is told, too: silence
    would not say that somebody counted."""
    sunday = clock.today() - timedelta(days=clock.today().isoweekday())
    week = _week(sunday)
    if Notice.objects.filter(kind=KIND, subject_id=week).exists():
        return 0
    monday = sunday - timedelta(days=6)
    opened, odd = vault.reveals_between(monday, sunday).count(), len(unusual.patterns(monday, sunday))
    people = access.people_with("vault.review", None)
    return len(notify.tell(people, KIND, ("week", week), day=sunday, opened=opened, odd=odd))


def _week(sunday: date) -> UUID:
    """The same id for the same week, so that nobody is told twice."""
    return uuid5(NAMESPACE_URL, f"reveals:{sunday.isoformat()}")
