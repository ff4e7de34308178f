"""One person puts the list forward, another confirms it; or somebody drops it, with a reason."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from qiaoliang.base.access import queries as access
from qiaoliang.base.access.actor import Actor
from qiaoliang.base.audit.actions import record
from qiaoliang.base.core import clock
from qiaoliang.base.core.errors import Refusal
from qiaoliang.base.jobs import actions as jobs
from qiaoliang.base.jobs import steady
from qiaoliang.base.notify import actions as notify
from qiaoliang.work.cases.acting import officer_id
from qiaoliang.work.cases.keeping.models import Clearing


def held(clearing_id: UUID) -> Clearing:
    """The list, held for this transaction, as long as something can still be decided about it."""
    clearing = Clearing.objects.select_for_update().get(pk=clearing_id)
    if clearing.done_at or clearing.dropped_at or clearing.confirmed_at:
        raise Refusal(_("Somebody has decided on this list meanwhile."), code="keeping.decided")
    return clearing


@transaction.atomic
def put_forward(actor: Actor, clearing_id: UUID) -> Clearing:
    """Say that the list was looked through and may go; a second person is asked."""
    _right(actor, "vault.review")
    clearing = held(clearing_id)
    if clearing.put_forward_at:
        raise Refusal(_("Somebody has decided on this list meanwhile."), code="keeping.decided")
    clearing.put_forward_by_id, clearing.put_forward_at = officer_id(actor), clock.now()
    clearing.save(update_fields=["put_forward_by", "put_forward_at"])
    record(actor.who, "keeping.put_forward", clearing)
    subject = ("clearing", clearing.pk)
    notify.settle(subject)
    others = [one for one in access.people_with("vault.confirm", None) if one != clearing.put_forward_by_id]
    notify.tell(others, "keeping.put_forward", subject)
    return clearing


@transaction.atomic
def confirm(actor: Actor, clearing_id: UUID) -> Clearing:
    """The second person's word: from here on the worker erases."""
    _right(actor, "vault.confirm")
    clearing = held(clearing_id)
    if clearing.put_forward_at is None:
        raise Refusal(_("Nobody has put this list forward yet."), code="keeping.not_put_forward")
    if clearing.put_forward_by_id == officer_id(actor):
        raise Refusal(_("You put this list forward yourself. A second person confirms it."), code="keeping.same")
    if steady.waits_until():
        raise Refusal(
            _("The server's clock has just jumped. See that it is right, and confirm in an hour."), code="keeping.clock"
        )
    clearing.confirmed_by_id, clearing.confirmed_at = officer_id(actor), clock.now()
    clearing.save(update_fields=["confirmed_by", "confirmed_at"])
    record(actor.who, "keeping.confirm", clearing)
    notify.settle(("clearing", clearing.pk))
    jobs.enqueue("keeping.clear", {"clearing": clearing.pk}, key=str(clearing.pk))
    return clearing


@transaction.atomic
def drop(actor: Actor, clearing_id: UUID, *, reason: str) -> Clearing:
    """Nothing of the list is erased. Whoever may look at it or confirm it may say so."""
    if not (actor.may("vault.review") or actor.may("vault.confirm")):
        _right(actor, "vault.review")
    clearing = held(clearing_id)
    clearing.dropped_by_id, clearing.dropped_at, clearing.reason = officer_id(actor), clock.now(), reason[:200]
    clearing.save(update_fields=["dropped_by", "dropped_at", "reason"])
    record(actor.who, "keeping.drop", clearing)
    notify.settle(("clearing", clearing.pk))
    return clearing


def _right(actor: Actor, permission: str) -> None:
    if not actor.may(permission):
        raise Refusal(_("Your post does not carry the right for this step."), code="keeping.right")
