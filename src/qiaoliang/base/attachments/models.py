from __future__ import annotations

from django.db import models

from qiaoliang.base.attachments.choices import Kind
from qiaoliang.base.core.models import Record


class Attachment(Record):
    """A file of an owner (kind, id). ``stem`` names its sealed files on disk, ``digest`` is a keyed hash of the bytes.

    ``width`` and ``height`` are the photo's own pixels; ``pages`` a PDF's. Sizes in bytes. The name a person's device
    gave the file may tell who they are, so it is sealed as well.
    """

    owner_kind = models.CharField(max_length=40)
    owner_id = models.UUIDField()
    kind = models.CharField(max_length=8, choices=Kind.choices)
    stem = models.CharField(max_length=32, unique=True)
    digest = models.BinaryField(max_length=32)
    key_id = models.CharField(max_length=16, db_index=True)
    name_sealed = models.BinaryField()
    size = models.PositiveIntegerField()
    large_size = models.PositiveIntegerField()
    width = models.PositiveIntegerField(default=0)
    height = models.PositiveIntegerField(default=0)
    pages = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["owner_id", "owner_kind", "digest"], name="attachments_bytes_once"),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.id}"

    @property
    def is_photo(self) -> bool:
        return self.kind != Kind.PDF

    @property
    def variants(self) -> tuple[str, ...]:
        """The variants there are; a PDF has no small picture."""
        return ("small", "large", "original") if self.is_photo else ("large", "original")
