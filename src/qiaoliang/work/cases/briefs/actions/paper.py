"""出文: a brief leaves as a file; it is written down."""

from __future__ import annotations

from django.db import transaction

from qiaoliang.base.access.actor import Actor
from qiaoliang.base.audit import actions as audit
from qiaoliang.work.cases.briefs.models import Brief


@transaction.atomic
def paper(actor: Actor, brief: Brief, kind: str) -> None:
    """``kind``: docx or pdf."""
    audit.record(actor.who, "briefs.paper", brief, refs={"format": kind})
