"""批示: a leader asks a unit to do something on a case by a day; the unit reports back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from qiaoliang.base.access import queries as access
from qiaoliang.base.access.actor import Actor
from qiaoliang.base.core import clock
from qiaoliang.base.core.errors import Refusal
from qiaoliang.work.cases import ladder, queries, rules
from qiaoliang.work.cases.acting import officer_id
from qiaoliang.work.cases.actions import telling
from qiaoliang.work.cases.actions.explain_delay import ensure_near
from qiaoliang.work.cases.actions.transition import locked, take
from qiaoliang.work.cases.models import Case, Instruction


@dataclass(frozen=True)
class Wish:
    """What a leader writes: the words, the unit (and a post in it) that is asked, and by which day."""

    text: str
    owner_id: UUID
    due: date
    post_id: UUID | None = None


@transaction.atomic
def instruct(actor: Actor, case_id: UUID, version: int, wish: Wish) -> Instruction:
    """Write the instruction; the unit named can open the case from now on, and whoever leads it is told too."""
    case = locked(case_id, version)
    ensure_near(wish.due, "due")
    _must_fit(case, wish)
    made = Instruction(
        case=case,
        text=wish.text,
        person_id=officer_id(actor),
        organization_id=wish.owner_id,
        post_id=wish.post_id,
        due_at=ladder.day_end(wish.due),
    )
    take(actor, "instruct", case, refs={"instruction": str(made.pk), "owner": str(wish.owner_id)})
    made.save(force_insert=True)
    telling.tell_owner(made, "instructed")
    telling.tell(case, "instruction_seen", "cases.supervise")
    if case.lead_id and case.lead_id != wish.owner_id:
        telling.tell(case, "instruction_seen", "cases.work", case.lead_id)
    return made


@transaction.atomic
def report_back(actor: Actor, case_id: UUID, version: int, *, instruction_id: UUID, text: str) -> Instruction:
    """Say what was done; the leader who wrote it and the supervisors hear it."""
    case = locked(case_id, version)
    rules.ensure(actor, "report_back", case)
    mine = next((one for one in rules.instructions_of(actor, case) if one.pk == instruction_id), None)
    if mine is None:
        raise Refusal(
            _("This instruction is no longer open to your unit. Look at the case again."),
            code="cases.instruction",
            field="instruction",
        )
    take(actor, "report_back", case, refs={"instruction": str(mine.pk)})
    mine.reported_at, mine.reported_by_id, mine.report = clock.now(), officer_id(actor), text
    mine.save(update_fields=["reported_at", "reported_by", "report"])
    telling.heard_of(mine)
    telling.tell_person(case, "reported_back", mine.person_id)
    telling.tell(case, "reported_back", "cases.supervise")
    return mine


def _must_fit(case: Case, wish: Wish) -> None:
    """Never to a unit accused, nor to one where nobody could report back."""
    if wish.owner_id in queries.accused_circle(case):
        raise Refusal(
            _(
                "The case is about this unit's conduct, so it cannot be asked. Choose another unit, usually the one above."
            ),
            code="cases.accused",
            field="owner",
        )
    if not {*access.people_with("cases.work", wish.owner_id), *access.people_with("cases.approve", wish.owner_id)}:
        raise Refusal(
            _("Nobody handles cases at this unit, so nobody could report back. Choose another, usually the one above."),
            code="cases.unable",
            field="owner",
        )
