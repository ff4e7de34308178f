"""延期: the unit asks before its date, its head agrees, the supervisor decides. Once a case, at most as long again."""

from __future__ import annotations

from decimal import Decimal
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from qiaoliang.base.access.actor import Actor
from qiaoliang.base.catalog import queries as catalog
from qiaoliang.base.core import clock
from qiaoliang.base.core.errors import Refusal
from qiaoliang.base.workdays import queries as workdays
from qiaoliang.ui import format
from qiaoliang.work.cases.acting import officer_id
from qiaoliang.work.cases.actions import deadlines, requests, telling, together
from qiaoliang.work.cases.actions.transition import locked, take
from qiaoliang.work.cases.choices import Clock, RequestKind
from qiaoliang.work.cases.models import Case, Deadline, Event


@transaction.atomic
def ask_extension(actor: Actor, case_id: UUID, version: int, *, reason: str, text: str, amount: Decimal) -> Event:
    """Ask for ``amount`` more, in the unit of the answer's own clock; ``text`` says what is still to be done."""
    case = locked(case_id, version)
    event = take(actor, "ask_extension", case, reason=reason, note=text)
    _not_extended(case)
    _no_longer_than_at_first(case, amount)
    head_by = deadlines.start(case, Clock.EXTENSION_AGREE)
    requests.put(actor, case, RequestKind.EXTENSION, reason=reason, text=text, amount=amount, due_at=head_by.due_at)
    telling.tell(case, "extension_asked", "cases.approve", case.lead_id)
    return event


@transaction.atomic
def agree_extension(actor: Actor, case_id: UUID, version: int, *, agree: bool, note: str = "") -> Event:
    """The head of the unit agrees, and it goes to the supervisor; or does not, and says why."""
    case = locked(case_id, version)
    event = take(actor, "agree_extension", case, note=note, refs={"agreed": agree})
    request = requests.open_one(case, RequestKind.EXTENSION)
    deadlines.meet(case, Clock.EXTENSION_AGREE)
    if not agree:
        requests.settle(actor, request, granted=False, reply=note)
        telling.tell_asker(case, "extension_decided", request.person_id, request.organization_id)
        return event
    decide_by = deadlines.start(case, Clock.EXTENSION_DECISION)
    request.agreed_at, request.agreed_by_id, request.due_at = clock.now(), officer_id(actor), decide_by.due_at
    request.save(update_fields=["agreed_at", "agreed_by", "due_at"])
    telling.tell(case, "extension_agreed", "cases.grant_time")
    return event


@transaction.atomic
def decide_extension(
    actor: Actor, case_id: UUID, version: int, *, agree: bool, amount: Decimal | None = None, note: str
) -> Event:
    """Grant it, for ``amount`` if that is other than asked, and tell the person reason and new date; or say why not.

    Until then the date stands: an answer that is overdue stays so, and stays on record as overdue when more time comes late."""
    case = locked(case_id, version)
    event = take(actor, "decide_extension", case, note=note, refs={"granted": agree})
    request = requests.open_one(case, RequestKind.EXTENSION)
    requests.settle(actor, request, granted=agree, reply=note)
    deadlines.meet(case, Clock.EXTENSION_DECISION)
    if agree:
        request.amount = amount or request.amount or Decimal(0)
        request.save(update_fields=["amount"])
        moved = _later(case, request.amount)
        why = catalog.reason("extension", request.reason)
        together.extend(case, request.amount, moved.unit, reason=lambda: why.sentence)
        telling.letter(event, "extended", reason=lambda: why.sentence, first=moved.first_due_at, due=moved.due_at)
    telling.tell_asker(case, "extension_decided", request.person_id, request.organization_id)
    return event


def running(case: Case) -> Deadline:
    """The answer's clock."""
    return case.deadlines.get(step__in=(Clock.ANSWER, Clock.REWORK), ended_at=None)


def _later(case: Case, amount: Decimal) -> Deadline:
    _no_longer_than_at_first(case, amount)
    now = running(case)
    if workdays.calendar().add(now.due_at, amount, now.unit).at <= clock.now():
        raise Refusal(
            _("The new date would be past already. It is too late to give more time; the case stays overdue."),
            code="cases.extension.past",
        )
    return deadlines.extend(case, amount)


def _not_extended(case: Case) -> None:
    """Nor while the case followed another, or was still part of one message."""
    if running(case).added:
        words = _("This case was given more time once already; there is no second time.")
        raise Refusal(words, code="cases.extension.again")


def _no_longer_than_at_first(case: Case, amount: Decimal) -> None:
    longest = running(case)
    if not 0 < amount <= longest.amount:
        raise Refusal(
            _("At most as long again as at first: %(term)s.")
            % {"term": format.span(float(longest.amount), longest.unit)},
            code="cases.extension.long",
            field="amount",
        )
