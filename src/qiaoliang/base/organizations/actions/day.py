"""A new day: links that begin or end today take effect."""

from __future__ import annotations

from django.db import transaction

from qiaoliang.base.core import clock
from qiaoliang.base.organizations import closure
from qiaoliang.base.organizations.choices import Relation
from qiaoliang.base.organizations.models import Tree


def change_day() -> None:
    """Bring the closure to today; nothing to do where it is there already. Run by the worker every few minutes."""
    behind = set(Relation.values) - set(Tree.objects.filter(day=clock.today()).values_list("relation", flat=True))
    for relation in sorted(behind):
        with transaction.atomic():
            closure.hold(relation)
