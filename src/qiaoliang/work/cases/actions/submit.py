"""提交: a person's matter enters the house and gets its receipt."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from itertools import accumulate
from uuid import UUID

from django.db import transaction

from qiaoliang.base.catalog import queries as catalog
from qiaoliang.base.catalog.models import Category
from qiaoliang.base.core import clock, codes, keys
from qiaoliang.base.vault import actions as vault
from qiaoliang.text.contacts import is_name
from qiaoliang.text.words import cut_all
from qiaoliang.work.cases import masking
from qiaoliang.work.cases.acting import Acting, person_id_of, who_of
from qiaoliang.work.cases.actions import deadlines, finding, telling, transition
from qiaoliang.work.cases.choices import Clock, Kind, Source
from qiaoliang.work.cases.marking import Place, marks_of, with_names
from qiaoliang.work.cases.models import Case, Receipt


@dataclass(frozen=True, kw_only=True)
class Matter:
    """What is said: text as written; the rest may be empty."""

    text: str
    title: str = ""
    category: Category | None = None
    kind: str = ""
    place: str = ""
    area_id: UUID | None = None
    accused_id: UUID | None = None
    source: str = Source.WEB
    external_id: str = ""
    may_publish: bool = False
    received_at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class Speaker:
    """Who says it, all of it optional; goes to the vault and nowhere else. ``certain``: asked about an odd phone number,
    they say it is right. ``guardian_id``: the text that a parent or guardian agreed to for a child under fourteen."""

    name: str = ""
    phone: str = ""
    address: str = ""
    certain: bool = False
    consent_id: UUID | None = None
    guardian_id: UUID | None = None
    language: str = "zh-hans"

    @property
    def is_known(self) -> bool:
        return bool(self.name or self.phone or self.address)


@dataclass(frozen=True)
class Submitted:
    """The receipt in clear: the only moment the secret is readable."""

    case: Case
    receipt: Receipt
    secret: str


@transaction.atomic
def submit(who: Acting, matter: Matter, speaker: Speaker, *, secret: str = "", tell: bool = True) -> Submitted:
    """Open a case; the acceptance clock starts. ``secret`` may be given when it was shown or promised before."""
    return opened(who, matter, speaker, secret=secret, tell=tell)


def opened(who: Acting, matter: Matter, speaker: Speaker, *, secret: str = "", tell: bool = True) -> Submitted:
    """:func:`submit` in the caller's transaction, which a refusal takes back whole."""
    case = _matter(who, matter, set(filter(is_name, [speaker.name.strip()])))
    accept_by = deadlines.first(case, Clock.ACCEPT)
    case.save(force_insert=True)
    accept_by.save(force_insert=True)
    secret = secret or codes.new_secret()
    receipt = _receipt(who, case, speaker, secret)
    message = telling.words_of(case, "submitted", receipt.language, due=accept_by.due_at)
    transition.begin(who, case, message=message, refs={"consents": _consents(matter, speaker)})
    finding.index(case, new=True)
    if tell:
        telling.tell_first(case, "submitted", "cases.accept")
    return Submitted(case, receipt, secret)


def _matter(who: Acting, matter: Matter, names: set[str]) -> Case:
    staff, places = person_id_of(who), with_names(marks_of(matter.text), matter.text, names)
    case = Case(
        code=codes.new_code(),
        title=matter.title or title_of(matter.text, places=places),
        text=matter.text,
        kind=matter.kind or (matter.category.kind if matter.category else Kind.HELP),
        category=matter.category,
        place=matter.place,
        area_id=matter.area_id,
        accused_organization_id=matter.accused_id,
        source=matter.source,
        external_id=matter.external_id,
        may_publish=matter.may_publish,
        received_at=matter.received_at or clock.now(),
        intake_organization_id=who_of(who).organization_id if staff else None,
        intake_person_id=staff,
    )
    case.knows("text", places)
    case.is_of(names)
    return case


def _consents(matter: Matter, speaker: Speaker) -> dict[str, str]:
    """Which version of which text the person agreed to, by the catalogue's row."""
    agreed = {"contact": speaker.consent_id, "guardian": speaker.guardian_id} if speaker.is_known else {}
    given = {name: str(text) for name, text in agreed.items() if text}
    return given | ({"publish": str(catalog.consent("publish").pk)} if matter.may_publish else {})


def _receipt(who: Acting, case: Case, speaker: Speaker, secret: str) -> Receipt:
    contact = None
    if speaker.is_known:
        contact = vault.store(
            who_of(who),
            name=speaker.name,
            phone=speaker.phone,
            address=speaker.address,
            consent=speaker.consent_id,
            certain=speaker.certain,
        )
    return Receipt.objects.create(
        case=case,
        code=case.code,
        secret_mac=secret_mac(case.code, secret),
        contact_id=contact.id if contact else None,
        language=speaker.language,
    )


def secret_mac(code: str, secret: str) -> bytes:
    """What is stored of a receipt's secret (HMAC: the secret is random, so a slow hash would add cost, not safety)."""
    return keys.mac("receipt", f"{code}|{codes.clean_secret(secret)}".encode())


def title_of(text: str, longest: int = 30, places: list[Place] | None = None) -> str:
    """The first sentence, in at most ``longest`` characters. What tells who somebody is or how to reach them is no title: the
    parts with it are left out, and a sentence with nothing else gives way to the next. ``places`` are these, where they were
    found already."""
    hidden = text
    for start, end, _kind in reversed(marks_of(text) if places is None else places):
        hidden = hidden[:start] + _HIDDEN + hidden[end:]
    sentences = [one.strip() for one in re.split(r"[。！？!?\n；;]", hidden) if one.strip()] or [""]
    first = next(filter(None, map(_without_hidden, sentences)), None) or masking.covered(text.strip())
    return first if len(first) <= longest else _shortened(first, longest)


def _shortened(sentence: str, longest: int) -> str:
    """Its clauses as far as they fill half a title, else its words as far as they fit; never half a word or half a mask."""
    room = re.sub(r"〔[^〕]*$", "", sentence[: longest - 1])
    ends = [found.start() for found in re.finditer(r"[，,、：:\s]", room) if found.start() >= longest // 2]
    if not ends:
        ends = [end for end in accumulate(map(len, cut_all(sentence))) if end <= len(room)]
    return room[: ends[-1] if ends else len(room)].rstrip("，,、：: ") + "…"


_HIDDEN = "\0"


def _without_hidden(sentence: str) -> str:
    if _HIDDEN not in sentence:
        return sentence
    kept = "，".join(part.strip() for part in re.split("[，,、：:]", sentence) if part.strip() and _HIDDEN not in part)
    return kept if len(kept) >= 4 else ""
