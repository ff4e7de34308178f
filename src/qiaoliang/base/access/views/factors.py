"""The security officer decides on lost second factors: the second of two people."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from qiaoliang.base.access import tables
from qiaoliang.base.access.navigation import actor_of, address, key_of
from qiaoliang.base.access.routes import officer
from qiaoliang.base.access.views.grants import GRANT
from qiaoliang.base.accounts import actions
from qiaoliang.base.accounts.models import Removal
from qiaoliang.base.core.errors import Refusal
from qiaoliang.ui.pages import flash, page


@officer(GRANT)
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """What waits, and below it what was decided, the latest first."""
    after = key_of(request)
    decided, onwards = tables.removals_decided(after)
    context = {"waiting": [] if after else tables.removals_waiting(), "decided": decided}
    context |= {"next": address(after=onwards) if onwards else "", "previous": "?" if after else ""}
    return page(request, "access/factors.html", context)


@officer(GRANT)
@require_POST
def decide(request: HttpRequest, removal_id: UUID) -> HttpResponse:
    """Agree, or leave everything as it is."""
    removal = get_object_or_404(Removal.objects.select_related("account"), pk=removal_id)
    agree = request.POST.get("decision") == "agree"
    try:
        actions.decide_removal(actor_of(request).who, removal, agree=agree)
    except Refusal as refusal:
        flash(request, str(refusal.message), tone="act")
    else:
        gone = _("The second factor of %s is gone, and every log-in has ended. The holder is told.")
        stays = _("The second factor of %s stays. Who asked is told.")
        flash(request, (gone if agree else stays) % removal.account)
    return redirect("access:factors")
