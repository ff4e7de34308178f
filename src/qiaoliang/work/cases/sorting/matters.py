"""Cases that say the same, found by what they say and where. The index lives in the worker's memory alone and is made from the
cases when it starts: it holds hashes, no words, and there is no file from which anything would have to be erased."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import Exists, OuterRef

from qiaoliang.base.core import clock
from qiaoliang.text.matters.index import Match, MatterIndex
from qiaoliang.work.cases.models import Case
from qiaoliang.work.cases.sorting import reading
from qiaoliang.work.cases.sorting.choices import UNREAD
from qiaoliang.work.cases.sorting.models import Suggestion

#: what came longer ago than this is not looked at
RECENT = timedelta(days=365)
_index: MatterIndex | None = None


def take(case: Case) -> list[Match]:
    """Earlier cases about the same matter, the most alike first; from now on later ones find this one."""
    index = _current()
    return index.add(str(case.pk), reading.words(case), reading.place(case)) if str(case.pk) not in index.ids else []


def forget() -> None:
    """Make the index anew at the next question."""
    global _index
    _index = None


def _current() -> MatterIndex:
    global _index
    if _index is None:
        _index = _made()
    return _index


def _made() -> MatterIndex:
    """Of all recent cases that were read already."""
    read = Exists(Suggestion.objects.filter(case=OuterRef("pk")))
    cases = Case.objects.filter(read, received_at__gt=clock.now() - RECENT).exclude(state__in=UNREAD)
    index, rows = MatterIndex(), list(cases.order_by("pk").select_related("area"))
    index.add_many([str(row.pk) for row in rows], map(reading.words, rows), [reading.place(row) for row in rows])
    return index
