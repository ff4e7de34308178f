"""定稿: the figures of a closed quarter are written once and never changed. A table that moved with each rating would tell, from
one day to the next, what one person said."""

from __future__ import annotations

from django.db import transaction

from qiaoliang.work.cases.actions.count import count_new
from qiaoliang.work.cases.publishing import figures
from qiaoliang.work.cases.publishing.models import Quarter


def settle() -> Quarter | None:
    """The last quarter that has been over long enough, unless it is written already or nothing was asked in it."""
    first = figures.last_settled()
    if Quarter.objects.filter(first__gte=first).exists():
        return None
    count_new()
    with transaction.atomic():
        found = figures.table(first)
        return Quarter.objects.create(first=first, figures=found) if found["themes"] else None
