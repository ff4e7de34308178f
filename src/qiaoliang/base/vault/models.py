"""Sealed contact data and the log of who opened it. No column here can be read without the keys."""

from __future__ import annotations

from django.db import models

from qiaoliang.base.core.models import Record

SEALED = ("name", "phone", "address")
#: what was seen where no contact was opened: masked places in somebody's words
WORDS = "words"


class Contact(Record):
    """How to reach one person about one matter. Each field is sealed for its own table, row and column.

    ``phone_index`` is a keyed hash of the normalised phone, so that an officer with the caller on the line finds the
    matter and heat counts people; it is removed at ``index_until``. ``consent`` is the consent text agreed to.
    """

    name_sealed = models.BinaryField(null=True)
    phone_sealed = models.BinaryField(null=True)
    address_sealed = models.BinaryField(null=True)
    phone_index = models.BinaryField(max_length=32, null=True)
    index_until = models.DateTimeField(null=True)
    key_id = models.CharField(max_length=16, db_index=True)
    consent = models.UUIDField(null=True)
    erased_at = models.DateTimeField(null=True)

    class Meta:
        indexes = (
            models.Index(fields=["phone_index"], name="vault_by_phone"),
            models.Index(fields=["index_until"], name="vault_index_until"),
        )

    def __str__(self) -> str:
        return str(self.id)


class Reveal(Record):
    """Somebody opened a contact, or read what is masked in the words of a matter: then ``contact`` is empty and ``fields``
    is ``words``. ``role`` is the code of the role in which they did; ``fields`` names what was seen."""

    contact = models.ForeignKey(Contact, on_delete=models.PROTECT, related_name="reveals", null=True)
    account_id = models.UUIDField(null=True)
    post_id = models.UUIDField(null=True)
    organization_id = models.UUIDField(null=True)
    role = models.CharField(max_length=40, blank=True)
    reason = models.CharField(max_length=20)
    note_sealed = models.BinaryField(null=True)
    key_id = models.CharField(max_length=16, db_index=True)
    subject_kind = models.CharField(max_length=40)
    subject_id = models.UUIDField()
    fields = models.JSONField(default=list)

    class Meta:
        indexes = (
            models.Index(fields=["created_at", "id"], name="vault_reveals_by_day"),
            models.Index(fields=["subject_id"], name="vault_reveals_of_subject"),
        )

    def __str__(self) -> str:
        return f"{self.contact_id or self.subject_id} {self.reason}"
