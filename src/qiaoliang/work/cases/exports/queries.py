"""Reading what a table would hold, and the tables that were taken."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import QueryDict

from qiaoliang.base.access import queries as access
from qiaoliang.base.access.actor import Actor
from qiaoliang.base.core import clock
from qiaoliang.work.cases import queries as cases
from qiaoliang.work.cases.exports import columns
from qiaoliang.work.cases.exports.choices import State
from qiaoliang.work.cases.exports.models import Export
from qiaoliang.work.cases.listing import Listed

#: up to so many rows come at once; more are written by the worker
AT_ONCE = 500
#: a table holds no more; a list of more rows is to be narrowed
MOST = 50_000
#: how long a written table waits to be fetched
KEPT = timedelta(days=1)
#: how long the filters of a table, and with them a word somebody looked for, are kept for whoever took it
FILTERS_KEPT = timedelta(days=90)


def asked(listed: Listed, typed: str) -> Any:
    """The list's form with the filters as they stood in the address."""
    return listed.form(QueryDict(typed))


def rows(actor: Actor, listed: Listed, form: Any) -> QuerySet[Any]:
    """The rows of the list, as the page has them, as far as the post may take them out."""
    found = listed.whole(actor, form.given)
    if access.reach(actor, "cases.export").everywhere:
        return found
    mine = cases.visible_to(actor, "cases.export").values("pk")
    return found.filter(**{f"{listed.case}pk__in" if not listed.case else "case__in": mine})


def how_many(found: QuerySet[Any]) -> int:
    """How many rows, counted to one more than a table holds."""
    return len(found.values_list("pk", flat=True)[: MOST + 1])


def written(
    actor: Actor, listed: Listed, asked: dict[str, Any], found: QuerySet[Any], size: int = 500
) -> Iterator[list[list[Any]]]:
    """The cells, some rows at a time. Which rows it are is settled at the start; each part is asked for by the same
    condition again, so whoever loses sight of a case while it is written loses its row."""
    keys = list(found.values_list("pk", flat=True)[:MOST])
    cells = columns.of(listed, asked)[1]
    for start in range(0, len(keys), size):
        part = keys[start : start + size]
        by_key = {one.pk: one for one in found.filter(pk__in=part)}
        yield cells([by_key[key] for key in part if key in by_key], actor)


def account_of(actor: Actor) -> UUID:
    """Whose table it is."""
    assert actor.who.id is not None, "an officer has an account"
    return actor.who.id


def mine(actor: Actor) -> QuerySet[Export]:
    """The tables one took oneself, the newest first; without their files."""
    return Export.objects.filter(by_account=account_of(actor)).defer("sealed").order_by("-id")


def over() -> QuerySet[Export]:
    """Written tables whose time is over."""
    return Export.objects.filter(state=State.READY, ready_at__lt=clock.now() - KEPT)


def long_past() -> QuerySet[Export]:
    """Tables taken so long ago that their filters are to be forgotten."""
    return Export.objects.filter(created_at__lt=clock.now() - FILTERS_KEPT).exclude(typed=b"")
