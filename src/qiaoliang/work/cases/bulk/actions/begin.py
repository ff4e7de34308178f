"""批量办理: few cases at once, many by the worker; each through its own step, in a transaction of its own."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from qiaoliang.base.access.actor import Actor
from qiaoliang.base.audit.actions import record
from qiaoliang.base.core import clock
from qiaoliang.base.core.errors import Refusal
from qiaoliang.base.jobs import actions as jobs
from qiaoliang.work.cases import queries as cases
from qiaoliang.work.cases.bulk import queries
from qiaoliang.work.cases.bulk.choices import Fate, State, Step
from qiaoliang.work.cases.bulk.models import Batch, Item
from qiaoliang.work.cases.bulk.steps import KINDS

Report = Callable[[int, int], None]
#: when the worker looks whether a batch that was to be done at once was stopped on its way
LOOK_AFTER = timedelta(minutes=1)


def begin(actor: Actor, batch_id: UUID, *, lead_id: UUID | None = None, note: str = "") -> Batch:
    """Begin a batch that was chosen. Refusal where it has begun already; what is in a single case's way is that case's."""
    batch = _begun(actor, batch_id, lead_id, note)
    if batch.items.count() <= queries.AT_ONCE:
        go_on(actor, batch.pk)
    return batch


@transaction.atomic
def _begun(actor: Actor, batch_id: UUID, lead_id: UUID | None, note: str) -> Batch:
    batch = Batch.objects.select_for_update().get(pk=batch_id, by_account=queries.account_of(actor))
    if batch.state != State.CHOSEN:
        raise Refusal(_("This has begun already; its page shows how far it is."), code="bulk.begun")
    batch.lead_id, batch.note, batch.state = lead_id, note, State.RUNNING
    batch.save(update_fields=["lead", "note", "state"])
    count = batch.items.count()
    record(actor.who, "bulk.begin", batch, refs={"step": batch.step, "rows": count})
    wait = timedelta() if count > queries.AT_ONCE else LOOK_AFTER
    jobs.enqueue("bulk.go_on", {"batch": batch.pk}, key=str(batch.pk), run_after=clock.now() + wait)
    return batch


def go_on(actor: Actor, batch_id: UUID, report: Report = lambda done, total: None) -> None:
    """Until no case waits; whoever calls again after a stop goes on with those that are left."""
    batch = Batch.objects.get(pk=batch_id)
    with translation.override(batch.language):
        while batch.state == State.RUNNING and _step(actor, batch_id, report):
            continue


@transaction.atomic
def _step(actor: Actor, batch_id: UUID, report: Report) -> bool:
    """One case and what became of it, or the end."""
    batch = Batch.objects.select_for_update().get(pk=batch_id)
    item = batch.items.filter(fate=Fate.WAITING).order_by("id").first()
    if item is None:
        if batch.state == State.RUNNING:
            batch.state, batch.ended_at = State.DONE, clock.now()
            batch.save(update_fields=["state", "ended_at"])
        return False
    _one(actor, item, batch)
    total = batch.items.count()
    report(total - batch.items.filter(fate=Fate.WAITING).count(), total)
    return True


def _one(actor: Actor, item: Item, batch: Batch) -> None:
    try:
        with transaction.atomic():
            _must_see(actor, item)
            event = KINDS[Step(batch.step)].take(actor, item, batch)
            item.fate, item.after = Fate.DONE, event.case.version
    except Refusal as no:
        item.fate, item.why = Fate.REFUSED, str(no)
    item.save(update_fields=["fate", "after", "why"])


def _must_see(actor: Actor, item: Item) -> None:
    if not cases.visible_to(actor).filter(pk=item.case_id).exists():
        raise Refusal(_("You may not open this case any more."), code="bulk.unseen")
