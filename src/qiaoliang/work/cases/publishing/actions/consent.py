"""同意公开与收回: the person agrees that the answer to their case is published, or takes that back at any time."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction

from qiaoliang.base.catalog import queries as catalog
from qiaoliang.base.core.who import SYSTEM, Who
from qiaoliang.work.cases.actions.transition import locked, locked_together, log
from qiaoliang.work.cases.models import Case, Event, Receipt
from qiaoliang.work.cases.publishing import queries
from qiaoliang.work.cases.publishing.actions.end import end_all
from qiaoliang.work.cases.publishing.choices import Standing


@transaction.atomic
def agree(who: Who, receipt: Receipt) -> Event:
    """From now on two officers may publish an answer. The history keeps which text was agreed to."""
    case = locked(receipt.case_id)
    event = log(who, "agree_publication", case, refs={"consents": {"publish": str(catalog.consent("publish").pk)}})
    _set(case, True)
    return event


@transaction.atomic
def take_back(who: Who, receipt: Receipt) -> Event:
    """Gone at once from pages, search and feed, with what is public of the parts that the message became: its consent went
    with them. To agree anew brings nothing back: two persons decide again."""
    case = locked(receipt.case_id)
    event = _no_more(who, case)
    for part in locked_together(queries.parts_below(case.pk)).values():
        if part.may_publish:
            _no_more(_holder_of(part) if who.kind == "resident" else who, part)
    return event


@transaction.atomic
def take_back_with_the_contact(receipts: Iterable[Receipt]) -> None:
    """Who asks that their contact is erased wants no public answer either, of none of the cases that lead to it."""
    for receipt in receipts:
        if locked(receipt.case_id).may_publish:
            take_back(SYSTEM, receipt)


def _no_more(who: Who, case: Case) -> Event:
    event = log(who, "take_back_publication", case)
    _set(case, False)
    end_all(case, Standing.RECALLED)
    return event


def _holder_of(part: Case) -> Who:
    """The person, by the receipt that they have of this part; the system where they withdrew that."""
    held = part.receipts.filter(withdrawn_at=None).first()
    return Who(kind="resident", id=held.pk) if held else SYSTEM


def _set(case: Case, agreed: bool) -> None:
    case.may_publish = agreed
    case.save(update_fields=["may_publish"])
