"""备注: a note for the office; nothing moves."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction

from qiaoliang.base.access.actor import Actor
from qiaoliang.work.cases.actions.transition import locked, take
from qiaoliang.work.cases.models import Event


@transaction.atomic
def note(actor: Actor, case_id: UUID, version: int, *, note: str) -> Event:
    """Add a note that those who may read the case see, and the requester does not."""
    return take(actor, "note", locked(case_id, version), note=note)
