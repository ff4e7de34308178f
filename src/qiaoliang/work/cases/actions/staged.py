"""Photos and files that wait beside a form until it is sent: kept while the form comes back, forgotten in the end.

They belong to ``("receipt", id)`` where the person adds to their case, to ``("intake", person)`` where an officer takes one in."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from qiaoliang.base.attachments import actions as attachments
from qiaoliang.base.attachments import limits
from qiaoliang.base.attachments import queries as stored
from qiaoliang.base.attachments.actions import Owner
from qiaoliang.base.attachments.models import Attachment
from qiaoliang.base.core.errors import Refusal
from qiaoliang.base.core.who import SYSTEM, Who
from qiaoliang.base.jobs import steady

#: whose they are → how long they wait; an officer's as long as the draft of the form
KEPT = {"receipt": timedelta(hours=24), "intake": timedelta(days=30)}
#: files that one case holds
MOST = 3 * limits.MAX_FILES


def of(owner: Owner) -> list[Attachment]:
    """What waits there, in the order it came."""
    return stored.of([owner])[owner[1]]


def add(who: Who, owner: Owner, uploads: Iterable[Any]) -> list[str]:
    """Keep what fits; a sentence for each that does not."""
    problems = []
    for upload in uploads:
        try:
            attachments.add(who, owner, upload)
        except Refusal as refusal:
            problems.append(str(refusal))
    return problems


def remove(who: Who, owner: Owner, key: str) -> None:
    """Take one away again."""
    for file in of(owner) if key else ():
        if str(file.pk) == key:
            attachments.remove(who, file)


def remove_all(who: Who, owner: Owner) -> None:
    """Nothing waits there any more."""
    for file in of(owner):
        attachments.remove(who, file)


def hand_over(who: Who, owner: Owner, case_id: UUID) -> list[UUID]:
    """The form was sent: they are the case's now; which. Refusal where the case has no room for them."""
    waiting, case = [one.pk for one in of(owner)], ("case", case_id)
    if not waiting:
        return []
    there = len(of(case))
    if len(waiting) + there > MOST:
        raise Refusal(
            _("This case holds %(there)d files already, %(limit)d at most. Take some of the new ones away.")
            % {"there": there, "limit": MOST},
            code="cases.files",
        )
    if not attachments.move(owner, case, who=who):
        return []
    now = {one.pk for one in of(case)}
    return [pk for pk in waiting if pk in now]


def refs(files: Iterable[UUID]) -> dict[str, Any]:
    """What a step keeps of the files that came with it: how many, and which."""
    which = [str(pk) for pk in files]
    return {"files": len(which), "which": which} if which else {}


def forget_expired() -> int:
    """What was never sent; how many files."""
    now = steady.surely()
    gone = [file for kind, kept in KEPT.items() for file in stored.older(kind, now - kept)]
    for file in gone:
        attachments.remove(SYSTEM, file)
    return len(gone)
