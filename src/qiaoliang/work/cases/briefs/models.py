"""A brief, as it was written. What is open and late at the end of a week cannot be counted later, so the figures are kept."""

from __future__ import annotations

from django.db import models

from qiaoliang.base.core.models import Record


class Brief(Record):
    """The week from ``first`` (a Monday) to ``last``. ``figures``: ids, codes and numbers only, small groups already left out
    (``figures.py``), so what is kept gives away no more than what is read."""

    first = models.DateField(unique=True)
    last = models.DateField()
    figures = models.JSONField()

    def __str__(self) -> str:
        return f"{self.first:%F}"

    @property
    def issue(self) -> int:
        """The number of the week in its year (GB/T 7408, ISO 8601)."""
        return self.first.isocalendar().week
