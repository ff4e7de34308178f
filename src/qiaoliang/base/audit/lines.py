"""Events as rows of the auditor's page: plain words, names by one question per kind."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from qiaoliang.base.audit import registry
from qiaoliang.base.audit.actions import STANDS_FOR
from qiaoliang.base.audit.models import AuditEvent
from qiaoliang.base.core import clock


def columns() -> list[dict[str, Any]]:
    return [
        {"label": _("When")},
        {"label": _("Who")},
        {"label": _("What was done"), "prime": True},
        {"label": _("To which record")},
        {"label": _("Fields, reason")},
    ]


def rows(events: Sequence[AuditEvent]) -> list[dict[str, Any]]:
    """Rows for the table component."""
    pairs = {(event.object_kind, event.object_id) for event in events}
    pairs |= {(event.actor_kind, event.actor_id) for event in events if event.actor_id}
    pairs |= {("post", event.post_id) for event in events if event.post_id}
    pairs |= {pair for event in events for pair in _about(event)}
    pairs |= {("person", UUID(event.refs[STANDS_FOR])) for event in events if STANDS_FOR in event.refs}
    names = registry.names(pairs)
    return [{"cells": _cells(event, names)} for event in events]


def _cells(event: AuditEvent, names: dict[Any, str]) -> list[Any]:
    local = clock.localtime(event.created_at)
    return [
        f"{local:%Y-%m-%d %H:%M:%S}",
        _who(event, names),
        registry.words(event.action),
        _which(event, names),
        _what(event),
    ]


def _who(event: AuditEvent, names: dict[Any, str]) -> str | SafeString:
    if event.actor_id is None:
        return _("the system") if event.actor_kind == "system" else _("a resident")
    kind = _("a resident") if event.actor_kind == "resident" else str(registry.label(event.actor_kind).word)
    name = names.get((event.actor_kind, event.actor_id)) or f"{kind} {str(event.actor_id)[-6:]}"
    post = names.get(("post", event.post_id), "")
    if STANDS_FOR in event.refs:
        post = _("%(post)s (for %(name)s)") % {
            "post": post,
            "name": names.get(("person", UUID(event.refs[STANDS_FOR])), ""),
        }
    return format_html('<a href="?{}">{}</a> <span class="muted">{}</span>', _only(actor=event.actor_id), name, post)


def _which(event: AuditEvent, names: dict[Any, str]) -> SafeString:
    """The record, and what it belongs to: contact data with their case."""
    shown = [_record(event.object_kind, event.object_id, names)]
    shown += [_record(kind, one, names) for kind, one in _about(event) if (kind, one) in names]
    return format_html_join(SafeString("<br>"), "{}", ((one,) for one in shown))


def _record(kind: str, one: UUID, names: dict[Any, str]) -> SafeString:
    word, name = str(registry.label(kind).word), names.get((kind, one)) or str(one)[-6:]
    return format_html('<span class="nowrap">{} <a href="?{}">{}</a></span>', word, _only(record=one), name)


def _about(event: AuditEvent) -> list[tuple[str, UUID]]:
    """What the event's references name as records of a known kind."""
    return [(kind, UUID(one)) for kind, one in event.refs.items() if registry.is_known(kind) and _is_id(one)]


def _is_id(text: object) -> bool:
    try:
        return bool(UUID(str(text)))
    except ValueError:
        return False


def _only(**wanted: object) -> str:
    return urlencode({name: str(value) for name, value in wanted.items()})


def _what(event: AuditEvent) -> str:
    fields = pgettext("between fields", ", ").join(
        registry.code_words(field, event.object_kind) for field in event.fields
    )
    reason = registry.reason_words(event.action, event.reason) if event.reason else ""
    return pgettext("between fields and reason", "; ").join(filter(None, [fields, reason]))
