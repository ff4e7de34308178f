"""调整协办: units join or leave as helpers while the case goes on; the lead and every clock stay as they are."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from qiaoliang.base.access import queries as access
from qiaoliang.base.access.actor import Actor
from qiaoliang.base.core import clock
from qiaoliang.base.core.errors import Refusal
from qiaoliang.base.notify import actions as notify
from qiaoliang.work.cases.actions import telling, together
from qiaoliang.work.cases.actions.dispatch import not_accused
from qiaoliang.work.cases.actions.transition import locked, take
from qiaoliang.work.cases.actions.undo import undoable
from qiaoliang.work.cases.choices import Part
from qiaoliang.work.cases.models import Assignment, Event


@undoable
@transaction.atomic
def change_helpers(actor: Actor, case_id: UUID, version: int, *, helper_ids: Sequence[UUID], note: str = "") -> Event:
    """From now on exactly ``helper_ids`` help. Who stays keeps the part as it is; a part that ends stays as an interval."""
    case = locked(case_id, version)
    wanted = set(helper_ids)
    if case.lead_id in wanted:
        words = _("The lead unit cannot help itself. Name other units, or leave this empty.")
        raise Refusal(words, code="cases.helpers", field="helpers")
    not_accused(case, wanted, field="helpers")
    live = case.assignments.filter(end=None, part=Part.HELPER)
    before = set(live.values_list("organization_id", flat=True))
    joining, leaving = wanted - before, before - wanted
    if not joining and not leaving:
        raise Refusal(_("These units help already. Nothing was changed."), code="cases.helpers", field="helpers")
    refs = {"joining": sorted(map(str, joining)), "leaving": sorted(map(str, leaving))}
    event = take(actor, "change_helpers", case, note=note, refs=refs)
    live.filter(organization__in=leaving).update(end=clock.now())
    Assignment.objects.bulk_create(
        Assignment(case=case, organization_id=unit, part=Part.HELPER) for unit in sorted(joining)
    )
    for unit in sorted(joining):
        telling.tell(case, "helping", "cases.work", unit)
    for unit in sorted(leaving):
        notify.settle(("case", case.id), only=["cases.helping"], people=access.people_with("cases.work", unit))
        telling.tell(case, "helped", "cases.work", unit)
    together.share_parts(case)
    telling.tell(case, "helpers_changed", "cases.work", case.lead_id)
    return event
