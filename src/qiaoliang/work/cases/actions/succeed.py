"""承接: a unit is dissolved, and its successor goes on with everything it had open, as it stands; no date moves."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from qiaoliang.base.core import clock
from qiaoliang.base.core.errors import Refusal
from qiaoliang.base.core.who import SYSTEM, Who
from qiaoliang.base.organizations.models import Membership, Organization
from qiaoliang.base.organizations.registry import OpenWork
from qiaoliang.work.cases import queries, rules
from qiaoliang.work.cases.actions import telling, together
from qiaoliang.work.cases.actions.transition import locked_together, take
from qiaoliang.work.cases.choices import ENDED, Part, RequestState, State
from qiaoliang.work.cases.models import Assignment, Attendance, Case, Instruction, Promise, Request


def look(unit: Organization) -> Iterator[OpenWork]:
    """How much of each kind. Six questions."""
    yield OpenWork(_("cases it leads"), _led(unit).count())
    yield OpenWork(_("cases it helps with"), _helped(unit).count())
    yield OpenWork(_("requests it made or was proposed in that wait for a decision"), _requests(unit).count())
    yield OpenWork(_("leaders' instructions without a report"), _instructions(unit).count())
    yield OpenWork(_("promises to people that are not kept yet"), _promises(unit).count())
    yield OpenWork(_("meetings it is called to"), _calls(unit).count())


def check(unit: Organization, successor: Organization) -> None:
    """Nobody takes over what is said about themselves."""
    open_cases = Case.objects.filter(Q(pk__in=_led(unit)) | Q(pk__in=_helped(unit)), accused_organization__isnull=False)
    shut = sum(successor.pk in queries.accused_circle(case) for case in open_cases)
    if shut:
        raise Refusal(
            ngettext(
                "%d case is about the conduct of that unit. Let the dispatcher give it to another first, or choose another successor.",
                "%d cases are about the conduct of that unit. Let the dispatcher give them to another first, or choose another successor.",
                shut,
            )
            % shut,
            code="accused",
            field="successor",
        )


def hand_over(_who: Who, unit: Organization, successor: Organization) -> None:
    """Each case has a row in its history, and the person reads which unit goes on. What the successor must not have (the
    case came after :func:`check`) stays, and the dispatcher sees that nobody is left there."""
    cases = locked_together([*_led(unit).values_list("pk", flat=True), *_helped(unit).values_list("pk", flat=True)])
    for case in cases.values():
        if successor.pk in queries.accused_circle(case):
            continue
        if case.lead_id == unit.pk:
            _lead(case, unit, successor)
        elif case.state != State.MERGED:
            _help(case, unit, successor)
    _requests(unit).filter(organization=unit).update(organization=successor)
    _requests(unit).filter(proposed=unit).update(proposed=successor)
    _promises(unit).update(organization=successor)
    _calls(unit).exclude(request__attendances__organization=successor).update(organization=successor)
    for one in _instructions(unit).select_related("case"):
        one.organization, one.post = successor, None
        one.save(update_fields=["organization", "post"])
        telling.tell_owner(one, "instructed")


def _lead(case: Case, unit: Organization, successor: Organization) -> None:
    old, now = case.lead, clock.now()
    signed = case.assignments.filter(end=None, organization=unit).first()
    case.assignments.filter(end=None, organization__in=[unit, successor]).update(end=now)
    at, by = (signed.signed_at, signed.signed_by) if signed else (None, None)
    Assignment.objects.create(case=case, organization=successor, part=Part.LEAD, signed_at=at, signed_by=by)
    case.lead = successor
    if case.handler_id and not _is_in(case.handler_id, successor):
        case.handler = None
    event = take(SYSTEM, "succeed", case, fields=("lead", "handler"), refs=_refs(unit, successor))
    if case.state in rules.WITH_A_UNIT and case.due_at:
        telling.letter(event, "redispatched", old=old, unit=successor, due=case.due_at)
    if not case.has_ended:
        telling.tell(case, "succeeded", "cases.work", successor.pk)
        together.hand_over(case)


def _help(case: Case, unit: Organization, successor: Organization) -> None:
    case.assignments.filter(end=None, organization=unit).update(end=clock.now())
    if not case.assignments.filter(end=None, organization=successor).exists():
        Assignment.objects.create(case=case, organization=successor, part=Part.HELPER)
    take(SYSTEM, "succeed", case, refs=_refs(unit, successor))
    telling.tell(case, "helping", "cases.work", successor.pk)
    together.share_parts(case)


def _led(unit: Organization) -> QuerySet[Case]:
    """What it leads and has not ended, and what has ended with a promise of its own still to keep."""
    open_ = ~Q(state__in=(*ENDED, State.MERGED)) | Q(pk__in=_promises(unit).values("case"))
    return Case.objects.filter(open_, lead=unit)


def _helped(unit: Organization) -> QuerySet[Case]:
    parts = Assignment.objects.filter(organization=unit, end=None, part=Part.HELPER)
    return Case.objects.filter(pk__in=parts.values("case")).exclude(state__in=(*ENDED, State.MERGED)).exclude(lead=unit)


def _requests(unit: Organization) -> QuerySet[Request]:
    """Undecided ones, and a hold that runs: whoever has it reports on it."""
    running = Q(state=RequestState.OPEN) | Q(state=RequestState.GRANTED, kind="hold", ended_at=None)
    return Request.objects.filter(running, Q(organization=unit) | Q(proposed=unit))


def _instructions(unit: Organization) -> QuerySet[Instruction]:
    return Instruction.objects.filter(organization=unit, reported_at=None)


def _promises(unit: Organization) -> QuerySet[Promise]:
    return Promise.objects.filter(organization=unit, done_at=None, ended_at=None)


def _calls(unit: Organization) -> QuerySet[Attendance]:
    return Attendance.objects.filter(organization=unit, attended="", request__state=RequestState.OPEN)


def _is_in(person_id: UUID, unit: Organization) -> bool:
    return bool(Membership.objects.at().filter(person=person_id, post__organization=unit).exists())


def _refs(unit: Organization, successor: Organization) -> dict[str, str]:
    return {"from": str(unit.pk), "to": str(successor.pk)}
