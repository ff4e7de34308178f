"""An officer at a desk: one case, one step at a time."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import Resolver404, resolve, reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from qiaoliang.base.access.actor import Actor
from qiaoliang.base.access.routes import officer
from qiaoliang.base.attachments import queries as stored
from qiaoliang.base.attachments.actions import Owner
from qiaoliang.base.catalog import queries as catalog
from qiaoliang.base.core import addresses, codes
from qiaoliang.base.core.errors import Refusal, Stale
from qiaoliang.base.jobs.actions import once
from qiaoliang.base.organizations import queries as organizations
from qiaoliang.base.vault import queries as vault
from qiaoliang.ui import format
from qiaoliang.ui.navigation import stand_at
from qiaoliang.ui.pages import flash, page
from qiaoliang.work.cases import masking, panels, present, queries, rules, terms, waiting, watched, whole
from qiaoliang.work.cases.acting import officer_id
from qiaoliang.work.cases.actions import staged
from qiaoliang.work.cases.actions.submit import Matter, Speaker, opened
from qiaoliang.work.cases.actions.undo import undo
from qiaoliang.work.cases.choices import MAIN, Clock, RequestKind, State
from qiaoliang.work.cases.forms import intake as forms
from qiaoliang.work.cases.forms.desk import FORMS, Join
from qiaoliang.work.cases.masking import Reader
from qiaoliang.work.cases.models import Case, Deadline, Event, Receipt
from qiaoliang.work.cases.views import filling, keeping, papers
from qiaoliang.work.cases.views.report import consents, status_of

#: lists from which one comes to a case → what they are called on the way back
BACK_TO = {
    "cases:todo": gettext_lazy("Waiting for me"),
    "cases:done": gettext_lazy("I have handled"),
    "cases:started": gettext_lazy("I took in"),
    "cases:every": gettext_lazy("All cases"),
    "cases:overdue": gettext_lazy("Supervision"),
    "cases:soon": gettext_lazy("Supervision"),
    "cases:answered_late": gettext_lazy("Supervision"),
    "cases:instructions": gettext_lazy("Supervision"),
    "cases:promises": gettext_lazy("Promises"),
    "cases:calendar": gettext_lazy("Calendar"),
    "cases:overview": gettext_lazy("The district at a glance"),
}
#: step → its key on the case's page and, where the row knows, in the lists
STEP_KEYS = {"dispatch": "a", "redispatch": "a", "propose_answer": "r", "propose_direct": "r"}
#: so many cases at once may be named by the address that leads to merging them
LED_TO = 10
#: steps in which one writes or checks an answer
IN_HAND = ("propose_answer", "approve", "propose_direct", "decide_direct")
#: steps that have the last answer beside them
WITH_THE_ANSWER = (
    "propose_answer", "approve", "rate", "not_reached", "decide_direct", "ask_review", "decide_review", "keep_promise",
    "move_promise",
)  # fmt: skip
#: steps that decide on a request: it is shown beside the form, with the date as it stands
DECIDING = (
    "decide_return", "decide_refusal", "designate", "agree_extension", "decide_extension", "decide_hold", "answer_whistle",
)  # fmt: skip


@officer("cases.read")
@require_GET
def case(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """One case whole, with the steps one may take now."""
    back = _came_from(request)
    stand_at(request, back["href"])
    return page(request, "cases/desk/case.html", _page_of(request, _load(request, case_id)) | {"back": back})


def _came_from(request: HttpRequest) -> dict[str, str]:
    """The list from which one came here, with its filters; else what waits, as after a step (the window knows better)."""
    came = urlsplit(request.headers.get("referer", ""))
    href = f"{came.path}?{came.query}" if came.query else came.path
    try:
        name = resolve(came.path).view_name if came.netloc == request.get_host() else ""
    except Resolver404:
        name = ""
    label = BACK_TO.get(name)
    if label:
        return {"href": href, "label": label, "way": "known"}
    return {"href": reverse("cases:todo"), "label": _("Waiting for me"), "way": "usual"}


@officer("cases.intake")
@require_http_methods(["GET", "POST"])
def intake(request: HttpRequest) -> HttpResponse:
    """Take a matter in on someone's behalf, at the counter, by phone, on a visit."""
    area = organizations.area_of(request.actor.who.organization_id)
    photos, goes_on = _photos_beside(request)
    typed = request.POST if request.method == "POST" and goes_on else None
    form = forms.Intake(typed, initial={"area": area.pk if area else "", **({} if goes_on else request.POST.dict())})
    context = {"form": form, "own_area": str(area or ""), **consents(get_language() or "zh-hans"), **photos}
    if keeping.asked(request):
        return _keep(request, form, keeping.INTAKE, "cases/desk/intake.html", context)
    context |= keeping.bring_back(request, form, keeping.INTAKE)
    if photos["photo_errors"] or not form.is_valid():
        return page(request, "cases/desk/intake.html", context, 422 if photos["photo_errors"] else status_of(form))
    try:
        taken = _take_in(request, form.cleaned_data)
    except Refusal as refusal:
        form.data = {**form.data.dict(), "once": codes.new_secret()}
        form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        return page(request, "cases/desk/intake.html", context, status=409)
    taken["address"] = request.build_absolute_uri(reverse("cases:open"))
    taken["qr"] = f"{taken['address']}?code={taken['code']}"
    response = page(request, "cases/desk/receipt.html", taken)
    response["Cache-Control"] = "no-store"
    return response


