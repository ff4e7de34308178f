"""How often a month's suggestions were right, counted once when something in it changes, so that the page only reads."""

from __future__ import annotations

from datetime import date, datetime, time

from django.db.models import Count, Q

from qiaoliang.base.core import clock
from qiaoliang.work.cases.sorting.choices import What
from qiaoliang.work.cases.sorting.models import Accuracy, Suggestion

#: with fewer decisions than these behind it, a suggestion is a beginner's: it rests on the duty lists
BEGINNER = 50


def measure(what: What, month: date) -> None:
    """Count the decisions of one month."""
    rows = Suggestion.objects.filter(what=what, decided_at__gte=_start(month), decided_at__lt=_start(_after(month)))
    counted = rows.exclude(decided="").exclude(offered=None).aggregate(
        decided=Count("pk"),
        said=Count("pk", filter=Q(place__isnull=False)),
        first=Count("pk", filter=Q(place=1)),
        among=Count("pk", filter=Q(place__gte=1)),
        beginner=Count("pk", filter=Q(experience__lt=BEGINNER)),
    )  # fmt: skip
    Accuracy.objects.update_or_create(what=what, month=month, defaults=counted)


def _after(month: date) -> date:
    return date(month.year + month.month // 12, month.month % 12 + 1, 1)


def _start(day: date) -> datetime:
    return datetime.combine(day, time(), clock.ZONE)
