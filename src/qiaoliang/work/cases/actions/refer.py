"""转送: not ours, and the person is told whose it is, with a receipt. Never a dead end."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction

from qiaoliang.base.catalog import queries as catalog
from qiaoliang.base.core import clock
from qiaoliang.work.cases import terms
from qiaoliang.work.cases.acting import Acting
from qiaoliang.work.cases.actions import deadlines, telling, together
from qiaoliang.work.cases.actions.transition import locked, take
from qiaoliang.work.cases.choices import State
from qiaoliang.work.cases.models import Event


@transaction.atomic
def refer(
    who: Acting, case_id: UUID, version: int, *, body: str, number: str = "", note: str = "", message: str = ""
) -> Event:
    """Pass the case to the outside body with catalogue code ``body``; ``number`` is their receipt number, if given."""
    case = locked(case_id, version)
    outside = catalog.referral(body)
    case.referral_code, case.referral_number = body, number
    event = take(
        who,
        "refer",
        case,
        to=State.REFERRED_OUT,
        fields=("referral_code", "referral_number"),
        reason=body,
        note=note,
    )
    deadlines.end(case)
    check = terms.until(case, "refer_check", clock.now())
    words = {"body": lambda: outside.label, "phone": outside.phone, "check": check}
    together.refer(case, event, message, **words)
    return telling.letter(event, "referred", reason=message, **words)
