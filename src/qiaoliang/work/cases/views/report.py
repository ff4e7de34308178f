"""A resident says something: three short steps on a phone, no account, no JavaScript needed, then the receipt."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from qiaoliang.base.access.limits import Limit, hold_back
from qiaoliang.base.access.routes import public
from qiaoliang.base.attachments import actions as attachments
from qiaoliang.base.attachments import queries as stored
from qiaoliang.base.attachments.models import Attachment
from qiaoliang.base.catalog import queries as catalog
from qiaoliang.base.core.errors import Refusal
from qiaoliang.base.core.who import Who
from qiaoliang.base.organizations import queries as organizations
from qiaoliang.ui import format
from qiaoliang.ui.pages import page
from qiaoliang.work.cases import present
from qiaoliang.work.cases.actions import drafts
from qiaoliang.work.cases.actions.drafts import Form
from qiaoliang.work.cases.forms import resident as forms
from qiaoliang.work.cases.models import Draft, Receipt
from qiaoliang.work.cases.views import session

#: forms that one network may begin in an hour
STARTS = Limit("draft-source", 120, 3600)


@public
@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """Two doors: say something, follow something."""
    draft = session.current_draft(request)
    unfinished = draft is not None and draft[0].case_id is None and bool(draft[1].text)
    return page(request, "cases/resident/home.html", {"unfinished": unfinished})


@public
@require_http_methods(["GET", "POST"])
def what(request: HttpRequest) -> HttpResponse:
    """Step 1. Told at once when it is urgent, or somebody else's."""
    found = session.current_draft(request)
    if found and found[0].case_id:
        found = None
    start = {"text": found[1].text, "group": found[1].group} if found else {}
    form = forms.What(request.POST if request.method == "POST" else None, initial=start)
    if request.method == "GET" or not form.is_valid():
        return page(request, "cases/resident/what.html", {"form": form}, status=status_of(form))
    try:
        return _keep_what(request, form, found)
    except Refusal as refusal:
        form.add_error(None, str(refusal))
        return page(request, "cases/resident/what.html", {"form": form}, status=429)


@public
@require_http_methods(["GET", "POST"])
def elsewhere(request: HttpRequest) -> HttpResponse:
    """This looks like somebody else's: whose, how to reach them now, and both ways on."""
    draft, kept = _draft(request)
    body = _outside(kept)
    if body is None:
        return redirect("cases:where")
    if request.method == "POST":
        kept.referral = body.code if request.POST.get("choice") == "refer" else ""
        drafts.keep(draft, kept)
        return redirect("cases:contact" if kept.referral else "cases:where")
    danger = catalog.danger(kept.text) is not None
    return page(request, "cases/resident/elsewhere.html", {"body": _body(body), "danger": danger})


@public
@require_http_methods(["GET", "POST"])
def where(request: HttpRequest) -> HttpResponse:
    """Step 2: the place, and photos."""
    draft, kept = _draft(request)
    form = forms.Where(
        request.POST if request.method == "POST" else None, initial={"area": kept.area, "place": kept.place}
    )
    errors: list[str] = []
    if request.method == "POST" and form.is_valid():
        kept.area, kept.place = form.cleaned_data["area"], form.cleaned_data["place"]
        drafts.keep(draft, kept)
        errors = _add_photos(request, draft)
        if not errors and "stay" not in request.POST:
            return redirect("cases:contact")
    photos = _photos(draft)
    context = {"form": form, "photos": present.files(photos), "removable": _removable(photos), "photo_errors": errors}
    return page(request, "cases/resident/where.html", context, status=422 if errors else status_of(form))


@public
@require_POST
def remove_photo(request: HttpRequest, attachment_id: UUID) -> HttpResponse:
    """Take a photo out of the draft again."""
    draft, _kept = _draft(request)
    for photo in _photos(draft):
        if photo.pk == attachment_id:
            attachments.remove(Who(kind="resident"), photo)
    return redirect("cases:where")


@public
@require_http_methods(["GET", "POST"])
def contact(request: HttpRequest) -> HttpResponse:
    """Step 3: how to reach the person, if they wish."""
    draft, kept = _draft(request)
    start = {name: getattr(kept, name) for name in ("name", "phone", "consent", "may_publish")}
    form = forms.Who(request.POST if request.method == "POST" else None, initial=start)
    if request.method == "GET" or not form.is_valid():
        consent = catalog.consent("contact", _language())
        context = {"form": form, "consent": consent.text if consent else ""}
        return page(request, "cases/resident/contact.html", context, status=status_of(form))
    for name, value in form.cleaned_data.items():
        setattr(kept, name, value)
    drafts.keep(draft, kept)
    return redirect("cases:check")


