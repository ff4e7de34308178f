"""Many accounts from a table: looked at first, then made; the one-time passwords stand on one page to print, once."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from qiaoliang.base.access import bringing
from qiaoliang.base.access.forms import MOST_BYTES, AccountsForm
from qiaoliang.base.access.navigation import actor_of
from qiaoliang.base.access.routes import officer
from qiaoliang.base.access.views.accounts import MANAGE
from qiaoliang.base.attachments.uploads import accepts_files_up_to
from qiaoliang.base.core.env import data_folder
from qiaoliang.base.core.errors import Refusal
from qiaoliang.ui.pages import flash, page

#: the rows wait here, in the sealed session, between the look and the deed
WAITING = "accounts_to_bring_in"


@officer(MANAGE)
@accepts_files_up_to(MOST_BYTES)
@require_http_methods(["GET", "POST"])
def index(request: HttpRequest) -> HttpResponse:
    """Hand a table in, and see what would come of it."""
    form = AccountsForm(request.POST, request.FILES) if request.method == "POST" else AccountsForm()
    context: dict[str, Any] = {"form": form}
    if request.method == "POST" and form.is_valid():
        try:
            rows = _read(form.cleaned_data["file"])
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            request.session[WAITING] = rows
            context |= _seen(bringing.look(actor_of(request).who, rows))
    return page(request, "access/accounts_import.html", context, 422 if form.errors else 200)


@officer(MANAGE)
@require_POST
def begin(request: HttpRequest) -> HttpResponse:
    """Make them. The rows are taken out of the session, so a second press makes nothing twice."""
    rows = request.session.get(WAITING)
    if not rows:
        flash(request, _("Nothing waits to be brought in. Hand the table in again."), tone="wait")
        return redirect("access:accounts_import")
    who = actor_of(request).who
    try:
        lines = bringing.bring_in(who, rows, skip_bad="skip_bad" in request.POST)
    except Refusal as refusal:
        form = AccountsForm()
        context = {"form": form, "refused": str(refusal.message), **_seen(bringing.look(who, rows))}
        return page(request, "access/accounts_import.html", context, 422)
    del request.session[WAITING]
    made = [line for line in lines if not line.problem]
    left = [line for line in lines if line.problem]
    grants = dict.fromkeys((line.unit, line.post, role) for line in made for role in line.wanted)
    return page(request, "access/accounts_made.html", {"made": made, "left": left, "grants": list(grants)})


def _seen(lines: list[bringing.Line]) -> dict[str, Any]:
    bad = sum(1 for line in lines if line.problem)
    return {"lines": lines, "bad": bad, "good": len(lines) - bad}


def _read(file: UploadedFile) -> list[dict[str, Any]]:
    """The upload in a private folder, in memory where the machine has one, and gone afterwards."""
    memory = Path("/dev/shm")  # noqa: S108 - TemporaryDirectory makes an unguessable folder only we can read
    where = memory if memory.is_dir() and os.access(memory, os.W_OK) else data_folder()
    with tempfile.TemporaryDirectory(dir=where, prefix="qiaoliang-accounts-") as folder:
        path = Path(folder) / f"table{Path(str(file.name)).suffix.lower()}"
        with path.open("wb") as target:
            for chunk in file.chunks():
                target.write(chunk)
        return bringing.read(path, name=str(file.name))
