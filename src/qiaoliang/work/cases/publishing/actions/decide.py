"""核对公开答复: a second person lets a public text out, or sends it back with a reason."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from qiaoliang.base.access.actor import Actor
from qiaoliang.base.core import clock
from qiaoliang.base.core.errors import Refusal
from qiaoliang.base.notify import actions as notify
from qiaoliang.base.search import actions as search
from qiaoliang.work.cases.acting import officer_id
from qiaoliang.work.cases.actions.transition import locked, log
from qiaoliang.work.cases.models import Case
from qiaoliang.work.cases.publishing import scan
from qiaoliang.work.cases.publishing.actions.end import end
from qiaoliang.work.cases.publishing.actions.propose import texts_of
from qiaoliang.work.cases.publishing.choices import Standing
from qiaoliang.work.cases.publishing.models import Publication
from qiaoliang.work.cases.publishing.queries import KIND


@transaction.atomic
def publish(actor: Actor, publication_id: UUID) -> Publication:
    """From now on everybody finds it. What was asked when it was proposed is asked once more: the consent may be gone, the
    case taken up again, the contact put right meanwhile."""
    case, found = _held(actor, publication_id)
    log(actor, "publish", case)
    if found.answer.round != case.round:
        raise Refusal(_("The case has a newer answer since. Send this back, and write anew."), code="publication.old")
    scan.ensure_tells_nobody(case, texts_of(found))
    for before in case.publications.filter(standing=Standing.PUBLISHED):
        end(before, Standing.REPLACED, by=officer_id(actor))
        found.slug, found.published_on = before.slug, before.published_on
    found.standing, found.decided_by_id, found.decided_at = Standing.PUBLISHED, officer_id(actor), clock.now()
    found.published_on = found.published_on or clock.today()
    found.save()
    search.index(KIND, found.pk, *texts_of(found).values())
    _answered(found)
    return found


@transaction.atomic
def refuse(actor: Actor, publication_id: UUID, *, reason: str) -> Publication:
    """Not like this: the proposer reads why and may write anew."""
    case, found = _held(actor, publication_id)
    if not reason.strip():
        raise Refusal(
            _("Please write why, so that the next text can be better."), code="publication.reason", field="reason"
        )
    log(actor, "refuse_publication", case, note=reason)
    found.decided_by_id, found.decided_at = officer_id(actor), clock.now()
    found.save(update_fields=["decided_by", "decided_at"])
    end(found, Standing.REFUSED, by=officer_id(actor), reason=reason.strip())
    _answered(found)
    return found


def _held(actor: Actor, publication_id: UUID) -> tuple[Case, Publication]:
    """The case and the proposal, held for this transaction, as long as it waits and somebody else wrote it."""
    case = locked(Publication.objects.values_list("case_id", flat=True).get(pk=publication_id))
    found = case.publications.select_related("answer").get(pk=publication_id)
    if found.standing != Standing.PROPOSED:
        raise Refusal(_("Somebody has decided on this text meanwhile."), code="publication.decided")
    if found.proposed_by_id == officer_id(actor):
        raise Refusal(_("You wrote this text yourself. A second person checks it."), code="publication.same")
    return case, found


def _answered(found: Publication) -> None:
    """Nobody needs to check it any more; who wrote it hears."""
    notify.settle((KIND, found.pk), only=["publication.proposed"])
    notify.tell(
        [found.proposed_by_id],
        f"publication.{found.standing}",
        (KIND, found.pk),
        case=found.case_id,
        code=found.case.code,
    )
