"""吹哨会商: the lead calls departments together, says why and by when; who came is noted unit by unit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from qiaoliang.base.access import queries as access
from qiaoliang.base.access.actor import Actor
from qiaoliang.base.core import clock
from qiaoliang.base.core.errors import Refusal
from qiaoliang.work.cases import beside
from qiaoliang.work.cases.acting import officer_id
from qiaoliang.work.cases.actions import deadlines, requests, telling
from qiaoliang.work.cases.actions.dispatch import not_accused
from qiaoliang.work.cases.actions.transition import locked, take
from qiaoliang.work.cases.choices import Attended, Clock, Part, RequestKind
from qiaoliang.work.cases.models import Assignment, Attendance, Case, Event, Request


@dataclass(frozen=True, kw_only=True)
class Seen:
    """What the caller notes of one unit: ``attended``, who came, and whether it agreed to help."""

    attended: str
    who_came: str = ""
    helps: bool = False


@transaction.atomic
def whistle(actor: Actor, case_id: UUID, version: int, *, unit_ids: Sequence[UUID], reason: str, text: str) -> Event:
    """Call units together; ``text`` says where, when and what each should bring. They read the case from now on."""
    case = locked(case_id, version)
    units = list(dict.fromkeys(unit_ids))
    not_accused(case, set(units), field="units")
    if not units or case.lead_id in units:
        raise Refusal(
            _("Name the other units that should come, not your own."), code="cases.whistle.own", field="units"
        )
    event = take(actor, "whistle", case, reason=reason, note=text, refs={"units": [str(unit) for unit in units]})
    come_by = deadlines.start(case, Clock.WHISTLE)
    request = requests.put(actor, case, RequestKind.WHISTLE, reason=reason, text=text, due_at=come_by.due_at)
    call(request, units)
    for unit in units:
        telling.tell(case, "called", "cases.work", unit)
        telling.tell(case, "called", "cases.approve", unit)
    return telling.letter(event, "whistle", unit=case.lead, units=lambda: _names(request), due=come_by.due_at)


@transaction.atomic
def answer_whistle(actor: Actor, case_id: UUID, version: int, *, text: str, comes: bool, helps: bool = False) -> Event:
    """A called unit's own word: it comes, or cannot and says what it can do instead. It may offer to help at once."""
    case = locked(case_id, version)
    event = take(actor, "answer_whistle", case, note=text, refs={"comes": comes, "helps": helps})
    own = beside.unanswered(case, actor.who.organization_id)
    assert own is not None, "the rules asked for a call to this unit"
    own.reply, own.replied_at, own.replied_by_id = text, clock.now(), officer_id(actor)
    if not comes:
        _note(actor, own, Seen(attended=Attended.WORD))
    own.save()
    if helps:
        _becomes_helper(case, own)
    _settle_call(case, own.organization_id)
    telling.tell(case, "call_answered", "cases.work", case.lead_id)
    return event


@transaction.atomic
def attend(
    actor: Actor, case_id: UUID, version: int, *, seen: Mapping[UUID, Seen], note: str, message: str = ""
) -> Event:
    """Note who came, by the id of each unit. When every unit is noted the whistle is over; ``note`` says what was agreed."""
    case = locked(case_id, version)
    request = requests.open_one(case, RequestKind.WHISTLE)
    waiting = {one.organization_id: one for one in request.attendances.filter(attended="")}
    _may_be_noted(request, waiting, seen)
    event = take(
        actor, "attend", case, note=note, message=message, refs={str(unit): one.attended for unit, one in seen.items()}
    )
    for unit, one in seen.items():
        _note(actor, waiting[unit], one)
        waiting[unit].save()
        _settle_call(case, unit)
        if one.helps:
            _becomes_helper(case, waiting[unit])
        if one.attended == Attended.ABSENT:
            _tell_of_absence(case, unit)
    if not request.attendances.filter(attended="").exists():
        requests.settle(actor, request, granted=True, reply=note)
        deadlines.meet(case, Clock.WHISTLE)
    return event


def call(request: Request, units: Sequence[UUID], **values: object) -> None:
    """A row for each unit that is to sit together."""
    Attendance.objects.bulk_create(
        Attendance(request=request, case_id=request.case_id, organization_id=unit, due_at=request.due_at, **values)
        for unit in units
    )


def _may_be_noted(request: Request, waiting: Mapping[UUID, Attendance], seen: Mapping[UUID, Seen]) -> None:
    if not seen or not set(seen) <= set(waiting):
        raise Refusal(_("Note at least one unit that was called and is not noted yet."), code="cases.attend.who")
    early = request.due_at is not None and clock.now() < request.due_at
    if early and any(one.attended == Attended.ABSENT for one in seen.values()):
        raise Refusal(
            _("The time to come is not over. “Did not come” can be noted after it."), code="cases.attend.early"
        )


def _note(actor: Actor, row: Attendance, seen: Seen) -> None:
    row.attended, row.who_came = seen.attended, seen.who_came
    row.noted_at, row.noted_by_id = clock.now(), officer_id(actor)


def _becomes_helper(case: Case, row: Attendance) -> None:
    """On its own agreement a called unit helps from now on, on the same clock."""
    row.helps = True
    row.save(update_fields=["helps"])
    if not case.assignments.filter(organization_id=row.organization_id, end=None).exists():
        Assignment.objects.create(case=case, organization_id=row.organization_id, part=Part.HELPER)
        telling.tell(case, "helping", "cases.work", row.organization_id)


def _tell_of_absence(case: Case, unit: UUID) -> None:
    telling.tell(case, "not_attended", "cases.supervise")
    telling.tell(case, "not_attended", "cases.approve", unit)


def _settle_call(case: Case, unit: UUID) -> None:
    for permission in ("cases.work", "cases.approve"):
        telling.settle_for(case, "called", access.people_with(permission, unit))


def _names(request: Request) -> str:
    called = request.attendances.select_related("organization").order_by("id")
    return str(_(", ")).join(str(one.organization) for one in called)
