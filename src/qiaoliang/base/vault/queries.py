"""Reading what may be read without a reveal: masked forms, search by phone, the log."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from qiaoliang.base.asking import written
from qiaoliang.base.core import clock, keys
from qiaoliang.base.districts import queries as districts
from qiaoliang.base.vault import fields, phones, registry
from qiaoliang.base.vault.choices import RevealReason
from qiaoliang.base.vault.models import SEALED, WORDS, Contact, Reveal
from qiaoliang.ui import format


@dataclass(frozen=True)
class Details:
    """Opened contact data. Never put it into a log, a session or a queue."""

    name: str
    phone: str
    address: str


def opened(contact: Contact) -> Details:
    """The contact in clear. For reveal() and for the person themself; everybody else goes through reveal()."""
    texts = {}
    for column in SEALED:
        blob = getattr(contact, f"{column}_sealed")
        texts[column] = fields.unseal_text("vault_contact", contact.pk, column, blob) if blob else ""
    return Details(**texts)


@dataclass(frozen=True)
class Masked:
    """What a reader without the right sees: 张** and 138****1234. Empty strings where nothing was given."""

    name: str
    phone: str
    erased: bool = False


def masked(contact_ids: Iterable[UUID]) -> dict[UUID, Masked]:
    """Masked forms by contact id, one question for all."""
    return {contact.pk: _mask(contact) for contact in Contact.objects.filter(pk__in=list(contact_ids))}


def _mask(contact: Contact) -> Masked:
    details = opened(contact)
    return Masked(masked_name(details.name), phones.masked(details.phone), contact.erased_at is not None)


def standing_in(text: str, contact_ids: Iterable[UUID]) -> tuple[str, ...]:
    """Which fields of these contacts stand in a text that is to be published, without showing what they hold: a name, the
    digits of a phone however they are parted, an address or its part from the first number on."""
    plain, found = _run_together(text), set[str]()
    digits = "".join(one for one in plain if one.isdigit())
    for contact in Contact.objects.filter(pk__in=list(contact_ids), erased_at=None):
        details = opened(contact)
        phone = "".join(one for one in _run_together(details.phone) if one.isdigit())[-_TELLING:]
        address = _run_together(details.address)
        pieces = {address, *re.findall(r"\d.*", address)}
        found |= {"name"} if len(details.name) > 1 and _run_together(details.name) in plain else set()
        found |= {"phone"} if len(phone) == _TELLING and phone in digits else set()
        found |= {"address"} if any(len(one) > 2 and one in plain for one in pieces) else set()
    return tuple(column for column in SEALED if column in found)


#: so many last digits of a phone give it away
_TELLING = 7


def _run_together(text: str) -> str:
    """Letters and digits alone, in one width and case."""
    return "".join(one for one in unicodedata.normalize("NFKC", text).casefold() if one.isalnum())


def masked_name(name: str) -> str:
    """The first character, and two stars whatever the length."""
    return f"{name[0]}**" if name else ""


def normalised(phone: str, profile: Mapping[str, Any] | None = None) -> str | None:
    """The phone in one form, local numbers completed with the district's area code. ``profile``: the district's, by
    whoever has it at hand already."""
    profile = districts.profile() if profile is None else profile
    return phones.normalised(phone, area_code=profile.get("area_code", ""))


def phone_index(phone: str, profile: Mapping[str, Any] | None = None) -> bytes | None:
    """The keyed hash under which a phone is found again; None where it is no phone."""
    number = normalised(phone, profile)
    return keys.mac("index", f"vault_contact:phone:{number}".encode()) if number else None


def by_phone(phone: str) -> QuerySet[Contact]:
    """Contacts with this phone whose index has not expired. Never ordered or counted by how often somebody asks."""
    index = phone_index(phone)
    if index is None:
        return Contact.objects.none()
    return Contact.objects.filter(phone_index=index, index_until__gt=clock.now())


def given(contact_ids: Iterable[UUID]) -> dict[UUID, tuple[str, ...]]:
    """Which fields a contact holds, by its id, without opening it; nothing for an erased one. One question for all."""
    rows = written.of_ids(_contacts, list(contact_ids))
    return {row.pk: tuple(column for column in SEALED if getattr(row, f"{column}_sealed")) for row in rows}


def _contacts(*ids: UUID) -> QuerySet[Contact]:
    return Contact.objects.filter(pk__in=ids)


@dataclass(frozen=True)
class RevealLine:
    """One opening as the person concerned reads it; ``sentence`` says all of it."""

    at: datetime
    viewer: str
    reason: str
    fields: tuple[str, ...]
    sentence: str


def reveals_of(contact_ids: Iterable[UUID], subject: UUID | None = None) -> list[RevealLine]:
    """Who looked at these contacts, and at the masked words of ``subject``, newest first, in plain words without the
    officer's name."""
    concerned = Q(contact_id__in=list(contact_ids))
    if subject is not None:
        concerned |= Q(contact=None, subject_id=subject)
    rows = Reveal.objects.filter(concerned).order_by("-created_at", "-pk")
    return [line(row) for row in rows]


