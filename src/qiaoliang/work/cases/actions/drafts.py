"""草稿: a resident's unfinished form, sealed on the server for 24 hours, so that neither a lost line nor the back
button costs a word, and so that pressing "send" twice gives one receipt."""

from __future__ import annotations

import hashlib
import json
import secrets
from dataclasses import asdict, dataclass, field
from datetime import timedelta
from uuid import UUID

from django.db import transaction

from qiaoliang.base.attachments import actions as attachments
from qiaoliang.base.attachments import queries as stored
from qiaoliang.base.catalog import queries as catalog
from qiaoliang.base.core import clock, codes, keys
from qiaoliang.base.core.who import SYSTEM, Who
from qiaoliang.base.jobs import steady
from qiaoliang.work.cases import masking
from qiaoliang.work.cases.actions.refer import refer
from qiaoliang.work.cases.actions.submit import Matter, Speaker, Submitted, opened
from qiaoliang.work.cases.models import Draft, Receipt

KEPT = timedelta(hours=24)
#: what of a form others read as a case's words
WORDS = ("text", "place")


@dataclass
class Form:
    """What has been typed so far; ``referral`` is the outside body the person chose, ``secret`` is made at the start."""

    text: str = ""
    group: str = ""
    kind: str = ""
    place: str = ""
    area: str = ""
    name: str = ""
    phone: str = ""
    phone_sure: bool = False
    consent: bool = False
    child: bool = False
    guardian: bool = False
    may_publish: bool = False
    referral: str = ""
    language: str = "zh-hans"
    secret: str = field(default_factory=codes.new_secret)

    @property
    def matter(self) -> str:
        """A mark of the matter this is about: a page that was made for another text has another."""
        return self._mark(self.text)

    @property
    def whole(self) -> str:
        """A mark of everything typed so far."""
        return self._mark(json.dumps(asdict(self), sort_keys=True))

    def _mark(self, content: str) -> str:
        return hashlib.sha256(f"{self.secret}|{content}".encode()).hexdigest()[:16]


def start() -> tuple[Draft, Form, str]:
    """A new draft and the token (for a cookie) that opens it."""
    token, form = secrets.token_urlsafe(24), Form()
    draft = Draft(token_mac=_mac(token), sealed=b"", expires_at=clock.now() + KEPT)
    draft.sealed = _seal(draft, form)
    draft.save(force_insert=True)
    return draft, form, token


def find(token: str) -> tuple[Draft, Form] | None:
    """The live draft that ``token`` opens."""
    draft = Draft.objects.filter(token_mac=_mac(token), expires_at__gt=clock.now()).first() if token else None
    if draft is None:
        return None
    return draft, Form(**json.loads(keys.unseal("drafts", bytes(draft.sealed), _context(draft))))


def keep(draft: Draft, form: Form) -> None:
    """Store what has been typed."""
    Draft.objects.filter(pk=draft.pk).update(sealed=_seal(draft, form))


def take_out(draft: Draft, form: Form, key: str = "") -> None:
    """Take contact data out of the words: the place called ``key``, or without one all places."""
    for field_name in WORDS:
        setattr(form, field_name, masking.taken_out(getattr(form, field_name), field_name, key))
    keep(draft, form)


@transaction.atomic
def send(draft: Draft, form: Form) -> Submitted:
    """Make a case of the draft, once: a second call answers with the same receipt."""
    draft = Draft.objects.select_for_update().get(pk=draft.pk)
    if draft.case_id:
        receipt = Receipt.objects.select_related("case").get(case=draft.case_id)
        return Submitted(receipt.case, receipt, form.secret)
    consent = catalog.consent("contact", form.language) if form.consent else None
    guardian = catalog.consent("guardian", form.language) if form.child and form.guardian else None
    speaker = Speaker(
        name=form.name,
        phone=form.phone,
        certain=form.phone_sure,
        consent_id=getattr(consent, "id", None),
        guardian_id=getattr(guardian, "id", None),
        language=form.language,
    )
    sent = opened(Who(kind="resident"), _matter(form), speaker, secret=form.secret, tell=not form.referral)
    attachments.move(("draft", draft.id), ("case", sent.case.id))
    if form.referral:
        refer(Who(kind="system"), sent.case.id, sent.case.version, body=form.referral)
    draft.case = sent.case
    draft.sealed = _seal(draft, Form(secret=form.secret, language=form.language))
    draft.save(update_fields=["case", "sealed"])
    return sent


@transaction.atomic
def forget(draft: Draft) -> None:
    """Delete a draft that was not sent, with its photos; one that has become a case is left alone."""
    unsent = Draft.objects.select_for_update().filter(pk=draft.pk, case=None).first()
    if unsent is not None:
        _delete([unsent.pk])


def forget_expired() -> int:
    """Delete drafts past their time, with the photos that never became part of a case; how many drafts."""
    gone = list(Draft.objects.filter(expires_at__lte=steady.surely()).values_list("id", flat=True)[:500])
    return _delete(gone)


def _delete(gone: list[UUID]) -> int:
    for photos in stored.of([("draft", draft) for draft in gone]).values():
        for photo in photos:
            attachments.remove(SYSTEM, photo)
    return Draft.objects.filter(pk__in=gone).delete()[0]


def _matter(form: Form) -> Matter:
    category = catalog.category(form.group) if form.group else None
    return Matter(
        text=form.text,
        category=category,
        kind=form.kind,
        place=form.place,
        area_id=UUID(form.area) if form.area else None,
        may_publish=form.may_publish,
    )


def _mac(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()


def _seal(draft: Draft, form: Form) -> bytes:
    return keys.seal("drafts", json.dumps(asdict(form), ensure_ascii=False).encode(), _context(draft))


def _context(draft: Draft) -> str:
    return f"cases.draft:{draft.pk}"
