"""The administrator's pages of accounts. A one-time password is shown once, in the answer that made it."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from qiaoliang.base.access import actions as access
from qiaoliang.base.access import tables
from qiaoliang.base.access.forms import NewAccountForm, ReasonForm
from qiaoliang.base.access.navigation import actor_of, address, key_of, words_of
from qiaoliang.base.access.routes import officer
from qiaoliang.base.accounts import actions, queries
from qiaoliang.base.accounts.models import Account
from qiaoliang.base.core.errors import Refusal
from qiaoliang.base.organizations import actions as organizations
from qiaoliang.ui.pages import flash, page

MANAGE = "accounts.manage"


@officer(MANAGE)
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    words = words_of(request)
    after = key_of(request)
    rows, onwards = tables.accounts(words, after)
    context = {"rows": rows, "q": words, "next": address(q=words, after=onwards) if onwards else ""}
    return page(request, "access/accounts.html", context | {"previous": address(q=words) if after else ""})


@officer(MANAGE)
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    form = NewAccountForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            return _handed_over(request, *_create(request, form))
        except Refusal as refusal:
            form.refuse(refusal)
    return page(request, "access/account_new.html", {"form": form}, 422 if form.errors else 200)


@officer(MANAGE)
@require_safe
def show(request: HttpRequest, account_id: UUID) -> HttpResponse:
    account = get_object_or_404(queries.accounts(), pk=account_id)
    return page(request, "access/account.html", tables.account(account))


@officer(MANAGE)
@require_POST
def reset(request: HttpRequest, account_id: UUID) -> HttpResponse:
    account = get_object_or_404(Account, pk=account_id, is_active=True)
    return _handed_over(request, account, actions.reset_password(actor_of(request).who, account))


@officer(MANAGE)
@require_POST
def reopen(request: HttpRequest, account_id: UUID) -> HttpResponse:
    account = get_object_or_404(Account, pk=account_id, is_active=False)
    return _handed_over(request, account, actions.reopen_account(actor_of(request).who, account))


@officer(MANAGE)
@require_POST
def end_sessions(request: HttpRequest, account_id: UUID) -> HttpResponse:
    """Somebody left a device behind: every log-in of the account ends; one's own present one stays."""
    account = get_object_or_404(Account, pk=account_id)
    keep = (request.session.session_key or "") if account.pk == request.user.pk else ""
    if actions.end_sessions(actor_of(request).who, account, keep=keep):
        flash(request, _("Every log-in of %s has ended.") % account)
    else:
        flash(request, _("%s is logged in nowhere else.") % account, tone="wait")
    return redirect("access:account", account.pk)


@officer(MANAGE)
@require_http_methods(["GET", "POST"])
def close(request: HttpRequest, account_id: UUID) -> HttpResponse:
    """Closing one's own account is refused: then nobody might be left who opens it again."""
    account = get_object_or_404(Account, pk=account_id, is_active=True)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if account.pk == request.user.pk:
        flash(request, _("You cannot close your own account. Another administrator can."), tone="act")
        return redirect("access:account", account.pk)
    if request.method == "POST" and form.is_valid():
        try:
            actions.close_account(actor_of(request).who, account, reason=form.cleaned_data["reason"])
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            flash(request, _("The account %s is closed.") % account)
            return redirect("access:account", account.pk)
    words = {"form": form, "title": _("Close the account %s?") % account, "button": _("Close it")}
    return page(request, "access/reason.html", words, 422 if form.errors else 200)


@officer(MANAGE)
@require_http_methods(["GET", "POST"])
def without_factor(request: HttpRequest, account_id: UUID) -> HttpResponse:
    """Ask that the second factor of someone who lost phone and recovery codes be taken away; one's own is switched off
    elsewhere."""
    account = get_object_or_404(
        queries.accounts().filter(second_factor=True).exclude(pk=request.user.pk), pk=account_id
    )
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            access.ask_removal(actor_of(request).who, account, reason=form.cleaned_data["reason"])
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            flash(request, _("Asked. A security officer confirms it; until then nothing changes."))
            return redirect("access:account", account.pk)
    words = {
        "form": form,
        "title": _("Take the second factor of %s away?") % account,
        "lead": _(
            "First ask for the recovery codes that were printed when it was set up: each opens once, and nobody is needed. "
            "Only if those are lost, too: make sure in person who is asking, and write down why. A security officer confirms; "
            "then every log-in ends, and the holder is told."
        ),
        "button": _("Ask for it"),
    }
    return page(request, "access/reason.html", words, 422 if form.errors else 200)


@transaction.atomic
def _create(request: HttpRequest, form: NewAccountForm) -> tuple[Account, str]:
    who, data = actor_of(request).who, form.cleaned_data
    account, one_time = actions.create_account(who, data["username"])
    person = data["person"] or organizations.register(who, data["name"])
    organizations.connect(who, person, account)
    return account, one_time


def _handed_over(request: HttpRequest, account: Account, one_time: str) -> HttpResponse:
    return page(request, "access/one_time.html", {"account": account, "one_time": one_time})
