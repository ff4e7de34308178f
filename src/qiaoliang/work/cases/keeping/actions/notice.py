"""Write down since when nothing is owed on a case. The time that is kept counts from here."""

from __future__ import annotations

from django.db import transaction

from qiaoliang.base.jobs import steady
from qiaoliang.work.cases.keeping import queries
from qiaoliang.work.cases.keeping.models import Kept

#: others wait to write meanwhile
AT_ONCE = 50


@transaction.atomic
def notice() -> int:
    """Up to AT_ONCE cases that ended since the last look; how many. Those taken up again are forgotten."""
    queries.owed_again().delete()
    found = list(queries.unnoticed().order_by("pk")[:AT_ONCE])
    rows = []
    for case in found:
        assert case.ended_at is not None
        free = queries.free_at(case)
        rows.append(Kept(case=case, ended_at=case.ended_at, free_at=free, free_seen=steady.seen_since(free)))
    Kept.objects.bulk_create(rows)
    return len(rows)
