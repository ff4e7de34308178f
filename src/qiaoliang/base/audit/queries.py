from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.db.models import QuerySet

from qiaoliang.base.audit.models import AuditEvent
from qiaoliang.base.core import clock


def last_id() -> UUID | None:
    """The id of the last event. One query."""
    return AuditEvent.objects.order_by("-pk").values_list("pk", flat=True).first()


def events(
    *,
    since: date | None = None,
    until: date | None = None,
    action: str = "",
    kind: str = "",
    records: Collection[UUID] | None = None,
    actors: Collection[UUID] | None = None,
) -> QuerySet[AuditEvent]:
    """Newest first, narrowed by what is given; days are the district's, ``until`` is the last of them."""
    wanted: dict[str, object] = {"action": action, "object_kind": kind}
    found = AuditEvent.objects.filter(**{name: value for name, value in wanted.items() if value})
    if records is not None:
        found = found.filter(object_id__in=records)
    if actors is not None:
        found = found.filter(actor_id__in=actors)
    if since:
        found = found.filter(created_at__gte=_midnight(since))
    if until:
        found = found.filter(created_at__lt=_midnight(until + timedelta(days=1)))
    return found.order_by("-pk")


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, tzinfo=clock.ZONE)


def page(found: QuerySet[AuditEvent], size: int, *, before: UUID | None = None) -> tuple[list[AuditEvent], bool]:
    """(``size`` events older than the id ``before``, whether there are more). No count, no offset."""
    rows = list((found.filter(pk__lt=before) if before else found)[: size + 1])
    return rows[:size], len(rows) > size


def actors_of(action: str, ids: Collection[UUID]) -> dict[UUID, UUID | None]:
    """Who did ``action`` to each of these records, the first time; a record without such an event is missing. One query."""
    rows = AuditEvent.objects.filter(action=action, object_id__in=ids).order_by("-id")
    return dict(rows.values_list("object_id", "actor_id"))
