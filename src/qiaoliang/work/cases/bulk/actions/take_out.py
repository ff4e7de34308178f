"""导出没有办的: the cases on which the step was not taken become a table."""

from __future__ import annotations

from django.db import transaction

from qiaoliang.base.access.actor import Actor
from qiaoliang.base.audit.actions import record
from qiaoliang.base.core.errors import Refusal
from qiaoliang.work.cases.bulk import queries
from qiaoliang.work.cases.bulk.choices import Fate
from qiaoliang.work.cases.bulk.models import Batch, Item


@transaction.atomic
def take_out(actor: Actor, batch: Batch) -> list[Item]:
    """What stands in it, as far as the actor may see it now; each time is written down."""
    if not actor.may("cases.export"):
        raise Refusal(actor.why("cases.export"), code="not_permitted")
    found = list(queries.seen(actor, batch, Fate.REFUSED))
    record(actor.who, "bulk.take_out", batch, refs={"step": batch.step, "rows": len(found)})
    return found
