"""The auditor's list of rights: who may do what, since when, granted by whom; on a page and as a table."""

from __future__ import annotations

import io

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from qiaoliang.base.access import listed
from qiaoliang.base.access.forms import WhoMayForm
from qiaoliang.base.access.navigation import actor_of, address, key_of
from qiaoliang.base.access.routes import officer
from qiaoliang.base.audit import actions as audit
from qiaoliang.base.core import clock
from qiaoliang.office.sheets import write_xlsx
from qiaoliang.ui.pages import page

READ = "audit.read"
SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@officer(READ)
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    form, wanted = _wanted(request)
    after = key_of(request)
    rows, onwards = listed.page(_asked(wanted), after)
    context = {
        "form": form,
        "columns": listed.columns(),
        "rows": rows,
        "day": _asked(wanted).day.isoformat(),
        "next": address(**wanted, after=onwards) if onwards else "",
        "previous": address(**wanted) or "?" if after else "",
        "reset": reverse("access:who_may") if wanted else "",
        "export": reverse("access:who_may_table") + address(**wanted),
    }
    return page(request, "access/who_may.html", context)


@officer(READ)
@require_safe
def table(request: HttpRequest) -> HttpResponse:
    """The same as a file, with each role's permissions in a second sheet. That it was taken is written down."""
    _form, wanted = _wanted(request)
    asked, out = _asked(wanted), io.BytesIO()
    with transaction.atomic():
        who = actor_of(request).who
        audit.record(who, "grant.list_taken", ("account", request.user.pk), refs={"day": asked.day})
        heads = [column["label"] for column in listed.columns()]
        rights = [_("Role"), _("May do"), _("How far at most"), _("Why")]
        sheets = {_("Who may do what"): (heads, listed.every(asked)), _("Roles"): (rights, listed.table())}
        write_xlsx(out, sheets)
    response = HttpResponse(out.getvalue(), content_type=SHEET)
    response["Content-Disposition"] = f'attachment; filename="rights-{asked.day.isoformat()}.xlsx"'
    return response


def _wanted(request: HttpRequest) -> tuple[WhoMayForm, dict[str, str]]:
    form = WhoMayForm(request.GET)
    form.is_valid()
    return form, {name: str(value) for name, value in form.cleaned_data.items() if value}


def _asked(wanted: dict[str, str]) -> listed.Asked:
    day = clock.today() if "day" not in wanted else clock.today().fromisoformat(wanted["day"])
    return listed.Asked(**{**wanted, "day": day})  # type: ignore[arg-type]
