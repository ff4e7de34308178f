"""撤下: a public answer, or a proposal, is over. From the same moment nobody finds it."""

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
from qiaoliang.work.cases.publishing.choices import LIVING, Standing
from qiaoliang.work.cases.publishing.models import Publication
from qiaoliang.work.cases.publishing.queries import KIND


def end(found: Publication, standing: Standing, *, by: UUID | None = None, reason: str = "") -> None:
    """Write down that it is over and take it out of the search; its case is locked."""
    found.standing, found.ended_at, found.ended_by_id, found.reason = standing, clock.now(), by, reason
    found.save(update_fields=["standing", "ended_at", "ended_by", "reason"])
    search.remove(KIND, found.pk)
    notify.settle((KIND, found.pk))


def end_all(case: Case, standing: Standing, among: tuple[Standing, ...] = LIVING) -> None:
    """Whatever is proposed or published of a locked case."""
    for found in case.publications.filter(standing__in=among):
        end(found, standing)


@transaction.atomic
def take_down(actor: Actor, case_id: UUID, *, reason: str) -> Publication:
    """The office takes a public answer down, and says to itself why; another needs two persons again."""
    case = locked(case_id)
    found = case.publications.filter(standing=Standing.PUBLISHED).first()
    if found is None:
        raise Refusal(_("Nothing is published on this case now."), code="publication.none")
    log(actor, "unpublish", case, note=reason)
    end(found, Standing.TAKEN_DOWN, by=officer_id(actor), reason=reason)
    return found
