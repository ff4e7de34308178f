"""提请公开: an officer writes for everybody how such a matter was handled; a second person checks it."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from qiaoliang.base.access import queries as access
from qiaoliang.base.access.actor import Actor
from qiaoliang.base.core import codes
from qiaoliang.base.core.errors import Refusal
from qiaoliang.base.notify import actions as notify
from qiaoliang.work.cases import queries as cases
from qiaoliang.work.cases.acting import officer_id
from qiaoliang.work.cases.actions.transition import locked, log
from qiaoliang.work.cases.models import Answer, Case
from qiaoliang.work.cases.publishing import queries, scan
from qiaoliang.work.cases.publishing.choices import Standing
from qiaoliang.work.cases.publishing.models import Publication


@dataclass(frozen=True, kw_only=True)
class Words:
    """``area_id``: the village, community or town that is named; None: nothing. ``promise`` says what was promised, ``moved``
    why its day was moved; both only where there is a promise."""

    title: str
    text: str
    area_id: UUID | None = None
    promise: str = ""
    moved: str = ""


@transaction.atomic
def propose(actor: Actor, case_id: UUID, words: Words) -> Publication:
    """Put a public text before a second person. A later one takes the place of what is published, once it is checked."""
    case = locked(case_id)
    log(actor, "propose_publication", case)
    answer = _answer(case)
    made = Publication(
        case=case,
        answer=answer,
        organization_id=answer.organization_id,
        category=case.category.code if case.category else "",
        slug=codes.new_secret().replace("-", "").lower(),
        proposed_by_id=officer_id(actor),
        **asdict(words),
    )
    _fits(case, words)
    scan.ensure_tells_nobody(case, texts_of(made))
    made.save(force_insert=True)
    hidden = cases.shut_out(case) | {made.proposed_by_id}
    told = [one for one in access.people_with("cases.publish", case.lead_id) if one not in hidden]
    notify.tell(told, "publication.proposed", (queries.KIND, made.pk), case=case.pk, code=case.code)
    return made


def texts_of(found: Publication) -> dict[str, str]:
    """All that everybody reads of it."""
    return {name: getattr(found, name) for name in ("title", "text", "promise", "moved")}


def _answer(case: Case) -> Answer:
    """The answer of this round, as it went out."""
    found = case.answers.filter(round=case.round).exclude(approved_at=None).first()
    if found is None:
        raise Refusal(_("There is no answer that could be published."), code="publication.answer")
    return found


def _fits(case: Case, words: Words) -> None:
    if case.publications.filter(standing=Standing.PROPOSED).exists():
        raise Refusal(_("A public text of this case already waits to be checked."), code="publication.waits")
    if words.area_id and words.area_id not in [one.pk for one in queries.place_choices(case)]:
        raise Refusal(_("Choose a place from the list."), code="publication.place", field="area")
    owed = queries.promise_of(case)
    if owed is not None and not words.promise:
        raise Refusal(
            _("The answer promised something. Say in one sentence what."), code="publication.promise", field="promise"
        )
    if owed is not None and owed.due_on != owed.first_due_on and not words.moved:
        raise Refusal(_("The day was moved. Say in one sentence why."), code="publication.moved", field="moved")
