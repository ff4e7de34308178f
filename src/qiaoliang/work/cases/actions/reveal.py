"""查看联系方式: with a reason, written down, and shown to the person it concerns."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from qiaoliang.base.access.actor import Actor
from qiaoliang.base.core.errors import Refusal
from qiaoliang.base.vault import actions as vault
from qiaoliang.base.vault.queries import Details
from qiaoliang.work.cases import queries
from qiaoliang.work.cases.models import Case, Receipt


@transaction.atomic
def reveal(actor: Actor, receipt_id: UUID, *, reason: str, note: str) -> Details:
    """The contact of one receipt, for those who may see contacts in the unit that has the case."""
    receipt = Receipt.objects.select_related("case").get(pk=receipt_id)
    if receipt.contact_id is None:
        raise Refusal(
            _("This person left no contact. Leave a message on the case's page instead."), code="cases.reveal.none"
        )
    if not queries.may_see_contact(actor, receipt.case):
        raise Refusal(_("Your post does not carry the right to see this contact."), code="cases.reveal")
    return vault.reveal(
        actor.who,
        receipt.contact_id,
        reason=reason,
        note=note,
        subject=("case", receipt.case_id),
        role=actor.held["cases.contact"].grant.role,
    )


@transaction.atomic
def reveal_words(actor: Actor, case_id: UUID, *, reason: str, note: str) -> None:
    """From here on the actor reads, this once, what is masked in the case's words; for those who may see contacts in the
    unit that has it, and written down like the opening of a contact."""
    case = Case.objects.get(pk=case_id)
    if not queries.may_see_contact(actor, case):
        raise Refusal(_("Your post does not carry the right to see what is masked here."), code="cases.reveal")
    vault.reveal_words(
        actor.who, reason=reason, note=note, subject=("case", case_id), role=actor.held["cases.contact"].grant.role
    )
