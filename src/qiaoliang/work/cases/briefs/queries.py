"""Reading briefs."""

from __future__ import annotations

from django.db.models import QuerySet

from qiaoliang.base.access.actor import Actor
from qiaoliang.work.cases import overview
from qiaoliang.work.cases.briefs.models import Brief


def visible_to(actor: Actor) -> QuerySet[Brief]:
    """All of them for who sees the whole district, the newest first; none for anybody else."""
    return Brief.objects.order_by("-first") if overview.sees_everything(actor) else Brief.objects.none()
