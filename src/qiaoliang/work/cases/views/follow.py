"""A resident follows their case: plain words, the next date, who has it; answers, withdraws, rates."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from qiaoliang.base.access.limits import Limit, hold_back
from qiaoliang.base.access.routes import public, resident
from qiaoliang.base.attachments import queries as stored
from qiaoliang.base.core import codes, keys
from qiaoliang.base.core.errors import Refusal
from qiaoliang.base.core.who import Who
from qiaoliang.base.districts import queries as districts
from qiaoliang.base.vault import queries as vault
from qiaoliang.base.vault.queries import RevealLine
from qiaoliang.ui import format
from qiaoliang.ui.pages import page
from qiaoliang.work.cases import masking, present, queries, rules
from qiaoliang.work.cases.actions import add, information, not_taken, rate, reopen, review, staged, withdraw
from qiaoliang.work.cases.actions.submit import secret_mac
from qiaoliang.work.cases.choices import State
from qiaoliang.work.cases.forms import resident as forms
from qiaoliang.work.cases.models import Case, Event, Receipt
from qiaoliang.work.cases.views import session
from qiaoliang.work.cases.views.report import status_of

#: how often one network may try receipts, and how often one code may be tried, in ten minutes
BY_SOURCE, BY_CODE = Limit("receipt-source", 60, 600), Limit("receipt-code", 10, 600)
#: how often something may be added to one case in an hour
BY_HOLDER = Limit("receipt-add", 30, 3600)

#: the steps that the case's page offers
MAY = ("rate", "withdraw", "reply", "add", "reopen", "ask_review", "not_taken")
#: the step this browser took last, as a keyed hash
_DONE = "done"


@public
@require_http_methods(["GET", "POST"])
def open_case(request: HttpRequest) -> HttpResponse:
    """Code and secret open the case's page. Which of the two is wrong is not said."""
    form = forms.Open(
        request.POST if request.method == "POST" else None, initial={"code": request.GET.get("code", "")[:20]}
    )
    if request.method == "POST" and form.is_valid():
        found = _compare(request, form)
        if found is not None:
            session.open_receipt(request, found)
            return redirect("cases:follow", code=found.code)
    held = [one.code for one in session.open_receipts(request).filter(whole=None)]
    context = {"form": form, "held": held, "office": districts.profile().get("office", "")}
    return page(request, "cases/resident/open.html", context, status=status_of(form))


@resident
@require_GET
def follow(request: HttpRequest, code: str) -> HttpResponse:
    """The case in plain words: what happens, who has it, until when, and what the person can do now."""
    try:
        held, case = held_by(request, code)
    except Http404:  # a saved address: the same answer whether there is such a case or not
        return redirect(f"{reverse('cases:open')}?{urlencode({'code': code[:20]})}")
    return page(request, "cases/resident/case.html", page_of(held, case))


@resident
@require_http_methods(["GET", "POST"])
def reply(request: HttpRequest, code: str) -> HttpResponse:
    """Answer the officer's question."""
    held, case = held_by(request, code)
    form, photos = _form_with_photos(request, held, case, "reply", forms.Reply)
    if not photos["photo_errors"] and form.is_valid():
        text = form.cleaned_data["text"]
        done = _did(request, held, form, lambda who: information.reply(who, case.id, text=text, files_of=held.id))
        if done:
            return done
    question = queries.open_requests(case).get("information")
    return _form(request, held, case, "reply", {"form": form, "question": question.text if question else "", **photos})


@resident
@require_http_methods(["GET", "POST"])
def add_case(request: HttpRequest, code: str) -> HttpResponse:
    """Add what nobody asked for: words, photos."""
    held, case = held_by(request, code)
    form, photos = _form_with_photos(request, held, case, "add", forms.Add)
    if not photos["photo_errors"] and form.is_valid():
        text = form.cleaned_data["text"]
        done = _did(request, held, form, lambda who: add.add(who, case.id, text=text, files_of=held.id))
        if done:
            return done
    return _form(request, held, case, "add", {"form": form, **photos})


