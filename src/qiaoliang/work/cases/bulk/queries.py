"""Reading batches: one's own."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django.db.models import QuerySet

from qiaoliang.base.access.actor import Actor
from qiaoliang.base.core import clock
from qiaoliang.work.cases import queries as cases
from qiaoliang.work.cases.bulk.choices import Fate, State
from qiaoliang.work.cases.bulk.models import Batch, Item
from qiaoliang.work.cases.bulk.steps import KINDS
from qiaoliang.work.cases.rules import UNDO_WITHIN

#: up to so many are done while one waits; more are done by the worker
AT_ONCE = 25
#: a batch takes no more
MOST = 500
#: how long a batch that was never begun, and one that is done, can be looked at
CHOSEN_KEPT, DONE_KEPT = timedelta(days=1), timedelta(days=30)


def account_of(actor: Actor) -> UUID:
    """Whose batch it is."""
    assert actor.who.id is not None, "an officer has an account"
    return actor.who.id


def mine(actor: Actor) -> QuerySet[Batch]:
    """The batches one chose oneself."""
    return Batch.objects.filter(by_account=account_of(actor)).select_related("lead")


def seen(actor: Actor, batch: Batch, *fates: str) -> QuerySet[Item]:
    """Its cases, as far as one may see them now, in the order of the list."""
    items = batch.items.filter(case__in=cases.visible_to(actor, "cases.list"))
    items = items.filter(fate__in=fates) if fates else items
    return items.select_related("case__lead", "case__area", "case__category", "case__handler").order_by("id")


def counts(batch: Batch) -> dict[str, int]:
    """How many of each fate."""
    found = dict.fromkeys(Fate.values, 0)
    for fate in batch.items.values_list("fate", flat=True):
        found[fate] += 1
    return found


def may_go_back(batch: Batch) -> bool:
    """Whether what it did could still be taken back; each case says for itself."""
    in_time = batch.ended_at is not None and clock.now() <= batch.ended_at + UNDO_WITHIN
    return in_time and any(kind.undoes for step, kind in KINDS.items() if step == batch.step)


def over() -> QuerySet[Batch]:
    """Batches that nobody looks at any more."""
    now = clock.now()
    idle = Batch.objects.filter(state=State.CHOSEN, created_at__lt=now - CHOSEN_KEPT)
    return idle | Batch.objects.filter(state=State.DONE, ended_at__lt=now - DONE_KEPT)
