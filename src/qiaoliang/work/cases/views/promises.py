"""承诺单: what units have promised and not done yet, overdue first; for the units themselves and those who supervise."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from qiaoliang.base.access.routes import officer
from qiaoliang.ui import format
from qiaoliang.ui import registry as ui
from qiaoliang.ui.pages import page
from qiaoliang.work.cases import present, watched
from qiaoliang.work.cases.listing import LISTS
from qiaoliang.work.cases.models import Promise
from qiaoliang.work.cases.views.taking import taken_out


@officer("cases.list")
@require_GET
def promises(request: HttpRequest) -> HttpResponse:
    """Those still open, the earliest day first; or those that were kept."""
    asked = LISTS["promises"].form(request.GET)
    kept = "kept" in asked.given
    found, following = LISTS["promises"].page(request.actor, asked.given, request.GET.get("after", ""))
    before = LISTS["promises"].before(request.actor, asked.given, request.GET.get("after", ""))
    context = {
        "tabs": [_tab(_("Not done yet"), "", not kept), _tab(_("Kept"), "on", kept)],
        "export": taken_out(request, "promises", asked) if found else "",
        "table": {"columns": _columns(), "rows": [_row(one) for one in found]},
        "next": _address(kept, following) if following else "",
        "previous": "" if before is None else _address(kept, before) or "?",
        "empty": _("Nothing was promised and kept yet.") if kept else _("Nothing is promised that is still open."),
    }
    return page(request, "cases/desk/promises.html", context)


def _columns() -> list[dict[str, Any]]:
    names = (_("Unit"), _("Promised for"), _("How it stands"))
    return [{"label": _("Case"), "prime": True}, *({"label": name} for name in names)]


def _row(item: Promise) -> dict[str, Any]:
    shown = present.promise(item)
    first = _("first %(day)s") % {"day": shown["first"]} if shown["first"] else ""
    tag = ui.render("state_tag", shown["tag"], {})
    return watched.line(item.case, [item.organization.label, watched.under(format.day(item.due_on), first), tag])


def _tab(label: str, kept: str, current: bool) -> dict[str, Any]:
    return {"label": label, "href": reverse("cases:promises") + _address(bool(kept)), "current": current}


def _address(kept: bool, after: str = "") -> str:
    asked = {name: value for name, value in (("kept", "on" if kept else ""), ("after", after)) if value}
    return f"?{urlencode(asked)}" if asked else ""
