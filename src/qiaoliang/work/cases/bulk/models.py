"""A batch: a step, who takes it, and each case with what became of it."""

from __future__ import annotations

from django.db import models

from qiaoliang.base.core.models import Record
from qiaoliang.work.cases.bulk.choices import Fate, State, Step


class Batch(Record):
    """``lead`` and ``note`` are what the step asks for, the same for every case; ``more``: the list held more cases than a
    batch takes. ``by_…`` is who takes it, in which post; ``language`` what its reasons are said in."""

    step = models.CharField(max_length=10, choices=Step)
    listed = models.CharField(max_length=40)
    state = models.CharField(max_length=10, choices=State, default=State.CHOSEN)
    lead = models.ForeignKey("organizations.Organization", models.PROTECT, null=True, related_name="+")
    note = models.TextField(blank=True)
    more = models.BooleanField(default=False)
    by_account = models.UUIDField()
    by_post = models.UUIDField(null=True)
    language = models.CharField(max_length=10)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        indexes = (models.Index(fields=["by_account", "-id"], name="batch_mine"),)

    def __str__(self) -> str:
        return f"{self.step} {self.created_at:%F %T}"


class Item(Record):
    """One case of a batch. ``version`` is how it stood when it was shown, ``after`` how the step left it; ``why``: the
    sentence by which the step was refused."""

    batch = models.ForeignKey(Batch, models.CASCADE, related_name="items")
    case = models.ForeignKey("cases.Case", models.CASCADE, related_name="+")
    version = models.PositiveIntegerField()
    after = models.PositiveIntegerField(null=True)
    fate = models.CharField(max_length=10, choices=Fate, default=Fate.WAITING)
    why = models.TextField(blank=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["batch", "case"], name="case_once_a_batch"),)
        indexes = (models.Index(fields=["batch", "fate"], name="item_fate"),)

    def __str__(self) -> str:
        return f"{self.case_id} {self.fate}"
