"""A person's own data: seen whole, carried away, corrected, and asked to be erased. All of it works without a script."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from qiaoliang.base.access.routes import resident
from qiaoliang.base.audit.actions import record
from qiaoliang.base.core.errors import Refusal
from qiaoliang.base.core.who import Who
from qiaoliang.ui import format
from qiaoliang.ui.pages import page
from qiaoliang.work.cases import queries as cases
from qiaoliang.work.cases.models import Case, Receipt
from qiaoliang.work.cases.mydata import present, queries
from qiaoliang.work.cases.mydata.actions.ask import ask
from qiaoliang.work.cases.mydata.actions.correct import correct
from qiaoliang.work.cases.mydata.choices import WAITING
from qiaoliang.work.cases.mydata.forms import Correct
from qiaoliang.work.cases.views import follow
from qiaoliang.work.cases.views.report import status_of


@resident
@require_GET
def everything(request: HttpRequest, code: str) -> HttpResponse:
    """All that is held with this case, in sections."""
    held, case = follow.held_by(request, code)
    found = _sections(held, case)
    waits = next((one for one in queries.of(held) if one.standing in WAITING), None)
    context = {
        "code": code,
        "sections": [one for one in found if one.key != "consents"],
        "agreements": present.agreements(case),
        "has_contact": any(one.key == "contact" for one in found),
        "waits": format.full_day(waits.due_at) if waits else "",
    }
    response = page(request, "mydata/everything.html", context)
    response["Cache-Control"] = "no-store"
    return response


@resident
@require_POST
def take(request: HttpRequest, code: str, kind: str) -> HttpResponse:
    """The same as a file; that it was taken is written down."""
    if kind not in ("json", "csv"):
        raise Http404
    held, case = follow.held_by(request, code)
    found = _sections(held, case)
    record(Who(kind="resident", id=held.id), "receipt.export", held, refs={"case": case.pk})
    body = present.as_json(held.code, found) if kind == "json" else present.as_csv(found)
    media = "application/json" if kind == "json" else "text/csv"
    response = HttpResponse(body, content_type=f"{media}; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{held.code}.{kind}"'
    response["Cache-Control"] = "no-store"
    return response


@resident
@require_http_methods(["GET", "POST"])
def correct_it(request: HttpRequest, code: str) -> HttpResponse:
    """Put name, phone or address right."""
    held, _case = follow.held_by(request, code)
    now = present.details_of(held)
    if not (now.name or now.phone or now.address):
        messages.info(request, _("There is no contact of yours left to correct."))
        return redirect("mydata:everything", code=code)
    start = {"name": now.name, "phone": now.phone, "address": now.address}
    form = Correct(request.POST if request.method == "POST" else None, initial=start)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            correct(
                Who(kind="resident", id=held.id), held, **{one: data[one] for one in start}, certain=data["phone_sure"]
            )
        except Refusal as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        else:
            messages.success(request, _("Corrected. What stood there before is gone."))
            return redirect("mydata:everything", code=code)
    return page(request, "mydata/correct.html", {"code": code, "form": form}, status=status_of(form))


@resident
@require_http_methods(["GET", "POST"])
def erase_it(request: HttpRequest, code: str) -> HttpResponse:
    """Take the consent back, with what that means and by when it is decided."""
    held, case = follow.held_by(request, code)
    if request.method == "POST":
        try:
            asked = ask(Who(kind="resident", id=held.id), held)
        except Refusal as refusal:
            messages.info(request, str(refusal))
        else:
            day = format.full_day(asked.due_at)
            messages.success(request, _("We have it. It is decided by %(day)s; you read it here.") % {"day": day})
        return redirect("mydata:everything", code=code)
    context = {
        "code": code,
        "live": not case.has_ended or cases.used_by_others(held),
        "day": format.full_day(queries.decided_by()),
    }
    return page(request, "mydata/erase.html", context)


def _sections(held: Receipt, case: Case) -> list[present.Section]:
    return present.sections(held, case, follow.page_of(held, case))
