"""出文: a paper leaves as a file. Nothing changes on the case; that it left is written down."""

from __future__ import annotations

from django.db import transaction

from qiaoliang.base.access.actor import Actor
from qiaoliang.base.audit import actions as audit
from qiaoliang.work.cases.models import Case


@transaction.atomic
def paper(actor: Actor, case: Case, what: str, kind: str) -> None:
    """``what``: letter, dispatch or answer; ``kind``: docx or pdf."""
    audit.record(actor.who, "cases.paper", case, refs={"paper": what, "format": kind})
