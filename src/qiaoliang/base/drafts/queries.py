"""Finding what a person left unfinished."""

from __future__ import annotations

import json
import logging
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from qiaoliang.base.asking import written
from qiaoliang.base.core import clock, keys
from qiaoliang.base.core.keys import KeyProblem
from qiaoliang.base.drafts.models import Draft

log = logging.getLogger(__name__)
#: field → what stood in it, as the browser sends it
Words = dict[str, list[str]]

#: at the end of the key of a draft that was thrown away and may be taken out again
AWAY = "~"


@dataclass(frozen=True)
class Kept:
    """``words`` by field; ``began`` is what stood in the fields before anything was typed."""

    words: Words
    began: Words | None
    changed_at: datetime


def context(person: UUID, key: str) -> str:
    """What a draft is sealed to: nobody else's row and no other form opens it."""
    return f"drafts.draft:{person}:{key}"


def find(person: UUID, key: str) -> Kept | None:
    """What ``person`` typed into the form ``key``; None where there is nothing, or its key is gone."""
    draft = Draft.objects.filter(person_id=person, key=key, expires_at__gt=clock.now()).first()
    if draft is None:
        return None
    try:
        held = json.loads(keys.unseal("drafts", bytes(draft.sealed), context(person, key)))
    except KeyProblem as problem:
        log.error("A draft cannot be opened. %s", problem)
        return None
    return Kept(held["words"], held["began"], draft.changed_at)


def begun(person: UUID, beginning: str, most: int = 50) -> list[tuple[str, datetime]]:
    """(key, when) of the person's drafts whose key begins so, the last changed first."""
    now = clock.now()
    found = [
        (key, changed_at)
        for key, changed_at, expires_at in written.rows(_of_person, person)
        if key.startswith(beginning) and not key.endswith(AWAY) and expires_at > now
    ]
    return found[:most]


def _of_person(person: UUID) -> QuerySet[Draft, tuple[str, datetime, datetime]]:
    """All of somebody's: they are few, and every case's page asks."""
    rows = Draft.objects.filter(person_id=person).order_by("-changed_at")
    return rows.values_list("key", "changed_at", "expires_at")
