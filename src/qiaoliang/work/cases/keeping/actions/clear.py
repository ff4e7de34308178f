"""Erase what a confirmed list names, line by line; each line is looked at once more before it goes."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django.db import transaction

from qiaoliang.base.audit.actions import record
from qiaoliang.base.core import clock
from qiaoliang.base.core.who import SYSTEM
from qiaoliang.work.cases.actions.archive import archive, forget_contacts
from qiaoliang.work.cases.actions.transition import locked
from qiaoliang.work.cases.choices import State
from qiaoliang.work.cases.keeping import queries
from qiaoliang.work.cases.keeping.choices import Skipped, What
from qiaoliang.work.cases.keeping.models import Clearing, Line

#: lines in one transaction: a stop loses no more, others never wait long
AT_ONCE = 20
Report = Callable[[int, int], None]


def clear(clearing_id: UUID, report: Report = lambda done, total: None) -> None:
    """Go on until nothing of the list is left; run again after a stop it goes on where it was."""
    while _step(clearing_id, report):
        continue


@transaction.atomic
def _step(clearing_id: UUID, report: Report) -> bool:
    clearing = Clearing.objects.select_for_update().get(pk=clearing_id)
    if clearing.confirmed_at is None or clearing.done_at or clearing.dropped_at:
        return False
    lines = list(clearing.lines.filter(done_at=None).order_by("id")[:AT_ONCE])
    for line in lines:
        _one(line)
    if not lines:
        gone, _each = queries.old_records(clearing.records_before).delete()
        clearing.done_at = clock.now()
        clearing.save(update_fields=["done_at"])
        found = queries.counts(clearing)
        refs = {"contact": found[What.CONTACT], "words": found[What.WORDS], "skipped": found["skipped"]}
        record(SYSTEM, "keeping.done", clearing, refs=refs | {"records": gone})
    report(clearing.lines.exclude(done_at=None).count(), clearing.lines.count())
    return bool(lines)


def _one(line: Line) -> None:
    case = locked(line.case_id)
    if not queries.due(line.what).filter(case=case).exists():
        line.skipped = Skipped.GONE if case.has_ended and _is_gone(line) else Skipped.OWED
    elif line.what == What.CONTACT:
        forget_contacts(case)
    else:
        archive(case.pk)
    line.done_at = clock.now()
    line.save(update_fields=["done_at", "skipped"])


def _is_gone(line: Line) -> bool:
    """Whether there was nothing left to erase, rather than somebody being owed something again."""
    if line.what == What.WORDS:
        return line.case.state == State.ARCHIVED
    return not queries.still_there(line.case_id)
