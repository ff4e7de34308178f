"""收回同意: the person asks that their contact is erased."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from qiaoliang.base.access import queries as access
from qiaoliang.base.audit.actions import record
from qiaoliang.base.core.errors import Refusal
from qiaoliang.base.core.who import Who
from qiaoliang.base.notify import actions as notify
from qiaoliang.base.vault import queries as vault
from qiaoliang.work.cases import queries as cases
from qiaoliang.work.cases.actions.transition import locked_together
from qiaoliang.work.cases.models import Receipt
from qiaoliang.work.cases.mydata import queries
from qiaoliang.work.cases.mydata.choices import WAITING
from qiaoliang.work.cases.mydata.models import Erasure
from qiaoliang.work.cases.publishing.actions import consent


@transaction.atomic
def ask(who: Who, receipt: Receipt) -> Erasure:
    """The wish and the day by which it is decided; what was published of the case, or of another part of the same message, is gone at once. Refusal where nothing is there to erase, or it was asked already."""
    together = [receipt, *cases.sharing_contact(receipt)] if receipt.contact_id else [receipt]
    case = locked_together({one.case_id for one in together})[receipt.case_id]
    if receipt.contact_id is None or not vault.given([receipt.contact_id])[receipt.contact_id]:
        raise Refusal(_("There is no contact of yours left to erase."), code="erasure.nothing")
    if receipt.erasures.filter(standing__in=WAITING).exists():
        raise Refusal(_("You have asked for this already; it is being looked at."), code="erasure.asked")
    consent.take_back_with_the_contact(together)
    made = Erasure.objects.create(receipt=receipt, due_at=queries.decided_by())
    record(who, "erasure.ask", made, refs={"case": case.pk})
    hidden = cases.shut_out(case)
    told = [one for one in access.people_with("vault.review", None) if one not in hidden]
    notify.tell(told, "erasure.asked", ("erasure", made.pk))
    return made
