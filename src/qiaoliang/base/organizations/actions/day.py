"""A new day: links and names that begin or end today take effect, and what ended with it is followed."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction

from qiaoliang.base.core import clock
from qiaoliang.base.core.who import SYSTEM
from qiaoliang.base.organizations import closure
from qiaoliang.base.organizations.actions.naming import begin_names
from qiaoliang.base.organizations.actions.people import hand_over
from qiaoliang.base.organizations.actions.structure import follow_dissolved
from qiaoliang.base.organizations.choices import Relation
from qiaoliang.base.organizations.models import Membership, Tree

#: a worker that stood still for so many days still finds whose term ended
LOOK_BACK = 60


def change_day() -> None:
    """Bring the closure to today; nothing to do where it is there already. Run by the worker every few minutes."""
    behind = set(Relation.values) - set(Tree.objects.filter(day=clock.today()).values_list("relation", flat=True))
    for relation in sorted(behind):
        with transaction.atomic():
            closure.hold(relation)
    if behind:
        begin_names()
        follow_dissolved()
        follow_ended_terms()


def follow_ended_terms() -> None:
    """Terms that ended with the days before: what is still open goes to the unit."""
    lately = clock.today() - timedelta(days=LOOK_BACK)
    ended = Membership.objects.filter(end__gt=lately, end__lte=clock.today(), post__isnull=False)
    for held in ended.select_related("person__account", "post__organization"):
        hand_over(SYSTEM, held)
