"""Half-open intervals of the district's days: ``[start, end)``; ``end`` None is "still"."""

from __future__ import annotations

from datetime import date
from typing import Any, TypeVar

from django.db import models
from django.db.models import F, Q

from qiaoliang.base.core import clock

M = TypeVar("M", bound=models.Model)


def live_on(day: date, prefix: str = "") -> Q:
    """The condition "holds on ``day``" for a model's own interval, or one reached through ``prefix`` (``post__``)."""
    begun = Q(**{f"{prefix}start__lte": day})
    return begun & (Q(**{f"{prefix}end": None}) | Q(**{f"{prefix}end__gt": day}))


def overlapping(start: date, end: date | None) -> Q:
    """The condition "shares a day with ``[start, end)``"; a row that ended as it began shares none."""
    late = Q(end=None) | Q(end__gt=start) & Q(end__gt=F("start"))
    return late if end is None else late & Q(start__lt=end)


class IntervalQuerySet(models.QuerySet[M]):
    def at(self, day: date | None = None) -> Any:
        """Only what holds on ``day`` (default today)."""
        return self.filter(live_on(day or clock.today()))


class Interval(models.Model):
    """A row that holds from ``start`` until the day before ``end``. Nothing is ever marked "active"."""

    start = models.DateField()
    end = models.DateField(null=True, blank=True)

    class Meta:
        abstract = True
        constraints: tuple[models.BaseConstraint, ...] = (
            models.CheckConstraint(condition=Q(end=None) | Q(end__gte=F("start")), name="%(class)s_ends_after_start"),
        )

    def holds_on(self, day: date) -> bool:
        return self.start <= day and (self.end is None or day < self.end)
