"""同意公开与收回: the person agrees that the answer to their case is published, or takes that back at any time."""

from __future__ import annotations

from django.db import transaction

from qiaoliang.base.catalog import queries as catalog
from qiaoliang.base.core.who import SYSTEM, Who
from qiaoliang.work.cases.actions.transition import locked, log
from qiaoliang.work.cases.models import Case, Event, Receipt
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
    """Gone at once from pages, search and feed. To agree anew brings nothing back: two persons decide again."""
    case = locked(receipt.case_id)
    event = log(who, "take_back_publication", case)
    _set(case, False)
    end_all(case, Standing.RECALLED)
    return event


@transaction.atomic
def take_back_with_the_contact(receipt: Receipt) -> None:
    """Who asks that their contact is erased wants no public answer either."""
    if locked(receipt.case_id).may_publish:
        take_back(SYSTEM, receipt)


def _set(case: Case, agreed: bool) -> None:
    case.may_publish = agreed
    case.save(update_fields=["may_publish"])
