"""Finding a unit's name: suggestions for the picker, and the same as a page to read and choose from."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from qiaoliang.base.access.routes import officer
from qiaoliang.base.organizations import finding
from qiaoliang.ui.pages import page

SUGGESTED, LISTED = 12, 100


@officer("cases.read")
@require_GET
def units(request: HttpRequest) -> HttpResponse:
    """What ``q`` finds: for the picker as JSON, else as a page. Without a word the page shows the units of the district
    and its towns, and leads from each down to those below it."""
    words = request.GET.get("q", "").replace("\0", "").strip()[:80]
    if request.GET.get("as") == "json":
        found = finding.find(words, SUGGESTED)
        return JsonResponse({"units": [_suggestion(one) for one in found]})
    below = request.GET.get("under", "")
    found = finding.find(words, LISTED) if words else finding.below(below, LISTED)
    context = {
        "q": words,
        "rows": [_row(one) for one in found],
        "columns": [{"label": _("Unit"), "prime": True}, {"label": _("Belongs to")}, {"label": _("Kind of unit")}],
        "more": len(found) == LISTED,
        "top": bool(below and not words),
    }
    return page(request, "cases/desk/units.html", context)


def _suggestion(one: finding.Found) -> dict[str, str]:
    return {"value": one.value, "label": one.label, "above": one.above, "kind": one.kind}


def _row(one: finding.Found) -> dict[str, Any]:
    name = one.label if one.label == one.value else f"{one.label} {one.value}"
    shown = format_html("{} <small class='muted'>({})</small>", name, one.below) if one.below else name
    return {"cells": [shown, one.above, one.kind], "href": f"?{urlencode({'under': one.id})}" if one.below else ""}
