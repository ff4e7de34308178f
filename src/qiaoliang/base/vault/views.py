"""The data protection officer's page: who opened contact data on a day, and why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.dateparse import parse_date
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from qiaoliang.base.audit import registry as labels
from qiaoliang.base.core import clock
from qiaoliang.base.core.audience import officer
from qiaoliang.base.vault import queries
from qiaoliang.base.vault.choices import RevealReason
from qiaoliang.base.vault.models import Reveal
from qiaoliang.ui import format
from qiaoliang.ui.pages import page

MOST = 500
_FIRST = date(2000, 1, 1)


@officer("vault.review")
@require_safe
def reveals(request: HttpRequest) -> HttpResponse:
    day = _day(request.GET.get("day", ""))
    found = list(queries.reveals_on(day).select_related("contact")[:MOST])
    context = {
        "day": format.full_day(day),
        "value": day.isoformat(),
        "before": f"?day={day - timedelta(days=1)}",
        "after": f"?day={day + timedelta(days=1)}" if day < clock.today() else "",
        "columns": _columns(),
        "rows": _rows(found),
        "count": _("opened %(n)d times") % {"n": len(found)},
    }
    return page(request, "vault/reveals.html", context)


def _day(text: str) -> date:
    """The day in the address; today where it is none, or lies before there were districts here or in the future."""
    today = clock.today()
    try:
        day = parse_date(text) or today
    except ValueError:
        return today
    return day if _FIRST <= day <= today else today


def _columns() -> list[dict[str, Any]]:
    return [
        {"label": _("When")},
        {"label": _("Who"), "prime": True},
        {"label": _("Times this day"), "right": True},
        {"label": _("What was seen")},
        {"label": _("For which record")},
        {"label": _("Because")},
        {"label": _("Note for the data officer")},
    ]


def _rows(found: Sequence[Reveal]) -> list[dict[str, Any]]:
    pairs = {(row.subject_kind, row.subject_id) for row in found}
    pairs |= {("account", row.account_id) for row in found if row.account_id}
    pairs |= {("post", row.post_id) for row in found if row.post_id}
    names, times = labels.names(pairs), Counter(row.account_id for row in found)
    return [{"cells": _cells(row, names, times[row.account_id])} for row in found]


def _cells(row: Reveal, names: dict[Any, str], times: int) -> list[Any]:
    post = names.get(("post", row.post_id), "")
    record = names.get((row.subject_kind, row.subject_id)) or str(row.subject_id)[-6:]
    return [
        format_html('<span class="nowrap">{}</span>', format.clock(row.created_at)),
        format_html(
            '{} <span class="muted">{}</span>', names.get(("account", row.account_id)) or _("an officer"), post
        ),
        str(times),
        queries.field_words(row.fields),
        f"{labels.label(row.subject_kind).word} {record}",
        str(RevealReason(row.reason).label),
        queries.note_of(row),
    ]
