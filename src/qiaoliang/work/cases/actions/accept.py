"""受理: it is ours, and this is what it is about."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from qiaoliang.base.access.actor import Actor
from qiaoliang.base.catalog.models import Category
from qiaoliang.base.core.errors import Refusal
from qiaoliang.work.cases.acting import belongs_to
from qiaoliang.work.cases.actions import deadlines, finding, information, telling
from qiaoliang.work.cases.actions.transition import locked, take
from qiaoliang.work.cases.actions.undo import undoable
from qiaoliang.work.cases.choices import Clock, State
from qiaoliang.work.cases.models import Case, Event

FIELDS = ("accused_organization", "category", "kind", "title")


@undoable
@transaction.atomic
def accept(
    actor: Actor,
    case_id: UUID,
    version: int,
    *,
    category: Category,
    kind: str = "",
    title: str = "",
    accused_id: UUID | None = None,
    note: str = "",
) -> Event:
    """Take the case on under ``category``; the dispatch clock starts. ``accused_id`` names a unit whose conduct the
    case is about: from then on that unit and those below it do not see it. One named before stays named."""
    case = locked(case_id, version)
    _accuse(actor, case, accused_id)
    case.category, case.kind, case.title = category, kind or category.kind, title or case.title
    event = take(actor, "accept", case, to=State.ACCEPTED, fields=FIELDS, note=note)
    information.give_up(case)
    finding.index(case)
    deadlines.meet(case, Clock.ACCEPT)
    dispatch_by = deadlines.start(case, Clock.DISPATCH)
    telling.letter(event, "accepted", category=lambda: category.label, due=dispatch_by.due_at)
    telling.shut_out(case)
    telling.tell(case, "accepted", "cases.dispatch")
    return event


def _accuse(actor: Actor, case: Case, accused_id: UUID | None) -> None:
    case.accused_organization_id = accused_id or case.accused_organization_id
    if belongs_to(actor, case.accused_organization_id):
        raise Refusal(
            _(
                "This would shut out your own unit too. Name the unit itself, or let a unit above yours accept the case."
            ),
            code="cases.accept.accused",
            field="accused",
        )