def line(row: Reveal) -> RevealLine:
    """The row in the reader's language."""
    viewer, reason = registry.viewer(row), str(RevealReason(row.reason).label)
    seen = _("%(viewer)s saw your %(fields)s at %(moment)s, because %(reason)s.") % {
        "viewer": viewer,
        "fields": field_words(row.fields),
        "moment": f"{format.full_day(row.created_at)} {format.clock(row.created_at)}",
        "reason": reason,
    }
    return RevealLine(row.created_at, viewer, reason, tuple(row.fields), seen[:1].upper() + seen[1:])


def field_words(names: Iterable[str]) -> str:
    """姓名、电话: the fields that were seen."""
    words = {
        "name": pgettext("contact field", "name"),
        "phone": pgettext("contact field", "telephone number"),
        "address": pgettext("contact field", "address"),
        WORDS: pgettext("contact field", "masked words"),
    }
    return pgettext("between contact fields", ", ").join(words[name] for name in names)


def reveals_on(day: date) -> QuerySet[Reveal]:
    """All openings of a district's day, newest first; for the data protection officer."""
    return reveals_between(day, day)


def reveals_between(first: date, last: date) -> QuerySet[Reveal]:
    """All openings from the first to the last of these days, newest first."""
    start, end = day_bounds(first, last)
    return Reveal.objects.filter(created_at__gte=start, created_at__lt=end).order_by("-pk")


def day_bounds(first: date, last: date) -> tuple[datetime, datetime]:
    """The district's days from first to last as a half-open interval."""
    start = datetime.combine(first, time.min, tzinfo=clock.ZONE)
    return start, datetime.combine(last + timedelta(days=1), time.min, tzinfo=clock.ZONE)


def narrowed(found: QuerySet[Reveal], *, account: UUID | None, reason: str) -> QuerySet[Reveal]:
    """Those by one officer, or for one reason."""
    found = found.filter(account_id=account) if account else found
    return found.filter(reason=reason) if reason else found


@dataclass(frozen=True)
class Sum:
    """What one officer opened in a period: how often, how many records, and (reason, times), the most frequent first."""

    account_id: UUID | None
    post_id: UUID | None
    times: int
    records: int
    reasons: tuple[tuple[str, int], ...]


def by_officer(found: QuerySet[Reveal]) -> list[Sum]:
    """Who opened how much, the most frequent first. Two questions."""
    who = ("account_id", "post_id")
    reasons: dict[tuple[Any, Any], list[tuple[str, int]]] = {}
    counted = found.order_by().values(*who, "reason").annotate(times=Count("pk")).order_by("-times", "reason")
    for row in counted:
        reasons.setdefault((row["account_id"], row["post_id"]), []).append((row["reason"], row["times"]))
    sums = found.order_by().values(*who).annotate(times=Count("pk"), records=Count("subject_id", distinct=True))
    return [
        Sum(
            row["account_id"],
            row["post_id"],
            row["times"],
            row["records"],
            tuple(reasons[row["account_id"], row["post_id"]]),
        )
        for row in sums.order_by("-times", "account_id")
    ]


def note_of(row: Reveal) -> str:
    """The note in clear; for the data protection officer's page only."""
    return fields.unseal_text("vault_reveal", row.pk, "note", bytes(row.note_sealed)) if row.note_sealed else ""
