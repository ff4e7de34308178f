"""撤销导入: all cases of an import are taken back, as long as nobody has worked on one of them."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from qiaoliang.base.audit import actions as audit
from qiaoliang.base.core import clock, remembered
from qiaoliang.base.core.errors import Refusal
from qiaoliang.base.core.who import SYSTEM
from qiaoliang.base.jobs import actions as jobs
from qiaoliang.base.jobs import steady
from qiaoliang.base.vault import actions as vault
from qiaoliang.work.cases.acting import Acting, who_of
from qiaoliang.work.cases.actions import deadlines
from qiaoliang.work.cases.actions.transition import locked, take
from qiaoliang.work.cases.choices import State as CaseState
from qiaoliang.work.cases.imports import queries
from qiaoliang.work.cases.imports.actions.arrange import expect, held
from qiaoliang.work.cases.imports.actions.bring_in import AT_ONCE, Report
from qiaoliang.work.cases.imports.choices import RowState, State
from qiaoliang.work.cases.imports.models import Import, Row
from qiaoliang.work.cases.models import Receipt

#: how long a table that was only looked at waits
KEPT = timedelta(days=7)


@transaction.atomic
def undo(who: Acting, batch_id: UUID, *, later: bool = True) -> Import:
    """Begin to take the import back; one that was only checked is forgotten at once. Refusal, naming cases, where somebody
    has worked on one."""
    batch = held(batch_id)
    expect(batch, State.CHECKED, State.RUNNING, State.DONE)
    worked = list(queries.touched(batch).order_by("code").values_list("code", flat=True)[:4])
    if worked:
        raise Refusal(
            _(
                "Somebody has worked on cases of this import already (%(codes)s). It can no longer be taken back as a whole."
            )
            % {"codes": "、".join(worked[:3]) + ("…" if len(worked) > 3 else "")},
            code="imports.worked_on",
        )
    batch.state = State.UNDOING
    batch.save(update_fields=["state"])
    batch.rows.exclude(sealed=b"").update(sealed=b"")
    audit.record(who_of(who), "imports.undo", batch)
    if later:
        jobs.enqueue("imports.take_back", {"batch": batch.pk}, key=str(batch.pk))
    return batch


def take_back(batch_id: UUID, report: Report = lambda done, total: None) -> Import:
    """Go on until no case is left that nobody has worked on. One that somebody took up meanwhile stays, brought in as it is."""
    with remembered.still():
        while _step(batch_id, report):
            continue
    return Import.objects.get(pk=batch_id)


@transaction.atomic
def _step(batch_id: UUID, report: Report) -> bool:
    batch = held(batch_id)
    if batch.state != State.UNDOING:
        return False
    rows = list(queries.untouched(batch)[:AT_ONCE])
    for row in rows:
        _one(row)
    if not rows:
        batch.state, batch.ended_at = State.UNDONE, clock.now()
        batch.save(update_fields=["state", "ended_at"])
    counts = batch.count()
    report(counts[RowState.UNDONE], counts[RowState.UNDONE] + counts[RowState.IMPORTED])
    return bool(rows)


@transaction.atomic
def forget() -> int:
    """Forget tables that were looked at and then left; how many. Their rows hold people's data that nobody needs."""
    left = Import.objects.filter(state=State.CHECKED, created_at__lt=steady.surely() - KEPT)
    Row.objects.filter(batch__in=left).exclude(sealed=b"").update(sealed=b"")
    return left.update(state=State.UNDONE, ended_at=clock.now())


def _one(row: Row) -> None:
    """Nobody is told: the person brought nothing to us and wished for nothing, an office's table did."""
    assert row.case_id is not None
    case = locked(row.case_id)
    if queries.is_touched(case):
        return
    take(SYSTEM, "take_back_import", case, to=CaseState.TAKEN_BACK)
    deadlines.end(case)
    for receipt in Receipt.objects.filter(case=case).exclude(contact_id=None):
        vault.erase(SYSTEM, receipt.contact_id, reason="imports.undo")  # type: ignore[arg-type]
    row.state = RowState.UNDONE
    row.save(update_fields=["state"])
