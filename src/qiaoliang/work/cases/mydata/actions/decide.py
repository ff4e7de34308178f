"""The data officer decides on a wish to be erased; a second person where the case is still being handled."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from qiaoliang.base.access import queries as access
from qiaoliang.base.access.actor import Actor
from qiaoliang.base.audit.actions import record
from qiaoliang.base.core import clock
from qiaoliang.base.core.errors import Refusal
from qiaoliang.base.notify import actions as notify
from qiaoliang.base.vault import actions as vault
from qiaoliang.work.cases import queries as cases
from qiaoliang.work.cases.acting import belongs_to, officer_id
from qiaoliang.work.cases.actions.transition import locked
from qiaoliang.work.cases.models import Case
from qiaoliang.work.cases.mydata.choices import Standing
from qiaoliang.work.cases.mydata.models import Erasure

GONE = _("Somebody has decided on this meanwhile.")


@transaction.atomic
def decide(actor: Actor, erasure_id: UUID, *, agree: bool, reason: str = "") -> Erasure:
    """The first word: refused with a reason; or erased, where nobody works on the case any more; or a second person is
    asked, because who handles the case could not reach the person afterwards."""
    found, case = _held(actor, erasure_id, "vault.review", Standing.OPEN)
    found.first_by_id, found.first_at = officer_id(actor), clock.now()
    if not agree:
        return _refuse(actor, found, reason)
    if case.has_ended and not cases.used_by_others(found.receipt):
        return _erase(actor, found)
    found.standing = Standing.AGREED
    found.save()
    record(actor.who, "erasure.agree", found)
    hidden = cases.shut_out(case) | {found.first_by_id}
    notify.settle(("erasure", found.pk))
    others = [one for one in access.people_with("vault.confirm", None) if one not in hidden]
    notify.tell(others, "erasure.agreed", ("erasure", found.pk))
    return found


@transaction.atomic
def confirm(actor: Actor, erasure_id: UUID, *, agree: bool, reason: str = "") -> Erasure:
    """The second person's word on a case that is still being handled."""
    found, _case = _held(actor, erasure_id, "vault.confirm", Standing.AGREED)
    if found.first_by_id == officer_id(actor):
        raise Refusal(_("You decided first. A second person has the last word."), code="erasure.same")
    found.second_by_id = officer_id(actor)
    return _erase(actor, found) if agree else _refuse(actor, found, reason)


def _held(actor: Actor, erasure_id: UUID, permission: str, standing: Standing) -> tuple[Erasure, Case]:
    case = locked(Erasure.objects.values_list("receipt__case_id", flat=True).get(pk=erasure_id))
    if not actor.may(permission) or belongs_to(actor, case.accused_organization_id):
        raise Refusal(_("Your post does not carry the right for this step."), code="erasure.right")
    found = Erasure.objects.select_for_update().get(pk=erasure_id)
    if found.standing != standing:
        raise Refusal(GONE, code="erasure.decided")
    return found, case


def _refuse(actor: Actor, found: Erasure, reason: str) -> Erasure:
    if not reason.strip():
        raise Refusal(_("Please write why; the person reads it."), code="erasure.reason", field="reason")
    return _settled(actor, found, Standing.REFUSED, reason.strip())


def _erase(actor: Actor, found: Erasure) -> Erasure:
    contact = found.receipt.contact_id
    if contact is not None:
        vault.erase_if_there(actor.who, contact, reason="request")
    return _settled(actor, found, Standing.ERASED, "")


def _settled(actor: Actor, found: Erasure, standing: Standing, reason: str) -> Erasure:
    found.standing, found.reason, found.decided_at = standing, reason, clock.now()
    found.save()
    record(actor.who, f"erasure.{standing}", found)
    notify.settle(("erasure", found.pk))
    return found
