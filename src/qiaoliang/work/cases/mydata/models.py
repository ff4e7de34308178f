"""What people ask about their own data."""

from __future__ import annotations

from django.db import models

from qiaoliang.base.core.models import Record
from qiaoliang.work.cases.mydata import choices


class Erasure(Record):
    """A person takes their consent back: the contact they left with a case is to be erased (PIPL art. 15, 47). ``first_by``
    decides; ``second_by`` where the case is still being handled. ``reason`` is what the person reads when it is refused."""

    receipt = models.ForeignKey("cases.Receipt", models.CASCADE, related_name="erasures")
    standing = models.CharField(max_length=8, choices=choices.Standing, default=choices.Standing.OPEN)
    due_at = models.DateTimeField()
    first_by = models.ForeignKey("organizations.Person", models.PROTECT, null=True, related_name="+")
    first_at = models.DateTimeField(null=True)
    second_by = models.ForeignKey("organizations.Person", models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    reason = models.TextField(max_length=500, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                "receipt", condition=models.Q(standing__in=("open", "agreed")), name="one_waiting_erasure"
            ),
        )
        indexes = (models.Index(fields=["standing", "due_at"], name="erasure_waiting"),)

    def __str__(self) -> str:
        return f"{self.receipt_id} {self.standing}"
