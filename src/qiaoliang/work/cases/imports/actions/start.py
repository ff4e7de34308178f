"""开始: from a checked table to cases. The rows are brought in by a job, or at once by the command line."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from qiaoliang.base.audit import actions as audit
from qiaoliang.base.core import clock
from qiaoliang.base.core.errors import Refusal
from qiaoliang.base.jobs import actions as jobs
from qiaoliang.work.cases.acting import Acting, who_of
from qiaoliang.work.cases.imports import queries
from qiaoliang.work.cases.imports.actions.arrange import expect, held
from qiaoliang.work.cases.imports.actions.check import check
from qiaoliang.work.cases.imports.choices import RowState, State
from qiaoliang.work.cases.imports.models import Import


@transaction.atomic
def start(who: Acting, batch_id: UUID, *, skip_bad: bool, later: bool = True) -> Import:
    """Begin. Rows with errors stop it unless ``skip_bad``; duplicates are left out unless the import says otherwise. With
    ``later`` the worker does it, else the caller goes on with ``bring_in``."""
    batch = held(batch_id)
    expect(batch, State.CHECKED)
    if queries.needed_columns(batch.columns):
        raise Refusal(_("Choose the column that holds the content."), code="imports.no_text", field="columns")
    check(batch)
    counts = batch.count()
    _refuse(counts, skip_bad)
    if batch.doubles_too:
        batch.rows.filter(state=RowState.DOUBLE).update(state=RowState.GOOD)
    batch.state, batch.started_at = State.RUNNING, clock.now()
    batch.save(update_fields=["state", "started_at"])
    audit.record(who_of(who), "imports.start", batch, refs={"good": counts[RowState.GOOD]})
    if later:
        jobs.enqueue("imports.bring_in", {"batch": batch.pk}, key=str(batch.pk))
    return batch


def _refuse(counts: dict[str, int], skip_bad: bool) -> None:
    if counts[RowState.BAD] and not skip_bad:
        raise Refusal(
            _("%(bad)s rows have errors. Mend the table and read it again, or choose to leave these rows out.")
            % {"bad": counts[RowState.BAD]},
            code="imports.bad_rows",
        )
    if not counts[RowState.GOOD] and not counts[RowState.DOUBLE]:
        raise Refusal(_("No row is fit to be brought in."), code="imports.nothing")
