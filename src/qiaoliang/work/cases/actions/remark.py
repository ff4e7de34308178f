"""Marking again what an older finder marked: the masks, and what the case is found by."""

from __future__ import annotations

from django.db import transaction

from qiaoliang.text.contacts import FINDER
from qiaoliang.work.cases.actions import finding
from qiaoliang.work.cases.marking import Marked
from qiaoliang.work.cases.models import Answer, Attendance, Case, Event, Rating, Request, Review

MODELS: tuple[type[Marked], ...] = (Case, Event, Request, Attendance, Answer, Rating, Review)
AT_ONCE = 200


@transaction.atomic
def remark() -> int:
    """Mark up to AT_ONCE rows of each table again; how many. Until then such rows are looked at whenever they are read."""
    return sum(_some(model) for model in MODELS)


def _some(model: type[Marked]) -> int:
    rows = list(model._default_manager.select_for_update().filter(finder__lt=FINDER).order_by("pk")[:AT_ONCE])
    for row in rows:
        row.mark()
        row.save(update_fields=["marks", "finder"])
        if isinstance(row, Case):
            finding.index(row)
    return len(rows)
