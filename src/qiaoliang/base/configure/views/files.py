"""The whole catalogue as one readable file: taken out, and brought in from another district, with a look at it before."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from qiaoliang.base.access.navigation import actor_of
from qiaoliang.base.access.routes import officer
from qiaoliang.base.catalog import actions, queries
from qiaoliang.base.catalog import export as exporting
from qiaoliang.base.configure import lists
from qiaoliang.base.configure.forms.files import FileForm
from qiaoliang.base.configure.views.catalog import saved, sent, shown, typed
from qiaoliang.base.core import clock
from qiaoliang.base.core.errors import Refusal
from qiaoliang.ui.pages import page

MAY = "catalog.configure"
#: faults of a file that are shown at once
MOST_SENTENCES = 30


@officer(MAY)
@require_safe
def export(request: HttpRequest) -> HttpResponse:
    """The catalogue as it was written last, to keep or to give to another district."""
    response = HttpResponse(exporting.text(), content_type="text/plain; charset=utf-8")
    name = f"qiaoliang-catalog-{clock.today().isoformat()}.toml"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@officer(MAY)
@require_http_methods(["GET", "POST"])
def load(request: HttpRequest) -> HttpResponse:
    """Bring a file in: what it would change is shown first."""
    form = FileForm(*sent(request))
    context: dict[str, Any] = {"form": form}
    if request.method != "POST" or not form.is_valid() or "back" in request.POST:
        return page(request, "configure/import.html", context, 422 if form.errors else 200)
    text, recounts = form.cleaned_data["text"], form.cleaned_data["recounts"] == "open"
    newest = queries.version()
    number = str(newest.number) if newest else ""
    try:
        if "save" in request.POST and request.POST.get("version") == number:
            why, who = form.cleaned_data["why"], actor_of(request).who
            done = actions.load(text, who, form.valid_from or clock.now(), why=why, recounts=recounts)
            return saved(request, done, reverse("configure:versions"))
        differences = actions.differences(text)
        if not differences:
            raise Refusal(_("The file says the same as the catalogue in use. Nothing would change."), code="same")
        actions.check_start(queries.planned(), form.valid_from or clock.now())
    except Refusal as no:
        for says in lists.sentences(no)[:MOST_SENTENCES]:
            form.add_error(no.field if no.field in form.fields else "file", says)
        return page(request, "configure/import.html", context, 422)
    hidden = [*((name, one) for name, one in typed(request) if name not in ("text", "version")), ("text", text)]
    context |= shown(differences, recounts=recounts, valid_from=form.valid_from)
    context |= {"typed": [*hidden, ("version", number)], "again": "save" in request.POST}
    return page(request, "configure/preview.html", context, 409 if "save" in request.POST else 200)
