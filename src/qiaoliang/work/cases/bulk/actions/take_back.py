"""全部撤销: what a batch did is taken back, case by case, as far as each still can be."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction

from qiaoliang.base.access.actor import Actor
from qiaoliang.base.audit.actions import record
from qiaoliang.base.core.errors import Refusal
from qiaoliang.work.cases.actions.undo import undo
from qiaoliang.work.cases.bulk import queries
from qiaoliang.work.cases.bulk.choices import Fate
from qiaoliang.work.cases.bulk.models import Batch, Item


def take_back(actor: Actor, batch_id: UUID) -> tuple[int, int]:
    """(how many were taken back, how many could not be); these keep the reason."""
    batch = Batch.objects.get(pk=batch_id, by_account=queries.account_of(actor))
    done = list(batch.items.filter(fate=Fate.DONE).order_by("id"))
    back = sum(_one(actor, item) for item in done)
    with transaction.atomic():
        record(actor.who, "bulk.take_back", batch, refs={"step": batch.step, "rows": back})
    return back, len(done) - back


@transaction.atomic
def _one(actor: Actor, item: Item) -> bool:
    assert item.after is not None, "what is done has left a version"
    try:
        with transaction.atomic():
            undo(actor, item.case_id, item.after)
            item.fate = Fate.BACK
    except Refusal as no:
        item.why = str(no)
    item.save(update_fields=["fate", "why"])
    return item.fate == Fate.BACK
