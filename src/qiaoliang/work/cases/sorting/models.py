"""What the worker found in the words of cases. All of it can be made again from the cases, but for what was suggested when."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from qiaoliang.base.core import clock
from qiaoliang.base.core.models import Record
from qiaoliang.work.cases.models import Case
from qiaoliang.work.cases.sorting.choices import Trend, What


class Suggestion(Record):
    """What was suggested for a case before anybody decided, and what was decided then: codes of categories, ids of units.

    ``offered``: the likeliest first; empty where nothing was certain enough to be said; None where nobody could have been
    shown any, so that it counts nowhere. ``why``: for each, words of the case that decided; they go with the case's words.
    ``experience``: how many decisions had been learned from by then."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="suggestions")
    what = models.CharField(max_length=8, choices=What)
    offered = models.JSONField(null=True)
    why = models.JSONField(default=list)
    experience = models.PositiveIntegerField(default=0)
    decided = models.CharField(max_length=60, blank=True)
    #: when it was decided first; a later decision (a return, another unit) replaces what, not when
    decided_at = models.DateTimeField(null=True)
    #: the place of the decision among the offered, from 1; 0: not among them
    place = models.PositiveSmallIntegerField(null=True)
    #: the version of the case when it was looked at last
    seen = models.PositiveIntegerField(default=0)
    #: the case has ended: nobody looks again
    settled = models.BooleanField(default=False)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["case", "what"], name="one_suggestion_a_case"),)
        indexes = (
            models.Index(fields=["case"], name="suggestion_unsettled", condition=Q(settled=False)),
            models.Index(fields=["what", "decided_at"], name="suggestion_decided"),
        )

    def __str__(self) -> str:
        return f"{self.case_id} {self.what}"


class Accuracy(models.Model):
    """How often the suggestions of a month's decisions were right: of ``decided`` something was ``said``; the ``first`` was
    what the person decided, or one ``among`` those shown. ``beginner``: decided before 50 decisions had been learned from."""

    id = models.BigAutoField(primary_key=True)
    what = models.CharField(max_length=8, choices=What)
    month = models.DateField()
    decided = models.PositiveIntegerField()
    said = models.PositiveIntegerField()
    first = models.PositiveIntegerField()
    among = models.PositiveIntegerField()
    beginner = models.PositiveIntegerField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["what", "month"], name="one_accuracy_a_month"),)

    def __str__(self) -> str:
        return f"{self.what} {self.month:%Y-%m}"


class Alike(Record):
    """Two cases that say the same: ``case`` came after ``other``. ``words`` stand in both."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="+")
    other = models.ForeignKey(Case, models.CASCADE, related_name="+")
    share = models.FloatField()
    words = models.JSONField(default=list)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["case", "other"], name="alike_once"),)

    def __str__(self) -> str:
        return f"{self.case_id} {self.other_id}"


class Issue(Record):
    """热点: what many raise about one thing, often in one place, as the worker last saw it. ``category`` is what most of its
    cases are about, ``words`` what they say. ``weeks``: cases received in each week, the first of them from ``since``."""

    rank = models.PositiveSmallIntegerField()
    category = models.CharField(max_length=60, blank=True)
    place = models.CharField(max_length=60, blank=True)
    words = models.JSONField(default=list)
    count = models.PositiveIntegerField()
    recent = models.PositiveIntegerField()
    before = models.PositiveIntegerField()
    first = models.DateField()
    last = models.DateField()
    trend = models.CharField(max_length=8, choices=Trend)
    since = models.DateField()
    weeks = models.JSONField(default=list)
    looked_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ("rank",)

    def __str__(self) -> str:
        return f"{self.rank} {self.category} {self.place}"


class IssueCase(models.Model):
    """A case of an issue."""

    id = models.BigAutoField(primary_key=True)
    issue = models.ForeignKey(Issue, models.CASCADE, related_name="members")
    case = models.ForeignKey(Case, models.CASCADE, related_name="+")

    class Meta:
        constraints = (models.UniqueConstraint(fields=["issue", "case"], name="once_an_issue"),)

    def __str__(self) -> str:
        return f"{self.issue_id} {self.case_id}"
