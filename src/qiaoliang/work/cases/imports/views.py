"""The import's pages: all imports and the upload, one import from its first look to its undoing."""

from __future__ import annotations

import io
import os
import tempfile
from pathlib import Path
from typing import Any
from urllib.parse import quote
from uuid import UUID

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from qiaoliang.base.access.routes import officer
from qiaoliang.base.attachments.uploads import accepts_files_up_to
from qiaoliang.base.core.env import data_folder
from qiaoliang.base.core.errors import Refusal
from qiaoliang.base.jobs.models import Job
from qiaoliang.office.sheets import write_xlsx
from qiaoliang.ui import format
from qiaoliang.ui.pages import page
from qiaoliang.work.cases.imports import queries
from qiaoliang.work.cases.imports.actions.arrange import arrange
from qiaoliang.work.cases.imports.actions.read import read
from qiaoliang.work.cases.imports.actions.start import start
from qiaoliang.work.cases.imports.actions.undo import undo
from qiaoliang.work.cases.imports.choices import Field, RowState, State
from qiaoliang.work.cases.imports.forms import MOST_BYTES, Columns, Upload
from qiaoliang.work.cases.imports.models import Import

SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MOVING = (State.RUNNING, State.UNDOING)


@officer("cases.import")
@accepts_files_up_to(MOST_BYTES)
@require_http_methods(["GET", "POST"])
def every(request: HttpRequest) -> HttpResponse:
    """Imports so far, and the place to hand in a table."""
    form = Upload(request.POST, request.FILES) if request.method == "POST" else Upload()
    if request.method == "POST" and form.is_valid():
        try:
            batch = _read(request, form.cleaned_data["file"])
            return redirect("imports:one", batch_id=batch.pk)
        except Refusal as no:
            form.add_error("file", str(no))
    rows = [_line(batch) for batch in queries.visible_to(request.actor).order_by("-id")[:50]]  # type: ignore[attr-defined]
    status = 422 if form.errors else 200
    columns = [
        {"label": _("Table"), "prime": True},
        *({"label": name} for name in (_("Handed in"), _("State"), _("Cases"))),
    ]
    return page(request, "imports/every.html", {"form": form, "rows": rows, "columns": columns}, status=status)


@officer("cases.import")
@require_GET
def one(request: HttpRequest, batch_id: UUID) -> HttpResponse:
    """One import, as far as it is."""
    batch = _load(request, batch_id)
    return page(request, "imports/one.html", _shown(batch, Columns(batch=batch)))


@officer("cases.import")
@require_POST
def set_columns(request: HttpRequest, batch_id: UUID) -> HttpResponse:
    """Say what the columns mean; the rows are checked again."""
    batch = _load(request, batch_id)
    form = Columns(request.POST, batch=batch)
    if form.is_valid():
        data = form.cleaned_data
        try:
            arrange(
                request.actor, batch.pk, form.columns, clock=data["clock"], doubles_too=data["doubles_too"]  # type: ignore[attr-defined]
            )  # fmt: skip
            messages.success(request, _("Checked again."))
            return redirect("imports:one", batch_id=batch.pk)
        except Refusal as no:
            form.add_error(None, str(no))
    return page(request, "imports/one.html", _shown(batch, form), status=422)


@officer("cases.import")
@require_POST
def begin(request: HttpRequest, batch_id: UUID) -> HttpResponse:
    """Bring the rows in."""
    batch = _load(request, batch_id)
    try:
        start(request.actor, batch.pk, skip_bad="skip_bad" in request.POST)  # type: ignore[attr-defined]
    except Refusal as no:
        messages.error(request, str(no))
    return redirect("imports:one", batch_id=batch.pk)


@officer("cases.import")
@require_POST
def take_back(request: HttpRequest, batch_id: UUID) -> HttpResponse:
    """Take the import back."""
    batch = _load(request, batch_id)
    try:
        undo(request.actor, batch.pk)  # type: ignore[attr-defined]
    except Refusal as no:
        messages.error(request, str(no))
    return redirect("imports:one", batch_id=batch.pk)


@officer("cases.import")
@require_GET
def progress(request: HttpRequest, batch_id: UUID) -> HttpResponse:
    """How far it is, for the page that waits; once it is over, the page is loaded anew."""
    batch = _load(request, batch_id)
    response = page(request, "imports/progress.html", {"progress": _progress(batch)})
    if batch.state not in MOVING:
        response["HX-Refresh"] = "true"
    return response


