from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from uuid import UUID

from django.db import transaction

from qiaoliang.base.core import clock, plain
from qiaoliang.base.notify import queries
from qiaoliang.base.notify.models import Notice


def tell(people: Iterable[UUID], kind: str, subject: tuple[str, UUID], **params: object) -> list[Notice]:
    """Leave a notice for every person (once each), in the caller's transaction. ``params``: ids, numbers, codes.
    An unread notice of the same kind about the same subject is replaced, so a list does not fill with repetitions."""
    _in_transaction(kind)
    told = list(people)
    Notice.objects.filter(person_id__in=told, kind=kind, subject_id=subject[1], read_at=None).delete()
    return tell_first(told, kind, subject, **params)


def tell_first(people: Iterable[UUID], kind: str, subject: tuple[str, UUID], **params: object) -> list[Notice]:
    """The same about a subject that is new, so that nobody has an unread notice about it."""
    _in_transaction(kind)
    told = list(dict.fromkeys(people))
    values = plain.mapping(params, "params")
    subject_kind = plain.code(subject[0], "subject")
    about = {"kind": plain.code(kind, "kind"), "subject_kind": subject_kind, "subject_id": subject[1]}
    return Notice.objects.bulk_create(Notice(person_id=person, params=values, **about) for person in told)


def _in_transaction(kind: str) -> None:
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError(f"{kind}: notices are written in the transaction of what they tell")


def take_back(people: Iterable[UUID], subject: tuple[str, UUID]) -> None:
    """Remove what these persons were told about the subject, read or not: they may no longer know of it."""
    Notice.objects.filter(person_id__in=list(people), subject_kind=subject[0], subject_id=subject[1]).delete()


def settle(
    subject: tuple[str, UUID],
    *,
    only: Collection[str] | None = None,
    but: Collection[str] = (),
    people: Collection[UUID] | None = None,
) -> int:
    """Nothing is left to do for the notices about ``subject``: those of the kinds ``only`` (None: all), ``but`` some,
    of these ``people`` (None: everybody's). How many were still open."""
    found = Notice.objects.filter(subject_kind=subject[0], subject_id=subject[1], done_at=None).exclude(kind__in=but)
    if only is not None:
        found = found.filter(kind__in=only)
    if people is not None:
        found = found.filter(person_id__in=people)
    return found.update(done_at=clock.now())


def undo(subject: tuple[str, UUID], before: Mapping[str, list[str]]) -> None:
    """As :func:`queries.standing` found it: what was told about the subject since then was a mistake and goes, read or not;
    what was settled since is open again."""
    about = Notice.objects.filter(subject_kind=subject[0], subject_id=subject[1])
    about.exclude(pk__in=[*before["open"], *before["done"]]).delete()
    about.filter(pk__in=before["open"]).update(done_at=None)


def mark_read(person: UUID, notice_id: UUID | None = None) -> int:
    """Mark one notice of this person read, or all; how many were unread."""
    unread = queries.unread(person)
    return (unread.filter(pk=notice_id) if notice_id else unread).update(read_at=clock.now())
