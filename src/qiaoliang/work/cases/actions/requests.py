"""What the requests beside the state have in common: put, decided, given up, told of when nobody decides."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from qiaoliang.base.access import queries as access
from qiaoliang.base.access.actor import Actor
from qiaoliang.base.core import clock
from qiaoliang.base.core.errors import Refusal
from qiaoliang.base.organizations.models import Membership
from qiaoliang.work.cases import beside
from qiaoliang.work.cases.acting import officer_id
from qiaoliang.work.cases.actions import deadlines, telling, together
from qiaoliang.work.cases.choices import DECISIONS, Clock, RequestKind, RequestState
from qiaoliang.work.cases.models import Case, Deadline, Request

#: what an answer, or another lead, makes pointless, with the clocks that end then
POINTLESS = {
    RequestKind.EXTENSION: (Clock.EXTENSION_AGREE, Clock.EXTENSION_DECISION),
    RequestKind.HOLD: (Clock.HOLD_DECISION,),
    RequestKind.WHISTLE: (Clock.WHISTLE,),
}
#: clock of a decision → who decides, and whether in the lead unit
DECIDERS = {
    Clock.RETURN_DECISION: ("cases.decide_requests", False),
    Clock.EXTENSION_AGREE: ("cases.approve", True),
    Clock.EXTENSION_DECISION: ("cases.grant_time", False),
    Clock.HOLD_DECISION: ("cases.grant_time", False),
    Clock.WHISTLE: ("cases.work", True),
}


def put(actor: Actor, case: Case, kind: str, **values: Any) -> Request:
    """A new open request by this officer for their unit."""
    return Request.objects.create(
        case=case, kind=kind, person_id=officer_id(actor), organization_id=actor.who.organization_id, **values
    )


def open_one(case: Case, kind: str) -> Request:
    """The open request of this kind; a refusal where somebody was faster."""
    found = beside.open_request(case, kind)
    if found is None:
        raise Refusal(_("This has been decided already."), code=f"cases.{kind}.decided")
    return found


def settle(actor: Actor, request: Request, *, granted: bool, reply: str) -> None:
    """Write down the decision on a request."""
    request.state = RequestState.GRANTED if granted else RequestState.REFUSED
    request.decided_at, request.decided_by_id, request.reply = clock.now(), officer_id(actor), reply
    request.save(update_fields=["state", "decided_at", "decided_by", "reply"])


def give_up(case: Case) -> None:
    """The answer is out, or another unit leads: what the unit still waited for is pointless, and nobody granted it."""
    for kind, clocks in POINTLESS.items():
        open_now = case.requests.filter(kind=kind, state=RequestState.OPEN)
        if open_now.update(state=RequestState.LAPSED, decided_at=clock.now()):
            deadlines.end(case, *clocks)


def end_hold(case: Case) -> Request | None:
    """The clock goes on, by as much later as it stood still; None where nothing was on hold."""
    running = beside.running_hold(case)
    if running is not None:
        running.ended_at = clock.now()
        running.save(update_fields=["ended_at"])
        deadlines.meet(case, Clock.HOLD_REPORT)
        deadlines.resume(case)
        together.go_on(case)
    return running


def tell_undecided() -> int:
    """Tell those who decide, their heads and the supervisors, once, of each request whose time to decide has passed; how
    many. The request stays open: nothing is granted by silence."""
    steps = (*DECISIONS, Clock.HOLD_REPORT)
    passed = Deadline.objects.filter(step__in=steps, ended_at=None, told_at=None, due_at__lt=clock.now())
    return sum(_tell(pk) for pk in list(passed.order_by("due_at").values_list("pk", flat=True)[:500]))


@transaction.atomic
def _tell(deadline_id: UUID) -> bool:
    live = Deadline.objects.filter(pk=deadline_id, ended_at=None, told_at=None)
    if not live.update(told_at=clock.now()):
        return False
    late = Deadline.objects.select_related("case").get(pk=deadline_id)
    permission, at_lead = DECIDERS.get(Clock(late.step), ("cases.work", True))
    deciders = access.people_with(permission, late.case.lead_id if at_lead else None)
    what = "report_late" if late.step == Clock.HOLD_REPORT else "undecided"
    people = {*deciders, *_heads_of(deciders)}
    watchers = set(access.people_with("cases.supervise", None)) - people
    telling.tell_person(late.case, what, *sorted(people))
    telling.tell_person(late.case, "undecided_seen" if what == "undecided" else what, *sorted(watchers))
    return True


def _heads_of(people: list[UUID]) -> set[UUID]:
    """The heads of the units in which these people sit."""
    posts = Membership.objects.at().filter(person__in=people, post__isnull=False)
    units = set(posts.values_list("post__organization_id", flat=True))
    return {person for unit in units for person in access.people_with("cases.approve", unit)}
