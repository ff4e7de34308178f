"""The auditor's page: who did what, in plain words, newest first."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from qiaoliang.base.audit import lines, queries, registry
from qiaoliang.base.audit.forms import Filter
from qiaoliang.base.core.audience import officer
from qiaoliang.ui.pages import page

SIZE = 50


@officer("audit.read")
@require_safe
def events(request: HttpRequest) -> HttpResponse:
    form = Filter(request.GET)
    form.is_valid()
    wanted = {name: value for name, value in form.cleaned_data.items() if value}
    before = _id(request.GET.get("before", ""))
    found, more = queries.page(queries.events(**_narrowed(wanted)), SIZE, before=before)
    context = {
        "form": form,
        "columns": lines.columns(),
        "rows": lines.rows(found),
        "chips": _chips(wanted),
        "next": _address(wanted, before=found[-1].pk) if more else "",
        "previous": _address(wanted) if before else "",
        "reset": reverse("audit:events") if wanted else "",
    }
    return page(request, "audit/events.html", context)


def _narrowed(wanted: dict[str, Any]) -> dict[str, Any]:
    """What the query takes: a number stands for its records and all that belongs to them, a name for accounts."""
    asked = {name: wanted[name] for name in ("action", "kind", "since", "until") if name in wanted}
    records = [{wanted["record"]}] if "record" in wanted else []
    records += [registry.numbered(wanted["number"])] if "number" in wanted else []
    if records:
        asked["records"] = set.intersection(*map(registry.with_parts, records))
    actors = [{wanted["actor"]}] if "actor" in wanted else []
    actors += [registry.people(wanted["who"])] if "who" in wanted else []
    if actors:
        asked["actors"] = set.intersection(*actors)
    return asked


def _chips(wanted: dict[str, object]) -> list[dict[str, str]]:
    """What cannot be seen in the form: a single record or person was chosen in the list."""
    labels = {"record": _("one record only"), "actor": _("one person only")}
    return [
        {"label": label, "href": _address({key: value for key, value in wanted.items() if key != name})}
        for name, label in labels.items()
        if name in wanted
    ]


def _address(wanted: dict[str, object], **more: object) -> str:
    query = urlencode({name: str(value) for name, value in {**wanted, **more}.items()})
    return f"{reverse('audit:events')}?{query}"


def _id(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
