"""What was written to be published, who wrote it and who let it out; and the figures of a closed quarter."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from qiaoliang.base.core.models import Record
from qiaoliang.work.cases.marking import Marked
from qiaoliang.work.cases.publishing import choices


class Publication(Marked, Record):
    """公开答复: a title and a text written for everybody, on one answer of one case. Signed by the unit; ``area`` is a
    village, a community, a town or nothing. ``slug`` is random and its only public name: the key tells the moment.

    ``promise`` and ``moved`` say for everybody what was promised and why its day was moved. ``category`` is the catalogue's
    code on the day of the proposal. ``ended_at``: when it was sent back, replaced or taken down; ``reason`` is the office's own."""

    words_in = ("title", "text", "promise", "moved", "reason")
    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="publications")
    answer = models.ForeignKey("cases.Answer", models.PROTECT, related_name="+")
    organization = models.ForeignKey("organizations.Organization", models.PROTECT, related_name="+")
    area = models.ForeignKey("organizations.Organization", models.PROTECT, null=True, related_name="+")
    category = models.CharField(max_length=60)
    slug = models.CharField(max_length=16)
    title = models.CharField(max_length=60)
    text = models.TextField(max_length=3000)
    promise = models.CharField(max_length=200, blank=True)
    moved = models.CharField(max_length=200, blank=True)
    standing = models.CharField(max_length=12, choices=choices.Standing, default=choices.Standing.PROPOSED)
    proposed_by = models.ForeignKey("organizations.Person", models.PROTECT, related_name="+")
    decided_by = models.ForeignKey("organizations.Person", models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    #: the day on which it was first published, which a newer text keeps
    published_on = models.DateField(null=True)
    ended_by = models.ForeignKey("organizations.Person", models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint("case", condition=Q(standing="proposed"), name="one_proposal_a_case"),
            models.UniqueConstraint("case", condition=Q(standing="published"), name="one_public_answer_a_case"),
            models.UniqueConstraint("slug", condition=Q(standing="published"), name="one_public_answer_a_slug"),
        )
        indexes = (
            models.Index(
                fields=["-published_on", "slug"], name="publication_newest", condition=Q(standing="published")
            ),
            models.Index(fields=["id"], name="publication_waiting", condition=Q(standing="proposed")),
        )

    def __str__(self) -> str:
        return f"{self.case_id} {self.standing}"


class Quarter(Record):
    """有回音: what was asked, answered and solved in a quarter. Written once, when the quarter has been over long enough, and
    never changed; the small groups were left out before it was written, so that they are nowhere to be had."""

    first = models.DateField(unique=True)
    figures = models.JSONField()

    def __str__(self) -> str:
        return f"{self.first:%F}"
