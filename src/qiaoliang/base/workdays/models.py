"""The rows of the calendar. Nothing is overwritten: a rule holds from the version that brought it until the one that ended it."""

from __future__ import annotations

from datetime import time

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from qiaoliang.base.core.models import Record


class Kind(models.TextChoices):
    HOLIDAY = "holiday", _("day off")
    WORKDAY = "workday", _("worked instead")


class Certainty(models.TextChoices):
    CONFIRMED = "confirmed", _("confirmed")
    UNCONFIRMED = "unconfirmed", _("unconfirmed")


class CalendarVersion(Record):
    """A state of the calendar that deadlines refer to, with the office hours it used."""

    number = models.PositiveIntegerField(unique=True)
    noon = models.TimeField(default=time(12, 0))
    close = models.TimeField(default=time(17, 30))
    note = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ("number",)

    def __str__(self) -> str:
        return str(self.number)


class YearRule(Record):
    """One year's arrangement: the notice it comes from; ``announced`` is false while only the law's days off are known."""

    year = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=200)
    number = models.CharField(max_length=80, blank=True)
    certainty = models.CharField(max_length=12, choices=Certainty)
    announced = models.BooleanField()
    version = models.PositiveIntegerField()
    until = models.PositiveIntegerField(null=True)

    class Meta:
        ordering = ("year", "version")
        constraints = (
            models.UniqueConstraint(fields=("year",), condition=Q(until=None), name="one_rule_a_year"),
            models.CheckConstraint(condition=Q(until=None) | Q(until__gt=F("version")), name="year_rule_ends_later"),
        )

    def __str__(self) -> str:
        return self.source

    @property
    def source(self) -> str:
        """Title and number, as one cites it."""
        return f"{self.title}（{self.number}）" if self.number else self.title


class DayRule(Record):
    """A date that is not what its weekday says, or a festival, and the notice that says so."""

    date = models.DateField()
    kind = models.CharField(max_length=8, choices=Kind)
    name = models.CharField(max_length=60)
    year = models.PositiveSmallIntegerField()
    source = models.CharField(max_length=300)
    certainty = models.CharField(max_length=12, choices=Certainty)
    version = models.PositiveIntegerField()
    until = models.PositiveIntegerField(null=True)

    class Meta:
        ordering = ("date", "version")
        constraints = (
            models.UniqueConstraint(fields=("date",), condition=Q(until=None), name="one_rule_a_date"),
            models.CheckConstraint(condition=Q(until=None) | Q(until__gt=F("version")), name="day_rule_ends_later"),
        )

    def __str__(self) -> str:
        return f"{self.date} {self.name}"
