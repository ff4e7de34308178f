"""A list as somebody likes to see it. What stands in its address is sealed: a word that is looked for may be a name."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from qiaoliang.base.core.models import Record


class View(Record):
    """``listed`` names the list, ``typed`` holds its address sealed; ``organization``: the unit it is shared with. A view shows
    rows to nobody: whoever opens it sees of them what their own rights show."""

    listed = models.CharField(max_length=40)
    name = models.CharField(max_length=20)
    typed = models.BinaryField(default=b"")
    person = models.ForeignKey("organizations.Person", models.PROTECT, related_name="+")
    organization = models.ForeignKey("organizations.Organization", models.PROTECT, null=True, related_name="+")
    #: thrown away; it can be taken out again for an hour
    removed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint("person", "listed", "name", condition=Q(removed_at=None), name="view_name_once"),
        )
        indexes = (
            models.Index(fields=["organization", "listed"], name="view_of_unit", condition=Q(removed_at=None)),
            models.Index(fields=["removed_at"], name="view_removed", condition=Q(removed_at__isnull=False)),
        )

    def __str__(self) -> str:
        return self.name


class Start(Record):
    """With which view a person's list begins."""

    person = models.ForeignKey("organizations.Person", models.PROTECT, related_name="+")
    listed = models.CharField(max_length=40)
    view = models.ForeignKey(View, models.CASCADE, related_name="starts")

    class Meta:
        constraints = (models.UniqueConstraint("person", "listed", name="one_start_a_list"),)

    def __str__(self) -> str:
        return f"{self.listed} {self.view_id}"
