"""Roles that came with a table of accounts and wait for the security officer."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from qiaoliang.base.access import actions
from qiaoliang.base.access.models import Grant, Wanted
from qiaoliang.base.audit import actions as audit
from qiaoliang.base.core import clock
from qiaoliang.base.core.errors import Refusal
from qiaoliang.base.core.who import Who
from qiaoliang.base.organizations.models import Post


def waiting() -> QuerySet[Wanted]:
    """What nobody has decided and nobody has granted otherwise, as units stand in lists. No query is run here."""
    rows = Wanted.objects.filter(granted=None).exclude(pk__in=_granted_meanwhile())
    return rows.select_related("post__organization").order_by("post__organization__code", "post__rank", "role", "pk")


def _granted_meanwhile() -> QuerySet[Wanted, UUID]:
    live = Grant.objects.at().filter(post=OuterRef("post"), role=OuterRef("role"))
    return Wanted.objects.filter(Exists(live)).values_list("pk", flat=True)


@transaction.atomic
def want(who: Who, post: Post, role: str, reach: str = "") -> None:
    """Ask that ``post`` have ``role``; asked twice it waits once."""
    Wanted.objects.get_or_create(post=post, role=role, granted=None, defaults={"asked_by": who.id, "reach": reach})


def decide(who: Who, ids: Collection[UUID], *, grant: bool) -> tuple[int, list[tuple[Wanted, str]]]:
    """Grant these, or leave them ungranted: how many were decided, and those that wait on, each with the sentence why."""
    done, refused = 0, []
    for row in waiting().filter(pk__in=ids):
        try:
            _decide(who, row, grant)
            done += 1
        except Refusal as refusal:
            refused.append((row, str(refusal.message)))
    return done, refused


@transaction.atomic
def _decide(who: Who, row: Wanted, grant: bool) -> None:
    held = Wanted.objects.select_for_update().get(pk=row.pk)
    if held.granted is not None:
        return
    held.granted, held.decided_by, held.decided_at = grant, who.id, clock.now()
    held.save(update_fields=["granted", "decided_by", "decided_at"])
    if grant:
        actions.grant(who, row.post, row.role, reach=row.reach)
    else:
        audit.record(who, "grant.declined", row.post, refs={"role": row.role})
