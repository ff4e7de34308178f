"""Keeping and forgetting drafts. They are the writer's own words to themself: no audit row, nobody else reads them."""

from __future__ import annotations

import json
from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from qiaoliang.base.asking import written
from qiaoliang.base.core import clock, keys
from qiaoliang.base.core.errors import Refusal
from qiaoliang.base.drafts import queries
from qiaoliang.base.drafts.models import Draft
from qiaoliang.base.drafts.queries import AWAY, Words, context

#: after the last change
KEPT = timedelta(days=30)
#: characters of one draft, and drafts of one person; the oldest go first
LONGEST, MOST = 30_000, 100


@transaction.atomic
def keep(person: UUID, key: str, words: Words, began: Words | None = None) -> None:
    """Keep what ``person`` has typed into the form ``key``, in place of what was kept before; nothing typed: forget it."""
    if not words:
        forget(person, key)
        return
    text = json.dumps({"words": words, "began": began}, ensure_ascii=False)
    if len(text) > LONGEST:
        raise Refusal(
            _("This is too long to be kept. Shorten it, or copy it to a file of your own."), code="drafts.long"
        )
    sealed = keys.seal("drafts", text.encode(), context(person, key))
    values = {"sealed": sealed, "changed_at": clock.now(), "expires_at": clock.now() + KEPT}
    Draft.objects.update_or_create(person_id=person, key=key, defaults=values)
    newest = Draft.objects.filter(person_id=person).order_by("-changed_at").values_list("pk", flat=True)[:MOST]
    Draft.objects.filter(person_id=person).exclude(pk__in=list(newest)).delete()


def forget(person: UUID, key: str) -> None:
    """It was sent, or is not wanted any more."""
    written.delete(_at, person, written.Exact(key))


def _at(person: UUID, key: str) -> QuerySet[Draft]:
    return Draft.objects.filter(person_id=person, key=key)


@transaction.atomic
def throw_away(person: UUID, key: str) -> bool:
    """Put the draft where :func:`take_out_again` finds it for an hour; whether there was one."""
    return _move(person, key, f"{key}{AWAY}", timedelta(hours=1))


@transaction.atomic
def take_out_again(person: UUID, key: str) -> bool:
    """Bring back the draft that was thrown away last."""
    return _move(person, f"{key}{AWAY}", key, KEPT)


def _move(person: UUID, key: str, to: str, span: timedelta) -> bool:
    found = queries.find(person, key)
    if found is None:
        return False
    keep(person, to, found.words, found.began)
    Draft.objects.filter(person_id=person, key=to).update(expires_at=clock.now() + span, changed_at=found.changed_at)
    forget(person, key)
    return True


def forget_expired() -> int:
    """Delete what nobody has touched for :data:`KEPT`; how many."""
    return Draft.objects.filter(expires_at__lte=clock.now()).delete()[0]