@resident
@require_http_methods(["GET", "POST"])
def withdraw_case(request: HttpRequest, code: str) -> HttpResponse:
    """Take it back, with what that means."""
    held, case = held_by(request, code)
    form = forms.Withdraw(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        worried = form.cleaned_data["reason"] == withdraw.WORRIED
        said = _("It is withdrawn. Somebody of another unit looks at why.") if worried else _("It is withdrawn.")
        done = _did(request, held, form, lambda who: withdraw.withdraw(who, case.id, **form.cleaned_data), said)
        if done:
            return done
    return _form(request, held, case, "withdraw", {"form": form})


@resident
@require_http_methods(["GET", "POST"])
def rate_case(request: HttpRequest, code: str) -> HttpResponse:
    """Contacted, solved, satisfied: three questions and the person's own words."""
    held, case = held_by(request, code)
    form = forms.Rate(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        opinion = rate.Opinion(**form.cleaned_data)
        done = _did(request, held, form, lambda who: rate.rate(who, case.id, opinion))
        if done:
            return done
    return _form(request, held, case, "rate", {"form": form, "answers": _answers(case)[-1:]})


@resident
@require_http_methods(["GET", "POST"])
def reopen_case(request: HttpRequest, code: str) -> HttpResponse:
    """Have a closed case taken up again, and say what is missing."""
    held, case = held_by(request, code)
    form = forms.Reopen(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        done = _did(request, held, form, lambda who: reopen.reopen(who, case.id, text=form.cleaned_data["text"]))
        if done:
            return done
    return _form(request, held, case, "reopen", {"form": form})


@resident
@require_http_methods(["GET", "POST"])
def not_taken_case(request: HttpRequest, code: str) -> HttpResponse:
    """Say that the other body has not taken it on."""
    held, case = held_by(request, code)
    form = forms.NotTaken(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        done = _did(request, held, form, lambda who: not_taken.not_taken(who, case.id, text=form.cleaned_data["text"]))
        if done:
            return done
    return _form(request, held, case, "not_taken", {"form": form})


@resident
@require_http_methods(["GET", "POST"])
def review_case(request: HttpRequest, code: str) -> HttpResponse:
    """Have people of another unit look at the decision again."""
    held, case = held_by(request, code)
    form = forms.Review(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        done = _did(request, held, form, lambda who: review.ask_review(who, case.id, text=form.cleaned_data["text"]))
        if done:
            return done
    return _form(request, held, case, "ask_review", {"form": form, "answers": _answers(case)[-1:]})


@resident
@require_GET
def who_looked(request: HttpRequest, code: str) -> HttpResponse:
    """Who looked at the person's contact, when and why, and who could."""
    held, case = held_by(request, code)
    reveals = _reveals(held, case)
    could = present.could_see(queries.could_see_contact(case)) if held.contact_id or case.marks else []
    for one in queries.parts_now(case) if held.contact_id else ():
        could += [line for line in present.could_see(queries.could_see_contact(one.case)) if line not in could]
    context = {"code": code, "reveals": reveals, "has_contact": bool(held.contact_id or case.marks), "could": could}
    return page(request, "cases/resident/who_looked.html", context)


@public
@require_POST
def close(request: HttpRequest) -> HttpResponse:
    """Leave: on a shared phone nobody reads on."""
    response = redirect("cases:home")
    session.close_all(request, response)
    messages.success(request, _("You have left. Nobody reads on in this browser."))
    return response


def _compare(request: HttpRequest, form: Any) -> Receipt | None:
    """The receipt; else the form says why not."""
    code, secret = form.cleaned_data["code"], form.cleaned_data["secret"]
    try:
        hold_back(request, BY_SOURCE)
        hold_back(request, BY_CODE, code)
    except Refusal as refusal:
        form.add_error(None, str(refusal))
        return None
    found = queries.receipt_of(code, lambda of: secret_mac(of, secret))
    if found is None:
        form.add_error(None, _("Code and secret do not fit together. Please compare both with your receipt."))
    return found


def held_by(request: HttpRequest, code: str) -> tuple[Receipt, Case]:
    """The receipt that this browser has opened, with its case; 404 otherwise."""
    opened = session.open_receipts(request).select_related("case__lead", "case__category", "case__split__whole")
    held = opened.filter(code=code).first() if codes.clean_code(code) else None
    if held is None:
        raise Http404
    session.touch(request, held)
    return held, held.case


def _form(request: HttpRequest, held: Receipt, case: Case, step: str, context: dict[str, Any]) -> HttpResponse:
    """The page of a step; before anything was typed, back to the case with the reason where it does not fit now."""
    verdict = rules.judge(Who(kind="resident", id=held.id), step, case)
    if not verdict.allowed and not context["form"].is_bound:
        messages.info(request, verdict.why)
        return redirect("cases:follow", code=held.code)
    return page(
        request, f"cases/resident/{step}.html", {**context, "code": held.code}, status=status_of(context["form"])
    )


def _form_with_photos(
    request: HttpRequest, held: Receipt, case: Case, step: str, form_class: Any
) -> tuple[Any, dict[str, Any]]:
    """The form of a step, and the photos that wait beside it: added and taken away with the words kept, sent with them."""
    owner, who, problems = ("receipt", held.id), Who(kind="resident", id=held.id), list[str]()
    if request.method == "POST" and rules.judge(who, step, case).allowed:
        try:
            hold_back(request, BY_HOLDER, held.code)
            problems = staged.add(who, owner, request.FILES.getlist("photos"))
            staged.remove(who, owner, request.POST.get("remove", ""))
        except Refusal as refusal:
            problems = [str(refusal)]
    photos = {"photos": present.waiting_files(staged.of(owner)), "photo_errors": problems}
    if "stay" in request.POST or "remove" in request.POST:
        return form_class(initial=request.POST.dict()), photos
    return form_class(request.POST if request.method == "POST" else None), photos


def _reveals(held: Receipt, case: Case) -> list[RevealLine]:
    """Who looked at this person's contact, or at what is masked in the case's words."""
    return vault.reveals_of([held.contact_id] if held.contact_id else [], case.id)


def _answers(case: Case) -> list[dict[str, Any]]:
    given = case.answers.exclude(approved_at=None).exclude(text="").select_related("organization").order_by("round")
    return [present.answer(one, masking.REQUESTER) for one in given]


def _course(case: Case, events: list[Event], photos: dict[str, dict[str, str]]) -> list[dict[str, Any]]:
    """The case's own steps and, while it followed another, what happened to the matter there."""
    own = [(event.at, event.id, present.event_for_resident(event, photos)) for event in events]
    theirs = [(event.at, event.id, present.shared_event(event)) for event in queries.shared_course(case)]
    return [shown for _at, _id, shown in sorted(own + theirs, key=lambda one: one[:2])]


def _photos(case: Case) -> dict[str, dict[str, str]]:
    """id → what the case's photos and files are shown as, in the order they came."""
    rows = stored.of([("case", case.id)])[case.id]
    return dict(zip((str(one.pk) for one in rows), present.files(rows, own=True), strict=True))


def page_of(held: Receipt, case: Case) -> dict[str, Any]:
    """All that the holder of this receipt may read of the case."""
    clocks = list(case.deadlines.all())
    question = queries.open_requests(case).get("information")
    hold = queries.hold_of(case)
    inside = Q(step__in=present.INSIDE) | Q(step__in=present.WITH_WORDS, message="") | Q(step="recount", message="")
    events = list(case.events.exclude(inside).select_related("organization").order_by("id"))
    if held.withdrawn_at and not case.has_ended:
        return _withdrawn_page(held, case, events)
    who, photos = Who(kind="resident", id=held.id), _photos(case)
    may = {step: rules.judge(who, step, case).allowed for step in MAY}
    noted = any(event.step == "withdraw" and event.person_id for event in events)
    next_one = present.next_clock(case, clocks, question is not None)
    return {
        "case": {
            "code": held.code,
            "title": masking.plain(case, "title", masking.REQUESTER),
            "text": case.text,
            "received": format.day(case.received_at),
            "may_publish": case.may_publish,
        },
        "standing": present.standing(case, clocks, question, may_reopen=may["reopen"], noted=noted, hold=hold),
        "other_dates": present.other_clocks(case, clocks, next_one),
        "question": question.text if question else "",
        "answers": _answers(case),
        "parts": [present.part_of_message(one.case) for one in queries.parts_now(case)]
        if case.state == State.SPLIT
        else [],
        "whole": present.whole_of(queries.split_from(case)) if held.whole_id else None,
        "promises": [
            present.promise(one, masking.REQUESTER)
            for one in case.promises.select_related("organization").order_by("id")
        ],
        "ratings": [present.rating(one, masking.REQUESTER) for one in held.ratings.order_by("round")],
        "events": _course(case, events, photos),
        "photos": list(photos.values()),
        "may": may,
        "doors": present.doors(case, may),
        "reviews": [
            present.review(one, masking.REQUESTER) for one in case.reviews.select_related("organization").order_by("id")
        ],
        "looked": len(_reveals(held, case)),
        "has_contact": bool(held.contact_id),
    }


def _withdrawn_page(held: Receipt, case: Case, events: list[Event]) -> dict[str, Any]:
    """To somebody who withdrew while the matter goes on for others: what was theirs, and nothing after."""
    mine = [event for event in events if held.withdrawn_at and event.at <= held.withdrawn_at]
    photos = _photos(case)
    return {
        "case": {
            "code": held.code,
            "title": masking.plain(case, "title", masking.REQUESTER),
            "text": case.text,
            "received": format.day(case.received_at),
            "may_publish": case.may_publish,
        },
        "standing": present.withdrawn(),
        "events": _course(case, mine, photos),
        "photos": list(photos.values()),
        "may": {},
        "looked": len(_reveals(held, case)),
        "has_contact": bool(held.contact_id),
    }


def _did(
    request: HttpRequest, held: Receipt, form: Any, act: Callable[[Who], Any], said: str = ""
) -> HttpResponse | None:
    """Take a step as the person. Refused, because the button was pressed twice: that is told as the one step it is. Refused
    for another reason: None, and the form says why and still holds the words."""
    sent = keys.mac("receipt", f"{request.path}|{sorted(form.cleaned_data.items())}".encode()).hex()
    try:
        act(Who(kind="resident", id=held.id))
    except Refusal as refusal:
        if request.session.get(_DONE) != sent:
            form.add_error(None, str(refusal))
            return None
    request.session[_DONE] = sent
    messages.success(request, said or _("Thank you, we have it."))
    return redirect("cases:follow", code=held.code)
