"""The export's pages: what a table would hold, the tables one took, how far a large one is."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from qiaoliang.base.access.routes import officer
from qiaoliang.base.core import clock
from qiaoliang.base.core.errors import Refusal
from qiaoliang.base.jobs.models import Job
from qiaoliang.ui import format
from qiaoliang.ui.pages import flash, page
from qiaoliang.work.cases.exports import columns, queries, sealing, tables
from qiaoliang.work.cases.exports.actions.take import fetch, take
from qiaoliang.work.cases.exports.choices import Format, State
from qiaoliang.work.cases.exports.forms import Take
from qiaoliang.work.cases.exports.models import Export
from qiaoliang.work.cases.listing import LISTS, Listed

TYPES = {
    Format.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    Format.CSV: "text/csv; charset=utf-8",
}


@officer("cases.export")
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest, listed: str) -> HttpResponse:
    """How many rows, narrowed to what, which columns; then the file, or where it will be."""
    found = _listed(request, listed)
    typed = request.GET.urlencode()
    form = Take(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            export, data = take(request.actor, listed, typed, form.cleaned_data["format"])  # type: ignore[attr-defined]
        except Refusal as no:
            form.add_error(None, str(no))
        else:
            return _sent(export, data) if data else redirect("exports:every")
    return page(request, "exports/new.html", _asked(request, found, typed, form), status=422 if form.errors else 200)


def _listed(request: HttpRequest, name: str) -> Listed:
    listed = LISTS.get(name)
    if listed is None or not listed.open_to(request.actor):  # type: ignore[attr-defined]
        raise Http404
    return listed


def _asked(request: HttpRequest, listed: Listed, typed: str, form: Take) -> dict[str, Any]:
    filters = queries.asked(listed, typed)
    count = queries.how_many(queries.rows(request.actor, listed, filters))  # type: ignore[attr-defined]
    back = f"{reverse(f'cases:{listed.name}')}{filters.address()}"
    facts = [
        (_("Which list"), str(listed.title)),
        (_("Narrowed to"), _("; ").join(filters.said()) or _("nothing, the whole list")),
        (_("Rows"), format.capped(count, queries.MOST + 1)),
        (_("What stands in it"), _(", ").join(columns.of(listed, filters.given)[0])),
    ]
    return {
        "form": form,
        "facts": [{"label": label, "value": value} for label, value in facts],
        "back": {"href": back, "label": str(listed.title)},
        "address": f"?{typed}" if typed else "",
        "later": queries.AT_ONCE < count <= queries.MOST,
    }


def _sent(export: Export, data: bytes) -> HttpResponse:
    """The file as something to keep."""
    title = str(LISTS[export.listed].title)
    name = tables.name(title, clock.localtime(export.created_at), export.format)
    response = HttpResponse(data, content_type=TYPES[Format(export.format)])
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    response["Cache-Control"] = "no-store"
    return response


@officer("cases.export")
@require_GET
def every(request: HttpRequest) -> HttpResponse:
    """The tables one took."""
    found = list(queries.mine(request.actor)[:50])  # type: ignore[attr-defined]
    labels = (_("Which list"), _("Narrowed to"), _("Rows"), _("Taken"), _("File"))
    table = {
        "columns": [{"label": label, "prime": place == 0} for place, label in enumerate(labels)],
        "rows": [_line(one) for one in found],
    }
    writing = [_progress(one) for one in found if one.state == State.WRITING]
    fetchable = [{"id": one.pk, "label": _name(one)} for one in found if one.state == State.READY]
    return page(request, "exports/every.html", {"table": table, "writing": writing, "fetchable": fetchable})


def _line(export: Export) -> dict[str, Any]:
    listed = LISTS.get(export.listed)
    filters = queries.asked(listed, sealing.typed(export)).said() if listed and export.typed else []
    state = _("came at once") if export.state == State.GONE and not _waited(export) else export.get_state_display()
    cells = [
        str(listed.title) if listed else export.listed,
        (_("; ").join(filters) or _("nothing, the whole list")) if export.typed else _("no longer kept"),
        format.number(export.rows),
        format.moment(export.created_at, clock.today()),
        f"{Format(export.format).value} · {state}",
    ]
    return {"cells": cells}


def _waited(export: Export) -> bool:
    return export.rows > queries.AT_ONCE


def _name(export: Export) -> str:
    moment = clock.localtime(export.created_at)
    return tables.name(str(LISTS[export.listed].title), moment, export.format)


def _progress(export: Export) -> dict[str, Any]:
    job = Job.objects.filter(kind="exports.write", payload__export=str(export.pk)).order_by("-pk").first()
    done, stuck = (job.progress_done, job.failed_at is not None) if job else (0, True)
    text = (
        _("stopped by a fault; it is among the jobs that the administrator looks at")
        if stuck
        else f"{done:,} / {export.rows:,}"
    )
    url = "" if stuck else reverse("exports:progress", args=[export.pk])
    return {"label": _("Writing %(name)s") % {"name": _name(export)}, "value": done, "total": export.rows, "text": text, "url": url}  # fmt: skip


@officer("cases.export")
@require_GET
def progress(request: HttpRequest, export_id: UUID) -> HttpResponse:
    """How far it is, for the page that waits; once it is over, the page is loaded anew."""
    export = _load(request, export_id)
    response = page(request, "exports/progress.html", {"progress": _progress(export)})
    if export.state != State.WRITING:
        response["HX-Refresh"] = "true"
    return response


@officer("cases.export")
@require_POST
def file(request: HttpRequest, export_id: UUID) -> HttpResponse:
    """A table that is ready."""
    _load(request, export_id)
    try:
        export, data = fetch(request.actor, export_id)  # type: ignore[attr-defined]
    except Refusal as no:
        flash(request, str(no), tone="act")
        return redirect("exports:every")
    return _sent(export, data)


def _load(request: HttpRequest, export_id: UUID) -> Export:
    found = queries.mine(request.actor).filter(pk=export_id).first()  # type: ignore[attr-defined]
    if found is None:
        raise Http404
    return found
