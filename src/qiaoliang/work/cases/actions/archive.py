"""归档: the words, files and contacts of a case that ended long ago are erased; that it was, how long it took and how it was
rated stays and is counted."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django.db import transaction
from django.db.models import Model

from qiaoliang.base.attachments import actions as attachments
from qiaoliang.base.attachments import queries as stored
from qiaoliang.base.core.who import SYSTEM
from qiaoliang.base.vault import actions as vault
from qiaoliang.text.contacts import FINDER
from qiaoliang.work.cases import queries
from qiaoliang.work.cases.actions import finding
from qiaoliang.work.cases.actions.transition import locked, take
from qiaoliang.work.cases.choices import State
from qiaoliang.work.cases.marking import Marked
from qiaoliang.work.cases.models import (
    Answer,
    Attendance,
    CallbackAttempt,
    Case,
    Draft,
    Event,
    Instruction,
    Letter,
    Promise,
    Rating,
    Request,
    Review,
)

#: model → (how its rows hang on a case, the columns in which somebody wrote)
WRITTEN: dict[type[Model], tuple[str, tuple[str, ...]]] = {
    **{model: ("case", model.words_in) for model in (Event, Request, Attendance, Answer, Promise, Review)},
    Rating: ("receipt__case", Rating.words_in),
    Letter: ("case", ("note",)),
    Instruction: ("case", ("text", "report")),
    CallbackAttempt: ("case", ("note",)),
}
#: what of the case itself could tell who it was about; the numbers of other bodies lead to their files
OF_CASE = (*Case.words_in, "external_id", "referral_number")
#: what parts above the cases wrote about one, and how they empty it
_ALSO: list[Callable[[Case], object]] = []


def also(forget: Callable[[Case], object]) -> None:
    """Have ``forget(case)`` called in the same transaction when a case is archived; called once, when the apps are ready."""
    _ALSO.append(forget)


@transaction.atomic
def archive(case_id: UUID) -> Event:
    """Erase what people wrote and sent in one ended case. Refusal where it has been taken up again."""
    case = locked(case_id)
    for column in OF_CASE:
        setattr(case, column, "")
    event = take(SYSTEM, "archive", case, to=State.ARCHIVED, fields=OF_CASE)
    for model, (path, columns) in WRITTEN.items():
        marks = {"marks": {}, "finder": FINDER} if issubclass(model, Marked) else {}
        model._default_manager.filter(**{path: case}).update(**dict.fromkeys(columns, ""), **marks)
    for file in stored.of([("case", case.id)])[case.id]:
        attachments.remove(SYSTEM, file)
    forget_contacts(case)
    vault.forget_notes(case.id)
    Draft.objects.filter(case=case).delete()
    for forget in _ALSO:
        forget(case)
    finding.index(case)
    return event


def forget_contacts(case: Case) -> int:
    """Erase the contacts of all who asked, of a locked case; how many there were. The parts of one message share a contact:
    each lets go of it in its own time, and with the last it is erased."""
    gone = 0
    for receipt in case.receipts.exclude(contact_id=None):
        if queries.sharing_contact(receipt).exists():
            receipt.contact_id = None
            receipt.save(update_fields=["contact_id"])
            gone += 1
        elif receipt.contact_id:
            gone += vault.erase_if_there(SYSTEM, receipt.contact_id, reason="retention")
    return gone
