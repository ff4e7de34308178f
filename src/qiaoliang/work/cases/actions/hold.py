"""挂起（列入跟踪）: something outside the unit's reach stands in the way. The supervisor alone grants it, always with the
day of the next report; the clock stands still, the first date stays on show, and the person reads every report."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from qiaoliang.base.access.actor import Actor
from qiaoliang.base.catalog import queries as catalog
from qiaoliang.base.core import clock
from qiaoliang.base.core.errors import Refusal
from qiaoliang.work.cases import beside
from qiaoliang.work.cases.actions import deadlines, requests, telling, together
from qiaoliang.work.cases.actions.transition import locked, take
from qiaoliang.work.cases.choices import Clock, Closing, RequestKind
from qiaoliang.work.cases.models import Case, Deadline, Event, Request


@transaction.atomic
def ask_hold(actor: Actor, case_id: UUID, version: int, *, reason: str, text: str) -> Event:
    """Ask to put the case on hold; ``text`` says what it waits for and who can move that. The clock runs on meanwhile."""
    case = locked(case_id, version)
    event = take(actor, "ask_hold", case, reason=reason, note=text)
    decide_by = deadlines.start(case, Clock.HOLD_DECISION)
    requests.put(actor, case, RequestKind.HOLD, reason=reason, text=text, due_at=decide_by.due_at)
    telling.tell(case, "hold_asked", "cases.grant_time")
    return event


@transaction.atomic
def decide_hold(
    actor: Actor, case_id: UUID, version: int, *, agree: bool, report_on: date | None = None, note: str
) -> Event:
    """Put it on hold until somebody reports that it can go on, with the first report due on ``report_on``; or say why not."""
    case = locked(case_id, version)
    event = take(actor, "decide_hold", case, note=note, refs={"granted": agree})
    request = requests.open_one(case, RequestKind.HOLD)
    if agree:
        _nothing_else_open(case)
    requests.settle(actor, request, granted=agree, reply=note)
    deadlines.meet(case, Clock.HOLD_DECISION)
    if agree:
        report = _next_report(case, request, report_on)
        deadlines.stop(case)
        why = catalog.reason("hold", request.reason)
        together.stand_still(case, reason=lambda: why.sentence, report=report.due_at)
        telling.letter(event, "held", reason=lambda: why.sentence, report=report.due_at)
    telling.tell_asker(case, "hold_decided", request.person_id, request.organization_id)
    return event


@transaction.atomic
def report_hold(actor: Actor, case_id: UUID, version: int, *, text: str, report_on: date | None = None) -> Event:
    """Tell the person how it stands, and when they hear again."""
    case = locked(case_id, version)
    event = take(actor, "report_hold", case)
    deadlines.meet(case, Clock.HOLD_REPORT)
    running = beside.running_hold(case)
    assert running is not None, "the rules asked for a hold"
    report = _next_report(case, running, report_on)
    return telling.letter(event, "hold_report", unit=case.lead, report=text, due=report.due_at)


@transaction.atomic
def end_hold(actor: Actor, case_id: UUID, version: int, *, text: str) -> Event:
    """It can go on: the answer's clock runs again, later by as long as it stood still, and not a day more."""
    case = locked(case_id, version)
    event = take(actor, "end_hold", case, note="")
    requests.end_hold(case)
    telling.tell(case, "hold_ended", "cases.supervise")
    return telling.letter(event, "hold_ended", unit=case.lead, report=text, due=case.due_at)


def end_for_a_plan(case: Case, closing: str) -> None:
    """A case on hold may turn into a plan with a date; every other answer waits until it goes on."""
    if beside.running_hold(case) is None:
        return
    if closing != Closing.PLANNED:
        raise Refusal(
            _("The case is on hold. Answer with a plan and its date, or report first that it can go on."),
            code="cases.propose_answer.held",
            field="closing",
        )
    requests.end_hold(case)


def _next_report(case: Case, request: Request, report_on: date | None) -> Deadline:
    """Start the clock of the next report, at most as far off as the catalogue says."""
    longest = catalog.clock_step(case.category, Clock.HOLD_REPORT, case.received_at)
    days = (report_on - clock.today()).days if report_on else int(longest.amount)
    if not 0 < days <= longest.amount:
        raise Refusal(
            _("The next report comes after today and within %(days)s days.") % {"days": int(longest.amount)},
            code="cases.hold.report",
            field="report_on",
        )
    report = deadlines.start(case, Clock.HOLD_REPORT, amount=days)
    request.report_at = report.due_at
    request.save(update_fields=["report_at"])
    return report


def _nothing_else_open(case: Case) -> None:
    """While the person is asked something, or the unit wants to give the case back, it is not put on hold."""
    for kind in (RequestKind.INFORMATION, RequestKind.RETURN):
        if beside.open_request(case, kind) is not None:
            raise Refusal(
                _("Settle first what else is open on this case: %(kind)s.") % {"kind": kind.label},
                code="cases.hold.other",
            )
