"""导入: the rows become cases, some at a time. A row and its case are one transaction, so a kill loses and doubles nothing: whoever
calls again goes on with the rows that are left."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django.db import transaction

from qiaoliang.base.audit import actions as audit
from qiaoliang.base.catalog import queries as catalog
from qiaoliang.base.core import clock, remembered
from qiaoliang.base.core.errors import Refusal
from qiaoliang.work.cases.acting import Acting, who_of
from qiaoliang.work.cases.actions.submit import Matter, Speaker, submit
from qiaoliang.work.cases.imports import queries, rules, sealing
from qiaoliang.work.cases.imports.actions.arrange import held
from qiaoliang.work.cases.imports.choices import Clock, RowState, State
from qiaoliang.work.cases.imports.models import Import, Row

#: rows in one transaction: long enough to be quick, short enough that others write in between
AT_ONCE = 50
#: told after each transaction, inside it: (rows done, rows in all)
Report = Callable[[int, int], None]


def bring_in(who: Acting, batch_id: UUID, report: Report = lambda done, total: None) -> Import:
    """Go on until no row is left; ``report`` may raise to stop (the step it was told of is then not kept)."""
    with remembered.still():
        while _step(who, batch_id, report):
            continue
    return Import.objects.get(pk=batch_id)


@transaction.atomic
def _step(who: Acting, batch_id: UUID, report: Report) -> bool:
    batch = held(batch_id)
    if batch.state != State.RUNNING:
        return False
    check = queries.checker(batch.columns).check
    rows = list(batch.rows.filter(state=RowState.GOOD)[:AT_ONCE])
    for row in rows:
        _one(who, batch, row, check(sealing.cells(row)))
    if not rows:
        _finish(who, batch)
    counts = batch.count()
    report(counts[RowState.IMPORTED], counts[RowState.IMPORTED] + counts[RowState.GOOD])
    return bool(rows)


def _one(who: Acting, batch: Import, row: Row, found: rules.Checked) -> None:
    try:
        with transaction.atomic():
            row.case = submit(who, _matter(batch, found), _speaker(found), tell=False).case
            row.state, row.sealed, row.problems = RowState.IMPORTED, b"", []
            row.save(update_fields=["case", "state", "sealed", "problems"])
    except Refusal as no:
        row.state, row.problems = RowState.BAD, [["refused", {"found": no.code}]]
        row.save(update_fields=["state", "problems"])


def _matter(batch: Import, found: rules.Checked) -> Matter:
    return Matter(
        text=found.text,
        title=found.title,
        category=catalog.category(found.category) if found.category else None,
        kind=found.kind,
        place=found.place,
        source=found.source,
        external_id=found.external_id,
        received_at=found.received_at if batch.clock == Clock.RECEIVED else None,
    )


def _speaker(found: rules.Checked) -> Speaker:
    return Speaker(name=found.name, phone=found.phone, address=found.address)


def _finish(who: Acting, batch: Import) -> None:
    """What was left out is forgotten: the office has its table, the list of rows to mend needs no cells."""
    batch.state, batch.ended_at = State.DONE, clock.now()
    batch.save(update_fields=["state", "ended_at"])
    batch.rows.exclude(sealed=b"").update(sealed=b"")
    audit.record(who_of(who), "imports.done", batch, refs={"imported": batch.count()[RowState.IMPORTED]})
