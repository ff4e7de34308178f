"""Putting contact data in, opening it, erasing it, sealing it anew."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from qiaoliang.base.audit.actions import record
from qiaoliang.base.core import clock, keys, plain
from qiaoliang.base.core.errors import Refusal
from qiaoliang.base.core.who import Who
from qiaoliang.base.districts import queries as districts
from qiaoliang.base.vault import fields, phones, queries
from qiaoliang.base.vault.choices import RevealReason
from qiaoliang.base.vault.models import SEALED, WORDS, Contact, Reveal
from qiaoliang.base.vault.queries import Details

#: domain.md proposes six months after the last obligation; a district may say otherwise in its profile
INDEX_DAYS = 180
LONGEST = {"name": 60, "phone": 40, "address": 200}


def store(
    who: Who, *, name: str = "", phone: str = "", address: str = "", consent: UUID | None = None, certain: bool = False
) -> Contact:
    """Seal a person's contact data, in the caller's transaction; Refusal, before anything is written, where the phone is none or a
    text is too long. All may be empty. ``certain``: the person was asked about a number of unknown form and says it is right; it is
    kept, but not found by number."""
    given = {"name": name.strip(), "phone": phone.strip(), "address": address.strip()}
    profile = districts.profile()
    _check(given, profile, certain)
    contact = Contact(consent=consent, key_id=keys.newest(fields.PURPOSE))
    _fill(contact, given, profile)
    record(who, "contact.store", contact, fields=[column for column, text in given.items() if text])
    contact.save(force_insert=True)
    return contact


@transaction.atomic
def correct(who: Who, contact_id: UUID, *, name: str, phone: str, address: str, certain: bool = False) -> Contact:
    """Put corrected data in the place of the old, which is gone afterwards (PIPL art. 46). ``certain`` as in store()."""
    given = {"name": name.strip(), "phone": phone.strip(), "address": address.strip()}
    profile = districts.profile()
    _check(given, profile, certain)
    contact = _locked(contact_id)
    contact.key_id = keys.newest(fields.PURPOSE)
    _fill(contact, given, profile)
    contact.save()
    record(who, "contact.correct", contact, fields=[column for column, text in given.items() if text])
    return contact


def _check(given: dict[str, str], profile: dict[str, Any], certain: bool = False) -> None:
    for column, text in given.items():
        if len(text) > LONGEST[column]:
            limit = {"limit": LONGEST[column]}
            raise Refusal(_("This is too long: %(limit)d characters at most.") % limit, code="too_long", field=column)
    odd = given["phone"] and queries.normalised(given["phone"], profile) is None
    if odd and not (certain and phones.oddness(given["phone"]) != "none"):
        message = _("This does not look like a telephone number. Check the digits, or leave it empty.")
        raise Refusal(message, code="phone", field="phone")


def _fill(contact: Contact, given: dict[str, str], profile: dict[str, Any]) -> None:
    for column, text in given.items():
        sealed = fields.seal_text("vault_contact", contact.pk, column, text) if text else None
        setattr(contact, f"{column}_sealed", sealed)
    days = int(profile.get("contact_index_days", INDEX_DAYS))
    contact.phone_index = queries.phone_index(given["phone"], profile) if given["phone"] else None
    contact.index_until = clock.now() + timedelta(days=days) if given["phone"] else None


@transaction.atomic
def reveal(who: Who, contact_id: UUID, *, reason: str, note: str, subject: tuple[str, UUID], role: str = "") -> Details:
    """Open a contact and log it: a row for the person concerned, an audit event. Whether ``who`` may is the caller's
    question. ``reason`` is one of RevealReason; ``other`` needs a note, which only the data officer reads."""
    _check_reason(reason, note)
    contact = _locked(contact_id)
    details = queries.opened(contact)
    row = _log(who, contact, reason, note.strip(), subject, role)
    record(who, "contact.reveal", contact, fields=row.fields, reason=reason, refs={subject[0]: subject[1]})
    return details


@transaction.atomic
def reveal_words(who: Who, *, reason: str, note: str, subject: tuple[str, UUID], role: str = "") -> Reveal:
    """Log that the masked words of ``subject`` are read, like the opening of a contact. The words stand with the matter."""
    _check_reason(reason, note)
    row = _log(who, None, reason, note.strip(), subject, role)
    record(who, "contact.reveal_words", subject, reason=reason)
    return row


def _check_reason(reason: str, note: str) -> None:
    if reason not in RevealReason.values:
        raise Refusal(_("Choose why you need the contact data."), code="reason", field="reason")
    if reason == RevealReason.OTHER and not note.strip():
        raise Refusal(_("Write down the reason in a few words."), code="note", field="note")


def _locked(contact_id: UUID) -> Contact:
    contact = Contact.objects.select_for_update().filter(pk=contact_id, erased_at=None).first()
    if contact is None:
        raise Refusal(_("This contact data has been erased; there is nothing left to show."), code="erased")
    return contact


def _log(who: Who, contact: Contact | None, reason: str, note: str, subject: tuple[str, UUID], role: str) -> Reveal:
    row = Reveal(
        contact=contact,
        account_id=who.id,
        post_id=who.post_id,
        organization_id=who.organization_id,
        role=plain.code(role, "role"),
        reason=reason,
        key_id=keys.newest(fields.PURPOSE),
        subject_kind=plain.code(subject[0], "subject"),
        subject_id=subject[1],
        fields=[column for column in SEALED if getattr(contact, f"{column}_sealed")] if contact else [WORDS],
    )
    row.note_sealed = fields.seal_text("vault_reveal", row.pk, "note", note[:1000]) if note else None
    row.save(force_insert=True)
    return row


@transaction.atomic
def erase(who: Who, contact_id: UUID, *, reason: str = "request") -> None:
    """Forget the person: nothing sealed is left, notes on reveals neither. Who looked, when and why stays."""
    contact = _locked(contact_id)
    for column in SEALED:
        setattr(contact, f"{column}_sealed", None)
    contact.phone_index = contact.index_until = None
    contact.erased_at = clock.now()
    contact.save()
    contact.reveals.update(note_sealed=None)
    record(who, "contact.erase", contact, reason=reason)


@transaction.atomic
def erase_if_there(who: Who, contact_id: UUID, *, reason: str) -> bool:
    """The same where it may have been erased before; whether there was something left."""
    if not Contact.objects.select_for_update().filter(pk=contact_id, erased_at=None).exists():
        return False
    erase(who, contact_id, reason=reason)
    return True


def forget_notes(subject: UUID) -> None:
    """The notes of those who read the masked words of ``subject``; that they read them stays."""
    Reveal.objects.filter(contact=None, subject_id=subject).update(note_sealed=None)
