"""更正: the person puts their contact right."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from qiaoliang.base.core.errors import Refusal
from qiaoliang.base.core.who import Who
from qiaoliang.base.vault import actions as vault
from qiaoliang.work.cases.actions.transition import locked
from qiaoliang.work.cases.models import Receipt


@transaction.atomic
def correct(who: Who, receipt: Receipt, *, name: str, phone: str, address: str, certain: bool = False) -> None:
    """The new in the place of the old, which is gone afterwards."""
    locked(receipt.case_id)
    if receipt.contact_id is None:
        raise Refusal(_("You left no contact with this case."), code="erasure.nothing")
    vault.correct(who, receipt.contact_id, name=name, phone=phone, address=address, certain=certain)
