"""Seeing who asked: a contact, or what is masked in the words. Each needs a reason, is shown once on a page of its own that
is not kept, and the person can read that it was."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from qiaoliang.base.access.routes import officer
from qiaoliang.base.core import clock
from qiaoliang.base.core.errors import Refusal
from qiaoliang.ui import format
from qiaoliang.ui.pages import page
from qiaoliang.work.cases import masking, present, queries, rules
from qiaoliang.work.cases.actions.reveal import reveal, reveal_words
from qiaoliang.work.cases.forms.intake import Reveal
from qiaoliang.work.cases.models import Case, Receipt
from qiaoliang.work.cases.views.report import status_of


@officer("cases.contact")
@require_http_methods(["GET", "POST"])
def contact_of(request: HttpRequest, case_id: UUID, receipt_id: UUID) -> HttpResponse:
    """See a contact, with a reason; shown once, written down, and the person can read that it was."""
    found = _load(request, case_id)
    receipt = Receipt.objects.filter(case=found, pk=receipt_id).first()
    if receipt is None:
        raise Http404

    def see(values: dict[str, Any]) -> list[dict[str, Any]]:
        seen = reveal(request.actor, receipt.id, **values)  # type: ignore[attr-defined]
        shown = ((_("Name"), seen.name), (_("Phone"), seen.phone), (_("Address"), seen.address))
        return [{"label": label, "value": value} for label, value in shown]

    words = {"title": _("See the contact"), "button": _("Show the contact")}
    return _ask(request, found, words, see)


@officer("cases.contact")
@require_http_methods(["GET", "POST"])
def masked_words(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """See the masked places in what was written, with a reason."""
    found = _load(request, case_id)

    def see(values: dict[str, Any]) -> list[dict[str, Any]]:
        reveal_words(request.actor, found.id, **values)  # type: ignore[attr-defined]
        return _opened(request, found)

    words = {"title": _("Show what is masked"), "button": _("Show the words")}
    return _ask(request, found, words, see)


def _ask(
    request: HttpRequest, found: Case, words: dict[str, str], see: Callable[[dict[str, Any]], list[dict[str, Any]]]
) -> HttpResponse:
    """The reason first, then what there is to see, with the mark of who looked when."""
    form = Reveal(request.POST if request.method == "POST" else None)
    context: dict[str, Any] = {"form": form, "case": present.head(found), **words}
    if rules.judge(request.actor, "contact", found).allowed:  # type: ignore[attr-defined]
        context["note"] = reverse("cases:step_contact", args=[found.id])
    if request.method == "POST" and form.is_valid():
        try:
            context["details"] = see(form.cleaned_data)
            context["mark"] = f"{request.actor.person} {format.moment(clock.now())}"  # type: ignore[attr-defined]
        except Refusal as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
    response = page(request, "cases/desk/contact.html", context, status=status_of(form))
    response["Cache-Control"] = "no-store"
    return response


def _opened(request: HttpRequest, found: Case) -> list[dict[str, Any]]:
    """All words with a masked place, in clear."""
    actor = request.actor  # type: ignore[attr-defined]
    eyes, events = masking.reader(actor), found.events.order_by("-id")
    receipts, answers = found.receipts.prefetch_related("ratings"), found.answers.order_by("-round")
    rows = present.spoken(found, receipts, answers, events, queries.reads_worries(actor))
    return [
        {"label": present.called(row, column), "value": masking.opened(row, column)}
        for row, column in rows
        if masking.is_masked(row, column, eyes)
    ]


def _load(request: HttpRequest, case_id: UUID) -> Case:
    """The case, for those who may see who asked."""
    actor = request.actor  # type: ignore[attr-defined]
    try:
        found = queries.load(actor, case_id)
    except Case.DoesNotExist as missing:
        raise Http404 from missing
    if not queries.may_see_contact(actor, found):
        raise Http404
    return found
