from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpRequest

from qiaoliang.base.asking import written
from qiaoliang.base.notify.models import Notice

#: more are not counted: the bell says 99+
MOST = 100


def unread_count(person: UUID | None) -> int:
    """How many notices this person has not read and that still ask for something, counted to a hundred; 0 for nobody."""
    return written.count(_some_unread, person) if person else 0


def _some_unread(person: UUID) -> QuerySet[Notice, UUID]:
    return unread(person).values_list("pk", flat=True)[:MOST]


def unread(person: UUID) -> QuerySet[Notice]:
    """Newest first: not read, and nothing has settled them."""
    return latest(person).filter(read_at=None, done_at=None)


def latest(person: UUID, *, before: UUID | None = None) -> QuerySet[Notice]:
    """All notices of this person, newest first; ``before`` is the id at which the page before ended."""
    mine = Notice.objects.filter(person_id=person).order_by("-pk")
    return mine.filter(pk__lt=before) if before else mine


def reader(request: HttpRequest) -> UUID | None:
    """The person who reads this page; None where nobody is signed in or the account stands for no person."""
    if not getattr(request, "user", None) or not request.user.is_authenticated:
        return None
    actor: Any = request.actor  # type: ignore[attr-defined]
    return actor.person.pk if actor.person else None


def standing(subject: tuple[str, UUID]) -> dict[str, list[str]]:
    """The notices about a subject that ask for something, and those that no longer do: for :func:`actions.undo`."""
    found: dict[str, list[str]] = {"open": [], "done": []}
    about = Notice.objects.filter(subject_kind=subject[0], subject_id=subject[1])
    for key, done_at in about.values_list("pk", "done_at"):
        found["done" if done_at else "open"].append(str(key))
    return found