def step(name: str) -> Callable[..., HttpResponse]:
    """The page of one step: the form on GET, the step on POST. A step that no longer fits shows what is new and keeps
    what was typed."""

    @officer(*rules.permissions_of(name))
    @require_http_methods(["GET", "POST"])
    def view(request: HttpRequest, case_id: UUID) -> HttpResponse:
        found = _load(request, case_id)
        stand_at(request, _came_from(request)["href"])
        offered = filling.asked(request)
        form = FORMS[name](request.POST if request.method == "POST" and not offered else None, case=found)
        if isinstance(form, Join):
            form.look(request.actor, request.GET.get("q", "")[:100], request.GET.getlist("with")[:LED_TO])
        if offered:
            filling.fill(form, request.POST)
        context = {"form": form, "step": name, "case": present.head(found), "wanted": request.GET.get("q", "")}
        verdict = rules.judge(request.actor, name, found)
        context |= _beside(name, found, request.actor, verdict.allowed)
        if keeping.asked(request):
            changed = request.POST.get("version") != str(found.version)
            context["refusal"] = verdict.why
            return _keep(request, form, keeping.key_of(name, found), form.template, context, changed=changed)
        if request.method == "GET" and not verdict.allowed:
            return page(request, "cases/desk/refused.html", {**context, "why": verdict.why}, status=409)
        if offered:
            return page(request, form.template, context)
        context |= keeping.bring_back(request, form, keeping.key_of(name, found))
        if request.method == "GET" or not form.is_valid():
            return page(request, form.template, context, status=status_of(form))
        return _take(request, found, form, context)

    view.__name__ = name
    return view


