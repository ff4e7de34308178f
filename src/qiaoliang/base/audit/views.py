"""The auditor's page: who did what, in plain words, newest first."""

from __future__ import annotations

from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from qiaoliang.base.audit import lines, queries
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
    found, more = queries.page(queries.events(**wanted), SIZE, before=_id(request.GET.get("before", "")))
    context = {
        "form": form,
        "columns": lines.columns(),
        "rows": lines.rows(found),
        "chips": _chips(wanted),
        "next": _address(wanted, before=found[-1].pk) if more else "",
    }
    return page(request, "audit/events.html", context)


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
