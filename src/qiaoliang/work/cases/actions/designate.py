"""指定承办: two units have wanted to give the case back. The office hears them and names one; from then on it stays."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from qiaoliang.base.access.actor import Actor
from qiaoliang.base.core import clock
from qiaoliang.base.core.errors import Refusal
from qiaoliang.base.organizations.models import Organization
from qiaoliang.work.cases.acting import officer_id
from qiaoliang.work.cases.actions import deadlines, requests, telling
from qiaoliang.work.cases.actions.dispatch import assign, hand_over
from qiaoliang.work.cases.actions.transition import locked, take
from qiaoliang.work.cases.actions.whistle import call
from qiaoliang.work.cases.choices import Attended, Clock, RequestKind, State
from qiaoliang.work.cases.models import Case, Event


@transaction.atomic
def designate(
    actor: Actor,
    case_id: UUID,
    version: int,
    *,
    lead_id: UUID,
    heard_ids: Sequence[UUID],
    note: str,
    helper_ids: Sequence[UUID] = (),
) -> Event:
    """Name the unit that keeps the case, after hearing at least the one that has it and the one named; ``note`` says what
    each said and why it is decided so. The answer's clock runs on."""
    case = locked(case_id, version)
    request = requests.open_one(case, RequestKind.RETURN)
    heard = list(dict.fromkeys(heard_ids))
    _both_were_heard(case, lead_id, heard)
    stays = lead_id == case.lead_id
    if not stays:
        assign(case, lead_id, helper_ids)
    case.designated_at = clock.now()
    fields = ("designated_at",) if stays else ("designated_at", "lead", "handler")
    refs = {"lead": str(lead_id), "heard": [str(unit) for unit in heard]}
    event = take(actor, "designate", case, to="" if stays else State.DISPATCHED, fields=fields, note=note, refs=refs)
    now = {"attended": Attended.CAME, "noted_at": clock.now(), "noted_by_id": officer_id(actor)}
    call(request, heard, **now)
    requests.settle(actor, request, granted=not stays, reply=note)
    deadlines.meet(case, Clock.RETURN_DECISION)
    if not stays:
        hand_over(case)
    telling.tell_asker(case, "return_decided", request.person_id, request.organization_id)
    telling.tell(case, "designated", "cases.approve", lead_id)
    return telling.letter(event, "designated_unit", units=lambda: _names(heard), unit=case.lead, due=case.due_at)


def _both_were_heard(case: Case, lead_id: UUID, heard: Sequence[UUID]) -> None:
    if not {lead_id, case.lead_id} <= set(heard):
        raise Refusal(
            _("Hear at least the unit that has the case now and the one you name, and write down what they said."),
            code="cases.designate.heard",
            field="heard",
        )


def _names(units: Sequence[UUID]) -> str:
    found = {unit.pk: str(unit) for unit in Organization.objects.filter(pk__in=units)}
    return str(_(", ")).join(found[unit] for unit in units)
