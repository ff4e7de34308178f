"""Writing an audit event. Called by every action, inside its transaction."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from uuid import UUID

from django.db import models, transaction

from qiaoliang.base.audit.models import AuditEvent, AuditWaiting
from qiaoliang.base.core import plain
from qiaoliang.base.core.who import Who

#: in an event's references: the person for whom a deputy acted
STANDS_FOR = "stands_for"


class NoTransaction(RuntimeError):
    """An audit event that could survive without the deed, or the deed without it, is refused."""


def record(
    who: Who,
    action: str,
    obj: models.Model | tuple[str, UUID],
    *,
    fields: Iterable[str] = (),
    reason: str = "",
    refs: Mapping[str, object] | None = None,
) -> AuditEvent:
    """Write that ``who`` did ``action`` (say ``case.assign``) to ``obj``, in the caller's transaction.

    ``fields`` names what changed, ``reason`` is a code from a list, ``refs`` maps names to ids, numbers or codes.
    Raises NoTransaction where no transaction is open and ValueError where a value looks like a person's words.
    """
    if not transaction.get_connection().in_atomic_block:
        raise NoTransaction(f"{action}: audit events are written in the action's own transaction")
    kind, object_id = subject(obj)
    named = {**(refs or {}), **({STANDS_FOR: who.stands_for} if who.stands_for else {})}
    event = AuditEvent.objects.create(
        actor_kind=who.kind,
        actor_id=who.id,
        post_id=who.post_id,
        organization_id=who.organization_id,
        action=plain.code(action, "action"),
        object_kind=kind,
        object_id=object_id,
        fields=[plain.code(name, "fields") for name in fields],
        reason=plain.code(reason, "reason"),
        refs=plain.mapping(named, "refs"),
    )
    AuditWaiting.objects.create(event=event)
    return event


def subject(obj: models.Model | tuple[str, UUID]) -> tuple[str, UUID]:
    """(kind, id) of an object: a model's kind is its name in lower case, ``case`` or ``contact``."""
    if isinstance(obj, tuple):
        return plain.code(obj[0], "kind"), obj[1]
    return str(obj._meta.model_name), obj.pk