@public
@require_GET
def check(request: HttpRequest) -> HttpResponse:
    """All of it once more, each part with a way back to change it."""
    draft, kept = _draft(request)
    group = catalog.category(kept.group) if kept.group else None
    area = organizations.name_of(kept.area) if kept.area else ""
    body = catalog.referral(kept.referral) if kept.referral else None
    photos = len(_photos(draft))
    contact = f"{kept.name} {kept.phone}".strip() or _("None: you follow it with the code")
    where = " ".join(filter(None, [area, kept.place])) or _("Not given")
    if photos:
        where += " · " + ngettext("%(n)s photo or file", "%(n)s photos or files", photos) % {"n": photos}
    facts = [
        _fact(_("What happened"), kept.text, "cases:what"),
        _fact(_("Closest to"), group.label if group else _("We sort it"), "cases:what"),
        _fact(_("Where"), where, "cases:where"),
        _fact(_("Contact"), contact, "cases:contact"),
    ]
    if body:
        facts.append(_fact(_("Goes to"), body.label, "cases:elsewhere"))
    context = {"facts": facts}
    return page(request, "cases/resident/check.html", context)


@public
@require_POST
def send(request: HttpRequest) -> HttpResponse:
    """Send it, once however often the button is pressed; then the receipt."""
    draft, kept = _draft(request, sent=True)
    if not kept.text and draft.case_id is None:
        return redirect("cases:what")
    sent = drafts.send(draft, kept)
    session.open_receipt(request, sent.receipt)
    return redirect("cases:receipt")


@public
@require_GET
def receipt(request: HttpRequest) -> HttpResponse:
    """Code and secret, to be kept: shown in this browser for 24 hours, nowhere else and never again."""
    draft, kept = _draft(request, sent=True)
    if draft.case_id is None:
        return redirect("cases:check")
    held = Receipt.objects.select_related("case").get(case=draft.case_id)
    last = held.case.events.order_by("id").last()
    address = request.build_absolute_uri(reverse("cases:open"))
    context = {
        "code": held.code,
        "secret": kept.secret,
        "date": format.day(held.case.received_at),
        "message": last.message if last else "",
        "qr": f"{address}?code={held.code}",
        "address": address,
    }
    response = page(request, "cases/resident/receipt.html", context)
    response["Cache-Control"] = "no-store"
    return response


def status_of(form: Any) -> int:
    """422 for a form that was sent and does not hold, else 200."""
    return 422 if form.is_bound and not form.is_valid() else 200


def _keep_what(request: HttpRequest, form: Any, found: tuple[Draft, Form] | None) -> HttpResponse:
    draft, kept, token = (*found, "") if found else _begin(request)
    kept.text, kept.group = form.cleaned_data["text"], form.cleaned_data["group"]
    kept.referral, kept.language = "", _language()
    drafts.keep(draft, kept)
    response = redirect("cases:elsewhere" if _outside(kept) else "cases:where")
    if token:
        session.remember_draft(response, token)
    return response


def _begin(request: HttpRequest) -> tuple[Draft, Form, str]:
    hold_back(request, STARTS)
    return drafts.start()


def _draft(request: HttpRequest, sent: bool = False) -> tuple[Draft, Form]:
    found = session.current_draft(request)
    if found is None or (found[0].case_id and not sent):
        raise Refusal(_("This form is no longer open. Please begin again."), code="cases.draft")
    return found


def _language() -> str:
    return get_language() or "zh-hans"


def _outside(kept: Form) -> Any:
    return catalog.suggest_referral(kept.text, kept.group or None)


def _body(body: Any) -> dict[str, str]:
    return {
        "name": body.label,
        "phone": body.phone,
        "when": body.when_text,
        "next": body.next_text,
        "bring": body.bring_text,
    }


def _fact(label: str, value: str, route: str) -> dict[str, str]:
    return {"label": label, "value": value, "href": reverse(route), "change": _("Change")}


def _photos(draft: Draft) -> list[Attachment]:
    return stored.of([("draft", draft.id)])[draft.id]


def _removable(photos: list[Attachment]) -> list[dict[str, str]]:
    return [{"name": stored.name_of(one), "remove": reverse("cases:remove_photo", args=[one.pk])} for one in photos]


def _add_photos(request: HttpRequest, draft: Draft) -> list[str]:
    errors = []
    for upload in request.FILES.getlist("photos"):
        try:
            attachments.add(Who(kind="resident"), ("draft", draft.id), upload)
        except Refusal as refusal:
            errors.append(str(refusal))
    return errors
