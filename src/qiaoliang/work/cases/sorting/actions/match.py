"""Finding the cases that say the same as a new one."""

from __future__ import annotations

from qiaoliang.work.cases.models import Case
from qiaoliang.work.cases.sorting import matters, reading
from qiaoliang.work.cases.sorting.choices import UNREAD
from qiaoliang.work.cases.sorting.models import Alike

#: so many of the most alike are kept of each case
MOST = 20


def match(case: Case) -> None:
    """Write down which earlier cases say the same, with the phrases that both hold."""
    found = {one.id: one.alike for one in matters.take(case)[:MOST]}
    others = Case.objects.filter(pk__in=found).exclude(state__in=UNREAD)
    mine = reading.words(case)
    Alike.objects.bulk_create(
        [
            Alike(case=case, other=other, share=found[str(other.pk)], words=reading.shared(mine, reading.words(other)))
            for other in others
        ],
        ignore_conflicts=True,
    )