@officer("cases.import")
@require_GET
def problems(request: HttpRequest, batch_id: UUID) -> HttpResponse:
    """Rows that are not fit, as a table: number, why and what to do. No cell of the table is in it."""
    batch = _load(request, batch_id)
    rows = [[row["number"], row["state"], row["why"]] for row in queries.problems(batch, most=None)]
    out = io.BytesIO()
    write_xlsx(out, {_("Rows to mend"): ([_("Row"), _("State"), _("Why, and what to do")], rows)})
    response = HttpResponse(out.getvalue(), content_type=SHEET)
    name = f"{Path(batch.name).stem} {_('Rows to mend')}.xlsx"
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name, safe='')}"
    return response


def _load(request: HttpRequest, batch_id: UUID) -> Import:
    batch = queries.visible_to(request.actor).filter(pk=batch_id).first()  # type: ignore[attr-defined]
    if batch is None:
        raise Http404
    return batch


def _read(request: HttpRequest, file: UploadedFile) -> Import:
    """The upload in a private folder, in memory where the machine has one, and gone afterwards."""
    memory = Path("/dev/shm")  # noqa: S108 - TemporaryDirectory makes an unguessable folder only we can read
    where = memory if memory.is_dir() and os.access(memory, os.W_OK) else data_folder()
    with tempfile.TemporaryDirectory(dir=where, prefix="qiaoliang-import-") as folder:
        path = Path(folder) / f"table{Path(str(file.name)).suffix.lower()}"
        with path.open("wb") as target:
            for chunk in file.chunks():
                target.write(chunk)
        return read(request.actor, path, name=str(file.name))  # type: ignore[attr-defined]


def _line(batch: Import) -> dict[str, Any]:
    counts = batch.count()
    brought = f"{counts[RowState.IMPORTED]:,} / {counts['all']:,}"
    return {
        "href": reverse("imports:one", args=[batch.pk]),
        "cells": [batch.name, format.moment(batch.created_at), batch.get_state_display(), brought],
    }


def _shown(batch: Import, form: Columns) -> dict[str, Any]:
    counts = batch.count()
    context: dict[str, Any] = {"batch": batch, "counts": counts, "state": batch.get_state_display(), "form": form}
    found = queries.problems(batch)
    context["problems"] = [{"cells": [str(row["number"]), row["state"], row["why"]]} for row in found]
    context["more_problems"] = counts[RowState.BAD] + counts[RowState.DOUBLE] > len(found)
    context["problem_columns"] = [
        {"label": _("Row"), "prime": True},
        {"label": _("State")},
        {"label": _("Why, and what to do")},
    ]
    context["moving"], context["checked"] = batch.state in MOVING, batch.state == State.CHECKED
    context["may_undo"] = batch.state in (State.CHECKED, State.RUNNING, State.DONE)
    if batch.state in MOVING:
        context["progress"] = _progress(batch)
    if batch.state == State.CHECKED:
        context |= {"sample": _sample(batch), "lines": queries.first_lines(batch)}
        context["columns_open"] = bool(form.errors or queries.needed_columns(batch.columns))
        context["to_come"] = counts[RowState.GOOD] + (counts[RowState.DOUBLE] if batch.doubles_too else 0)
        context["unknown"] = [f"{name}（{count}）" for name, count in queries.unknown_categories(batch)]
    return context


def _sample(batch: Import) -> dict[str, Any]:
    """Each column of the table as a line: its heading, what it means, and the first rows' cells."""
    first = queries.sample(batch, 3)
    labels = [_("Column"), _("Meaning"), *(_("Row %(number)s") % {"number": row["number"]} for row in first)]
    columns = [{"label": label, "prime": place == 0} for place, label in enumerate(labels)]
    rows = [
        {"cells": [heading, _meaning(batch, heading), *(row["cells"][place] for row in first)]}
        for place, heading in enumerate(batch.headings)
    ]
    return {"columns": columns, "rows": rows}


def _meaning(batch: Import, heading: str) -> str:
    field = batch.columns.get(heading)
    return str(Field(field).label) if field else _("leave out")


def _progress(batch: Import) -> dict[str, Any]:
    counts = batch.count()
    goal, rest = (RowState.UNDONE, RowState.IMPORTED) if batch.state in (State.UNDOING, State.UNDONE) else (
        RowState.IMPORTED, RowState.GOOD)  # fmt: skip
    done, total = counts[goal], counts[goal] + counts[rest]
    label = _("Taking cases back") if goal == RowState.UNDONE else _("Bringing cases in")
    stuck = Job.objects.given_up().filter(kind__startswith="imports.", payload__batch=str(batch.pk)).exists()
    text = (
        _("stopped by a fault; it is among the jobs that the administrator looks at")
        if stuck
        else f"{done:,} / {total:,}"
    )
    url = reverse("imports:progress", args=[batch.pk]) if batch.state in MOVING else ""
    return {"label": label, "value": done, "total": total, "text": text, "url": url}
