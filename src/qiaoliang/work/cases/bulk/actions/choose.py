"""选中: the cases of a list that a step is to be taken on, each as it stood when it was shown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from qiaoliang.base.access.actor import Actor
from qiaoliang.base.core.errors import Refusal
from qiaoliang.work.cases import queries as cases
from qiaoliang.work.cases.bulk import queries
from qiaoliang.work.cases.bulk.choices import Step
from qiaoliang.work.cases.bulk.models import Batch, Item
from qiaoliang.work.cases.bulk.steps import KINDS
from qiaoliang.work.cases.listing import LISTS

#: a case and the version in which somebody saw it
Shown = tuple[UUID, int]


def choose(actor: Actor, step: Step, listed: str, shown: Sequence[Shown]) -> Batch:
    """Those that were ticked, as far as the actor sees them."""
    seen = set(
        cases.visible_to(actor, "cases.list").filter(pk__in=[key for key, _v in shown]).values_list("pk", flat=True)
    )
    return _batch(actor, step, listed, [one for one in shown if one[0] in seen], more=False)


def choose_all(actor: Actor, step: Step, listed: str, asked: Mapping[str, Any]) -> Batch:
    """All that stand on the list, the first of them where it holds more than a batch takes."""
    rows = LISTS[listed].whole(actor, dict(asked)).values_list("pk", "version")
    shown = list(rows[: queries.MOST + 1])
    return _batch(actor, step, listed, shown[: queries.MOST], more=len(shown) > queries.MOST)


@transaction.atomic
def _batch(actor: Actor, step: Step, listed: str, shown: Sequence[Shown], *, more: bool) -> Batch:
    if not actor.may(KINDS[step].right):
        raise Refusal(actor.why(KINDS[step].right), code="not_permitted")
    if not shown:
        raise Refusal(_("Tick the cases first, then choose what to do with them."), code="bulk.nothing")
    batch = Batch.objects.create(
        step=step,
        listed=listed,
        more=more,
        by_account=queries.account_of(actor),
        by_post=actor.who.post_id,
        language=get_language() or "zh-hans",
    )
    Item.objects.bulk_create(Item(batch=batch, case_id=key, version=version) for key, version in dict(shown).items())
    return batch