@officer("cases.read")
@require_POST
def take_back(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Undo the step that was just taken, as the case stood in the address's ``version``."""
    found = _load(request, case_id)
    try:
        version = request.GET.get("version", "")
        event = undo(request.actor, found.id, int(version) if version.isdecimal() and len(version) < 9 else 0)
    except Refusal as refusal:
        flash(request, str(refusal), tone="act")
    else:
        flash(request, _("Taken back: %(step)s.") % {"step": FORMS[event.step.removeprefix("undo_")].title})
    return redirect("cases:case", case_id=found.id)


def _undo_address(case: Case) -> str:
    return f"{reverse('cases:undo', args=[case.id])}?version={case.version}"


def _undo_of(actor: Actor, found: Case, events: list[Event]) -> dict[str, str] | None:
    """The last step, while the reader may take it back."""
    if not events or (step := f"undo_{events[0].step}") not in rules.STEPS:
        return None
    if not rules.judge(actor, step, found).allowed:
        return None
    label = _("Take back: %(step)s") % {"step": FORMS[events[0].step].title}
    return {"label": label, "url": _undo_address(found), "until": format.moment(events[0].at + rules.UNDO_WITHIN)}


def _keep(
    request: HttpRequest, form: Any, key: str, template: str, context: dict[str, Any], *, changed: bool = False
) -> HttpResponse:
    """Keep a draft of the form; where that cannot be, the page comes back with all that was typed and says why."""
    why = context.get("refusal", "")
    try:
        if not why or "drop" in request.POST or "undrop" in request.GET:
            return keeping.keep(request, form, key, changed=changed)
    except Refusal as refusal:
        why = str(refusal)
    return keeping.not_kept(request, why) or page(request, template, {**context, "refusal": why}, status=409)


def _beside(name: str, found: Case, actor: Actor, allowed: bool) -> dict[str, Any]:
    """What one looks at while deciding: the text, the open request, the answer as it stands. Who writes or checks an
    answer now has it in hand and reads all of it."""
    eyes = masking.reader(actor)
    in_hand = masking.IN_HAND if allowed and name in IN_HAND else eyes
    above = panels.of("form", actor, found, name)
    context: dict[str, Any] = {
        "above": above,
        "panels": panels.of("step", actor, found, name),
        "text": masking.shown(found, "text", eyes, words=[word for panel in above for word in panel.words]),
    }
    if name in DECIDING:
        context["requests"] = [waiting.request_for_desk(one, eyes) for one in queries.open_requests(found).values()]
        context["deadlines"] = [
            present.deadline(one, found.stopped_at) for one in found.deadlines.filter(step__in=MAIN, ended_at=None)
        ]
    if name == "decide_review" and (asked := queries.open_review(found)):
        context["requests"] = [present.review_request(asked, eyes)]
    if name in WITH_THE_ANSWER:
        last = found.answers.select_related("organization").order_by("-round")[:1]
        context["answers"] = [present.answer(one, in_hand) for one in last]
    if name in ("instruct", "report_back"):
        context["instructions"] = [watched.instruction(one, eyes) for one in queries.instructions_for(actor, found)]
    return context


def _take(request: HttpRequest, found: Case, form: Any, context: dict[str, Any]) -> HttpResponse:
    try:
        with transaction.atomic():
            event = form.act(request.actor)
            keeping.forget(request.actor, keeping.key_of(context["step"], found))
    except Stale as stale:
        return page(request, form.template, context | _news(form, stale, masking.reader(request.actor)), status=409)
    except Refusal as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        return page(request, form.template, context, status=409)
    may_undo = isinstance(event, Event) and "before" in event.refs
    back = _undo_address(event.case) if may_undo else ""
    step = present.titled(event) if isinstance(event, Event) else form.title
    done = form.done or _("Done: %(step)s, %(code)s") % {"step": step, "code": found.code}
    flash(request, done, undo=back)
    return redirect("cases:case", case_id=found.id)


def _news(form: Any, stale: Stale, eyes: Reader) -> dict[str, Any]:
    """What somebody else did meanwhile; sending again then counts as having seen it."""
    form.data = form.data.copy()
    form.data["version"] = stale.theirs.version
    latest = stale.theirs.events.select_related("person", "organization").order_by("-id")[:3]
    events = queries.with_stands_for(list(latest))
    answer = stale.theirs.answers.filter(round=stale.theirs.round).first()
    return {
        "refusal": str(stale),
        "news": [present.event_for_desk(event, eyes=eyes) for event in events],
        "their_text": masking.shown(answer, "text", eyes) if answer else "",
    }


def _load(request: HttpRequest, case_id: UUID) -> Case:
    try:
        return queries.load(request.actor, case_id)
    except Case.DoesNotExist as missing:
        raise Http404 from missing


def _photos_beside(request: HttpRequest) -> tuple[dict[str, Any], bool]:
    """The photos that wait beside the intake form, and whether the form itself goes on: not where a photo was only added
    or taken away."""
    who, owner, problems = request.actor.who, _waits_with(request.actor), list[str]()
    if request.method == "POST":
        problems = staged.add(who, owner, request.FILES.getlist("photos"))
        staged.remove(who, owner, request.POST.get("remove", ""))
        if "drop" in request.POST:  # thrown away with the draft, or they would join the next person's case
            staged.remove_all(who, owner)
    waiting = SimpleLazyObject(
        lambda: present.waiting_files(staged.of(owner))
    )  # the form shows them, its receipt does not
    photos = {"photos": waiting, "photo_errors": problems}
    return photos, not {"stay", "remove"} & request.POST.keys()


def _waits_with(actor: Actor) -> Owner:
    return "intake", officer_id(actor)


def _take_in(request: HttpRequest, data: dict[str, Any]) -> dict[str, Any]:
    """The receipt of what was typed, the same one however often the form is sent."""

    def do() -> dict[str, Any]:
        sent = opened(request.actor, _matter(data), _speaker(data))
        staged.hand_over(request.actor.who, _waits_with(request.actor), sent.case.id)
        keeping.forget(request.actor, keeping.INTAKE)
        date = format.day(sent.case.received_at)
        return {"code": sent.case.code, "secret": sent.secret, "case_id": str(sent.case.id), "date": date}

    typed = sorted((name, value) for name, value in request.POST.items() if name != "csrfmiddlewaretoken")
    receipt, _new = once(f"cases.intake:{request.actor.who.id}", data["once"], json.dumps(typed), do)
    return receipt


def _matter(data: dict[str, Any]) -> Matter:
    return Matter(
        text=data["text"],
        title=data["heading"],
        category=data["category"],
        place=data["place"],
        area_id=data["area"] or None,
        source=data["source"],
        may_publish=data["may_publish"],
    )


def _speaker(data: dict[str, Any]) -> Speaker:
    known = any(data[name] for name in ("name", "phone", "address"))
    consent = catalog.consent("contact") if known and data["consent"] else None
    return Speaker(
        name=data["name"],
        phone=data["phone"],
        address=data["address"],
        certain=data["phone_sure"],
        consent_id=consent.pk if consent else None,
        guardian_id=catalog.consent("guardian").pk if consent and data["child"] else None,
    )


def _page_of(request: HttpRequest, found: Case) -> dict[str, Any]:
    actor = request.actor
    eyes = masking.reader(actor)
    whole.hold_requests(found)
    receipts, answers, clocks = whole.receipts(found), whole.answers(found), whole.deadlines(found)
    events = queries.with_stands_for(whole.events(found))
    worries = queries.reads_worries(actor)
    live = [one for one in clocks if one.ended_at is None]
    names, missed = rules.offered(actor, found)
    may_reveal = queries.may_see_contact(actor, found)
    return {
        "case": present.head(found),
        "urgent": watched.URGENT if terms.in_hours(found) else None,
        "facts": present.facts(found, eyes),
        "panels": panels.of("case", actor, found),
        "undo": _undo_of(actor, found, events),
        "steps": (steps := _contact_first(_steps(actor, found, names), found, receipts, live, may_reveal)),
        "missed": [{"label": FORMS[step].title, "value": why} for step, why in missed.items()],
        "nobody_left": queries.has_nobody_left(found),
        "elsewhere": next((one["url"] for one in steps if one["name"] == "redispatch"), ""),
        "requests": [
            waiting.request_for_desk(one, eyes) for one in whole.open_requests(found) if one.kind != RequestKind.WHISTLE
        ],
        "hold": waiting.hold_for_desk(hold, eyes) if (hold := whole.hold_of(found)) else None,
        "sittings": [waiting.sitting(one, rows, eyes) for one, rows in whole.sittings(found)],
        **_message(actor, found),
        **present.together(found, whole.followed(found)),
        "parts": [present.part(one, found.designated_at is not None) for one in whole.parts(found)],
        "people": _people(receipts),
        "of_child": any("guardian" in event.refs.get("consents", {}) for event in events),
        "may_reveal": may_reveal,
        "answers": [present.answer(one, eyes) for one in answers],
        "promises": [present.promise(one, eyes) for one in whole.promises(found)],
        "reviews": [present.review(one, eyes) for one in whole.reviews(found)],
        "ratings": [present.rating(one, eyes) for receipt in receipts for one in receipt.ratings.all()],
        "deadlines": [present.deadline(one, found.stopped_at) for one in sorted(live, key=_main_first)],
        "past": [present.deadline(one) for one in clocks if one.ended_at is not None],
        "events": [present.event_for_desk(event, worries, eyes) for event in events],
        "masked": any(
            masking.is_masked(row, column, eyes)
            for row, column in present.spoken(found, receipts, answers, events, worries)
        ),
        "instructions": [watched.instruction(one, eyes) for one in queries.instructions_for(actor, found)],
        "letters": [watched.letter_line(one) for one in whole.letters(found)],
        "papers": papers.of_case(found, answers),
        "may_be_public": found.state == State.CLOSED and rules.may_be_public(found),
        "photos": present.files(stored.of([("case", found.id)])[found.id]),
    }


def _message(actor: Actor, found: Case) -> dict[str, Any]:
    """The message that this case was split from, and its own parts; links only to those that the actor may open."""
    whole, parts = queries.split_from(found), queries.parts_now(found) if found.state == State.SPLIT else ()
    return present.message(whole, parts, _seen(actor, found) if whole or parts else ())


def _seen(actor: Actor, found: Case) -> set[UUID]:
    near = Q(splits__case=found) | Q(split__whole=found)
    return set(queries.visible_to(actor).filter(near).values_list("pk", flat=True))


def _main_first(one: Deadline) -> tuple[bool, Any]:
    """The case's own clock, then what is due next."""
    return one.step not in MAIN, one.due_at


def _people(found: list[Receipt]) -> list[dict[str, Any]]:
    """Who asked, as far as everybody who reads the case may know: what they left, not a sign of it."""
    given = vault.given([one.contact_id for one in found if one.contact_id])
    return [{"id": one.id, "left": vault.field_words(given.get(one.contact_id, ()))} for one in found]


def _contact_first(
    steps: list[dict[str, str]], found: Case, receipts: list[Receipt], live: list[Deadline], may_reveal: bool
) -> list[dict[str, str]]:
    """While the first contact is owed it comes before everything else: the way to what the person left, from where it is
    noted, too."""
    owed = any(one.step == Clock.CONTACT for one in live) and any(one["name"] == "contact" for one in steps)
    left = next((one for one in receipts if one.contact_id), None)
    if not owed or left is None or not may_reveal:
        return steps
    url = reverse("cases:contact_of", args=[found.id, left.id])
    first = {"name": "contact_of", "title": _("Contact the person"), "url": url, "weight": "primary", "key": ""}
    return [first, *({**one, "weight": "secondary"} for one in steps)]


def _steps(actor: Any, found: Case, names: list[str]) -> list[dict[str, str]]:
    """The steps one may take now, the likeliest first and heaviest."""
    begun = keeping.begun_on(actor, found)
    weights = ["primary" if name in rules.FORWARD else "secondary" for name in names[:1]] + ["secondary"] * len(names)
    return [
        {
            "name": name,
            "title": _("%(step)s (begun)") % {"step": FORMS[name].title} if name in begun else str(FORMS[name].title),
            "url": addresses.address(f"cases:step_{name}", found.id),
            "weight": weight,
            "key": STEP_KEYS.get(name, ""),
        }
        for name, weight in zip(names, weights, strict=False)
    ]
