"""A resident says something: three short steps on a phone, no account, no JavaScript needed, then the receipt."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.contrib import messages
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
from qiaoliang.base.catalog.queries import Referral
from qiaoliang.base.core.errors import Refusal
from qiaoliang.base.core.who import Who
from qiaoliang.base.districts import queries as districts
from qiaoliang.base.organizations import queries as organizations
from qiaoliang.ui import errors, format
from qiaoliang.ui.pages import page
from qiaoliang.work.cases import masking, nearby, present
from qiaoliang.work.cases.actions import drafts
from qiaoliang.work.cases.actions.drafts import Form
from qiaoliang.work.cases.forms import resident as forms
from qiaoliang.work.cases.models import Draft, Receipt
from qiaoliang.work.cases.views import session

#: forms that one network may begin in an hour
STARTS = Limit("draft-source", 120, 3600)


def with_draft(sent: bool = False) -> Callable[[Callable[..., HttpResponse]], Callable[..., HttpResponse]]:
    """The view gets this browser's draft and what was typed into it; ``sent``: also after it has become a case. Where
    there is none, a page says why and leads on."""

    def wrap(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        @wraps(view)
        def opened(request: HttpRequest, **values: Any) -> HttpResponse:
            found = session.current_draft(request)
            if found is None or (found[0].case_id and not sent):
                return _begin_again(request, found)
            return view(request, *found, **values)

        return opened

    return wrap


@public
@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """Two doors: say something, follow something."""
    draft = session.current_draft(request)
    unfinished = draft is not None and draft[0].case_id is None and bool(draft[1].text)
    elsewhere = [_body(one) for one in catalog.referrals() if one.phone]
    office = districts.profile().get("office", "")
    return page(
        request, "cases/resident/home.html", {"unfinished": unfinished, "elsewhere": elsewhere, "office": office}
    )


@public
@require_http_methods(["GET", "POST"])
def what(request: HttpRequest) -> HttpResponse:
    """Step 1. Told at once when it is urgent, or somebody else's."""
    found = session.current_draft(request)
    sent = found if found and found[0].case_id else None
    found = None if sent else found
    start = {"text": found[1].text, "group": found[1].group} if found else {}
    form = forms.What(request.POST if request.method == "POST" else None, initial=start)
    context = {
        "form": form,
        "seen": found[1].matter if found else "",
        "sent": _code_of(sent[0]) if sent else "",
        "lost": session.lost_draft(request),
    }
    if request.method == "GET" or not form.is_valid():
        return page(request, "cases/resident/what.html", context, status=status_of(form))
    if found and found[1].text != form.cleaned_data["text"] and _was_changed(request, found[1].matter):
        return page(request, "cases/resident/what.html", context | {"other": found[1].text}, status=409)
    try:
        return _keep_what(request, form, found)
    except Refusal as refusal:
        form.add_error(None, str(refusal))
        return page(request, "cases/resident/what.html", context, status=429)


@public
@require_http_methods(["GET", "POST"])
@with_draft()
def elsewhere(request: HttpRequest, draft: Draft, kept: Form) -> HttpResponse:
    """This looks like somebody else's: whose, how to reach them now, and both ways on."""
    body = _outside(kept)
    if body is None:
        return redirect("cases:where")
    danger = catalog.danger(kept.text)
    calls = [danger, *(one for one in catalog.referrals() if one.danger and one.code != danger.code)] if danger else []
    context = {"body": _body(body), "danger": danger is not None, "calls": [_call(one) for one in calls]}
    context["seen"] = kept.matter
    if request.method == "POST" and not _was_changed(request, kept.matter):
        kept.referral = body.code if request.POST.get("choice") == "refer" else ""
        drafts.keep(draft, kept)
        return redirect("cases:contact" if kept.referral else "cases:where")
    other = kept.text if request.method == "POST" else ""
    return page(request, "cases/resident/elsewhere.html", context | {"other": other}, status=409 if other else 200)


@public
@require_http_methods(["GET", "POST"])
@with_draft()
def where(request: HttpRequest, draft: Draft, kept: Form) -> HttpResponse:
    """Step 2: the place, and photos."""
    form = _where_form(request, kept)
    problems: list[str] = []
    other = kept.text if request.method == "POST" and _was_changed(request, kept.matter) else ""
    if request.method == "POST" and form.is_valid() and not other:
        _keep_where(draft, kept, form)
        problems = _add_photos(request, draft)
        if not problems and "stay" not in request.POST:
            return redirect("cases:contact")
    context = {
        "form": form,
        "photos": _removable(_photos(draft)),
        "photo_errors": problems,
        "near": nearby.answers(kept.text),
        "seen": kept.matter,
        "other": other,
    }
    status = 409 if other else 422 if problems else status_of(form)
    return page(request, "cases/resident/where.html", context, status=status)


@public
@require_POST
@with_draft()
def remove_photo(request: HttpRequest, draft: Draft, kept: Form, attachment_id: UUID) -> HttpResponse:
    """Take a photo out of the draft again; the place typed beside it stays."""
    form = _where_form(request, kept)
    if form.is_valid() and "place" in request.POST and not _was_changed(request, kept.matter):
        _keep_where(draft, kept, form)
        _add_photos(request, draft)
    for photo in _photos(draft):
        if photo.pk == attachment_id:
            attachments.remove(Who(kind="resident"), photo)
    return redirect(f"{reverse('cases:where')}#photos")


