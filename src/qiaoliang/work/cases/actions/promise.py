"""承诺: what an answer with a plan owes the person: made when it goes out, kept or moved in time, called to mind before."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from qiaoliang.base.access import queries as access
from qiaoliang.base.access.actor import Actor
from qiaoliang.base.catalog import queries as catalog
from qiaoliang.base.core import clock
from qiaoliang.base.core.errors import Refusal
from qiaoliang.base.core.who import SYSTEM
from qiaoliang.ui import format
from qiaoliang.work.cases import queries
from qiaoliang.work.cases.acting import officer_id
from qiaoliang.work.cases.actions import telling
from qiaoliang.work.cases.actions.transition import locked, log, take
from qiaoliang.work.cases.choices import Closing, Told
from qiaoliang.work.cases.models import Answer, Case, Event, Promise

#: promises that the worker looks at in one go
BATCH = 500
#: the furthest day that a promise may be moved to
MOST_DAYS = 3660


def made(case: Case, answer: Answer) -> Promise | None:
    """The answer has gone out; where it ends with a plan, its day stands on the list from now on."""
    if answer.closing != Closing.PLANNED or answer.planned_for is None:
        return None
    promise = Promise(
        case=case,
        answer=answer,
        organization_id=answer.organization_id,
        due_on=answer.planned_for,
        first_due_on=answer.planned_for,
    )
    _hang(promise)
    promise.save(force_insert=True)
    return promise


@transaction.atomic
def keep_promise(actor: Actor, case_id: UUID, version: int, *, text: str) -> Event:
    """It is done; ``text`` says to the person what."""
    case = locked(case_id, version)
    event = take(actor, "keep_promise", case)
    promise = _open(case)
    promise.done_at, promise.done_by_id, promise.done, promise.tell_on = clock.now(), officer_id(actor), text, None
    promise.save()
    return telling.letter(event, "promise_kept", done=text)


@transaction.atomic
def move_promise(actor: Actor, case_id: UUID, version: int, *, due_on: date, reason: str) -> Event:
    """The head of the unit lets it take longer; the person reads why, the old day and the new one."""
    case = locked(case_id, version)
    event = take(actor, "move_promise", case)
    promise = _open(case)
    if not max(clock.today(), promise.due_on) < due_on <= clock.today() + timedelta(days=MOST_DAYS):
        raise Refusal(
            _("The new day comes after today and after the day that was promised, within ten years."),
            code="cases.move_promise.date",
            field="due_on",
        )
    event.refs = {"old": promise.due_on.isoformat(), "new": due_on.isoformat(), "late": promise.is_broken}
    event.save(update_fields=["refs"])
    old, promise.due_on = promise.due_on, due_on
    _hang(promise)
    promise.save()
    telling.tell(case, "promise_moved", "cases.supervise")
    said = {"first": lambda: format.day(old), "due": lambda: format.day(due_on)}
    return telling.letter(event, "promise_moved", unit=promise.organization, reason=reason, **said)


def remind_all() -> int:
    """Call to mind every promise whose day comes near, is there or is over; how many. Each is a transaction of its own."""
    due = Promise.objects.filter(done_at=None, ended_at=None, tell_on__lte=clock.today())
    return sum(_remind(pk) for pk in list(due.order_by("tell_on").values_list("pk", flat=True)[:BATCH]))


@transaction.atomic
def _remind(promise_id: UUID) -> bool:
    """After days of sleep only the last thing to say is said."""
    case = locked(Promise.objects.values_list("case_id", flat=True).get(pk=promise_id))
    promise = Promise.objects.filter(pk=promise_id, done_at=None, ended_at=None, tell_on__lte=clock.today()).first()
    if promise is None:
        return False
    stage = _stage(promise)
    log(SYSTEM, "prompt_promise", case, refs={"told": stage, "due": promise.due_on.isoformat()})
    unit = promise.organization_id
    people = {*access.people_with("cases.work", unit), *access.people_with("cases.approve", unit)}
    if stage == Told.LATE:
        people |= set(access.people_with("cases.supervise", None))
    telling.settle_for(case, "promise_soon", people)
    telling.settle_for(case, "promise_today", people)
    telling.tell_person(case, f"promise_{stage}", *sorted(people))
    promise.told = stage
    promise.tell_on = _next(promise, stage)
    promise.save(update_fields=["told", "tell_on"])
    return True


def _stage(promise: Promise) -> Told:
    if promise.due_on < clock.today():
        return Told.LATE
    return Told.TODAY if promise.due_on == clock.today() else Told.SOON


def _next(promise: Promise, told: Told) -> date | None:
    """The day of what is to be said after ``told``."""
    if told == Told.LATE:
        return None
    return promise.due_on + timedelta(days=1) if told == Told.TODAY else promise.due_on


def _hang(promise: Promise) -> None:
    """From the start again: first the catalogue's days before, at the earliest tomorrow."""
    rule = catalog.clock_step(promise.case.category, "promise_reminder", promise.case.received_at)
    before = promise.due_on - timedelta(days=int(rule.amount))
    promise.told, promise.tell_on = "", max(before, min(clock.today() + timedelta(days=1), promise.due_on))


def _open(case: Case) -> Promise:
    promise = queries.open_promise(case)
    if promise is None:
        raise Refusal(_("Nothing is promised here that is still open."), code="cases.promise")
    return promise
