"""Since when nobody is owed anything on a case, and the lists of what is erased."""

from __future__ import annotations

from django.db import models

from qiaoliang.base.core.models import Record
from qiaoliang.work.cases.keeping import choices


class Kept(Record):
    """An ended case on which nothing is owed to anybody since ``free_at``. ``ended_at`` is the case's own: where it differs,
    the case was taken up again.

    ``free_seen`` is what the worker had seen pass by then (``steady.passed``): a term is over when both the clock and the
    time that was seen to pass say so."""

    case = models.OneToOneField("cases.Case", models.CASCADE, related_name="kept")
    ended_at = models.DateTimeField()
    free_at = models.DateTimeField(db_index=True)
    free_seen = models.BigIntegerField()

    def __str__(self) -> str:
        return f"{self.case_id} {self.free_at:%F}"


class Clearing(Record):
    """清理: a list of what is to be erased. Nothing has gone before ``confirmed_at``; ``records`` are the lines of who looked
    that are older than ``records_before``."""

    records = models.PositiveIntegerField(default=0)
    records_before = models.DateTimeField()
    put_forward_by = models.ForeignKey("organizations.Person", models.PROTECT, null=True, related_name="+")
    put_forward_at = models.DateTimeField(null=True)
    confirmed_by = models.ForeignKey("organizations.Person", models.PROTECT, null=True, related_name="+")
    confirmed_at = models.DateTimeField(null=True)
    dropped_by = models.ForeignKey("organizations.Person", models.PROTECT, null=True, related_name="+")
    dropped_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=200, blank=True)
    done_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                models.Value(1), condition=models.Q(done_at=None, dropped_at=None), name="one_open_clearing"
            ),
        )

    def __str__(self) -> str:
        return f"{self.created_at:%F}"


class Line(Record):
    """One case in a clearing, and what of it goes. ``skipped``: why it was left alone after all."""

    clearing = models.ForeignKey(Clearing, models.CASCADE, related_name="lines")
    case = models.ForeignKey("cases.Case", models.CASCADE, related_name="+")
    what = models.CharField(max_length=8, choices=choices.What)
    free_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    skipped = models.CharField(max_length=8, choices=choices.Skipped, blank=True)

    class Meta:
        constraints = (models.UniqueConstraint("clearing", "case", "what", name="one_line_a_case"),)
        indexes = (models.Index(fields=["clearing", "id"], name="line_of_clearing"),)

    def __str__(self) -> str:
        return f"{self.case_id} {self.what}"
