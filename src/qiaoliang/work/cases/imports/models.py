"""An import and its rows. A row's cells stand sealed until it became a case, and are forgotten then."""

from __future__ import annotations

from typing import Any

from django.db import models

from qiaoliang.base.core.models import Record
from qiaoliang.work.cases.imports.choices import Clock, RowState, State


class Import(Record):
    """One table. ``sha256`` is the file's, so that the same file is found again; ``columns`` maps headings to fields; ``sums``
    counts rows by state; ``by_…`` is who brought it in."""

    name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    headings = models.JSONField(default=list)
    columns = models.JSONField(default=dict)
    clock = models.CharField(max_length=10, choices=Clock, default=Clock.RECEIVED)
    doubles_too = models.BooleanField(default=False)
    state = models.CharField(max_length=10, choices=State, default=State.CHECKED)
    notes = models.JSONField(default=dict)
    by_account = models.UUIDField(null=True)
    by_post = models.UUIDField(null=True)
    by_organization = models.ForeignKey("organizations.Organization", models.PROTECT, null=True, related_name="+")
    started_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        indexes = (models.Index(fields=["sha256"], name="import_file"),)

    def __str__(self) -> str:
        return self.name

    def count(self) -> dict[str, int]:
        """Rows by state, and all of them under "all"."""
        counted = self.rows.values("state").annotate(number=models.Count("id")).order_by()
        found: dict[str, Any] = {row["state"]: row["number"] for row in counted}
        return {**dict.fromkeys(RowState.values, 0), **found, "all": sum(found.values())}


class Row(Record):
    """One row of the table, ``number`` as Excel shows it. ``problems`` are [code, what was found]."""

    batch = models.ForeignKey(Import, models.CASCADE, related_name="rows")
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=10, choices=RowState)
    sealed = models.BinaryField(default=b"")
    digest = models.BinaryField(max_length=32, default=b"")
    external_id = models.CharField(max_length=60, blank=True)
    problems = models.JSONField(default=list)
    case = models.ForeignKey("cases.Case", models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ("number",)
        constraints = (models.UniqueConstraint(fields=("batch", "number"), name="import_row_once"),)
        indexes = (
            models.Index(fields=["batch", "state", "number"], name="import_row_state"),
            models.Index(fields=["digest"], name="import_row_digest", condition=~models.Q(digest=b"")),
        )

    def __str__(self) -> str:
        return f"{self.batch_id} {self.number}"