@public
@require_http_methods(["GET", "POST"])
@with_draft()
def contact(request: HttpRequest, draft: Draft, kept: Form) -> HttpResponse:
    """Step 3: how to reach the person, if they wish."""
    typed = ("name", "phone", "phone_sure", "consent", "child", "guardian", "may_publish")
    start = {name: getattr(kept, name) for name in typed}
    form = forms.Who(request.POST if request.method == "POST" else None, initial=start)
    other = kept.text if request.method == "POST" and _was_changed(request, kept.matter) else ""
    if request.method == "GET" or not form.is_valid() or other:
        context = {"form": form, "seen": kept.matter, "other": other, **consents(_language())}
        return page(request, "cases/resident/contact.html", context, status=409 if other else status_of(form))
    for name in start:
        setattr(kept, name, form.cleaned_data[name])
    drafts.keep(draft, kept)
    return redirect("cases:check")


@public
@require_GET
@with_draft()
def check(request: HttpRequest, draft: Draft, kept: Form) -> HttpResponse:
    """All of it once more, each part with a way back to change it."""
    if not kept.text:
        return redirect("cases:what")
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
        _fact(_("May the answer be published?"), _("Yes") if kept.may_publish else _("No"), "cases:contact"),
    ]
    if body:
        facts.append(_fact(_("Goes to"), body.label, "cases:elsewhere"))
    found = [one for field in drafts.WORDS for one in masking.found_in(getattr(kept, field), field)]
    context = {"facts": facts, "seen": kept.whole, "found": found, "has_phone": bool(kept.phone)}
    return page(request, "cases/resident/check.html", context)


@public
@require_POST
@with_draft()
def take_out(request: HttpRequest, draft: Draft, kept: Form) -> HttpResponse:
    """Take out of one's words what could tell who one is: one place, or all of them."""
    key = request.POST.get("take", "")
    if key:
        drafts.take_out(draft, kept, "" if key == "all" else key)
    return redirect("cases:check")


@public
@require_POST
def forget(request: HttpRequest) -> HttpResponse:
    """Erase what was typed and not sent: on a device that others use nobody reads on."""
    found = session.current_draft(request)
    response = redirect("cases:home")
    if found and found[0].case_id is None:
        drafts.forget(found[0])
        session.forget_draft(response)
        messages.success(request, _("It is erased."))
    return response


@public
@require_POST
@with_draft(sent=True)
def send(request: HttpRequest, draft: Draft, kept: Form) -> HttpResponse:
    """Send it, once however often the button is pressed; then the receipt."""
    if not kept.text and draft.case_id is None:
        return redirect("cases:what")
    if draft.case_id is None and _was_changed(request, kept.whole):
        messages.info(
            request, _("This was changed in another window meanwhile. Please read it once more, then send it.")
        )
        return redirect("cases:check")
    sent = drafts.send(draft, kept)
    session.open_receipt(request, sent.receipt)
    return redirect("cases:receipt")


@public
@require_GET
@with_draft(sent=True)
def receipt(request: HttpRequest, draft: Draft, kept: Form) -> HttpResponse:
    """Code and secret, to be kept: shown in this browser for 24 hours, nowhere else and never again."""
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


def _begin_again(request: HttpRequest, found: tuple[Draft, Form] | None) -> HttpResponse:
    """There is no form to go on with: it was sent, its key is gone, or it was open too long. What was typed just now is
    shown, to be copied."""
    context = {
        "sent": _code_of(found[0]) if found else "",
        "lost": session.lost_draft(request),
        "typed": errors.typed(request),
    }
    return page(request, "cases/resident/begin_again.html", context, status=409 if found else 422)


def _code_of(draft: Draft) -> str:
    return Receipt.objects.values_list("code", flat=True).get(case=draft.case_id)


def _was_changed(request: HttpRequest, mark: str) -> bool:
    """Whether the page that was sent had been made for something else: a second window, or the back button."""
    return request.POST.get("seen", mark) != mark


def _where_form(request: HttpRequest, kept: Form) -> forms.Where:
    start = {"area": kept.area, "place": kept.place}
    return forms.Where(request.POST if request.method == "POST" else None, initial=start)


def _keep_where(draft: Draft, kept: Form, form: forms.Where) -> None:
    kept.area, kept.place = form.cleaned_data["area"], form.cleaned_data["place"]
    drafts.keep(draft, kept)


def consents(language: str) -> dict[str, str]:
    """The texts that hold today on keeping a contact, also a child's, and on publishing an answer."""
    return {f"consent_{code}": catalog.consent(code, language).text for code in ("contact", "guardian", "publish")}


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


def _call(body: Referral) -> dict[str, str]:
    return {"name": body.label, "phone": body.phone}


def _fact(label: str, value: str, route: str) -> dict[str, str]:
    return {"label": label, "value": value, "href": reverse(route), "change": _("Change")}


def _photos(draft: Draft) -> list[Attachment]:
    return stored.of([("draft", draft.id)])[draft.id]


def _removable(photos: list[Attachment]) -> list[dict[str, str]]:
    shown = zip(photos, present.files(photos, own=True), strict=True)
    return [{**file, "remove": reverse("cases:remove_photo", args=[one.pk])} for one, file in shown]


def _add_photos(request: HttpRequest, draft: Draft) -> list[str]:
    problems = []
    for upload in request.FILES.getlist("photos"):
        try:
            attachments.add(Who(kind="resident"), ("draft", draft.id), upload)
        except Refusal as refusal:
            problems.append(str(refusal))
    return problems
