from __future__ import annotations

from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.db.models import QuerySet

from qiaoliang.base.audit.models import AuditEvent
from qiaoliang.base.core import clock


def events(
    *,
    day: date | None = None,
    action: str = "",
    kind: str = "",
    record: UUID | None = None,
    actor: UUID | None = None,
) -> QuerySet[AuditEvent]:
    """Newest first, narrowed by what is given; a day is the district's day."""
    wanted: dict[str, object] = {"action": action, "object_kind": kind, "object_id": record, "actor_id": actor}
    found = AuditEvent.objects.filter(**{name: value for name, value in wanted.items() if value})
    if day:
        start = datetime.combine(day, time.min, tzinfo=clock.ZONE)
        found = found.filter(created_at__gte=start, created_at__lt=start + timedelta(days=1))
    return found.order_by("-pk")


def page(found: QuerySet[AuditEvent], size: int, *, before: UUID | None = None) -> tuple[list[AuditEvent], bool]:
    """(``size`` events older than the id ``before``, whether there are more). No count, no offset."""
    rows = list((found.filter(pk__lt=before) if before else found)[: size + 1])
    return rows[:size], len(rows) > size
