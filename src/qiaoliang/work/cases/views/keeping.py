"""Drafts at the desk: a half-written form survives a closed tab, with and without a script, and comes back to its writer."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _

from qiaoliang.base.access.actor import Actor
from qiaoliang.base.drafts import actions as drafts
from qiaoliang.base.drafts import queries as kept
from qiaoliang.base.drafts.queries import Words
from qiaoliang.ui import format
from qiaoliang.ui.pages import flash
from qiaoliang.work.cases import queries
from qiaoliang.work.cases.acting import officer_id
from qiaoliang.work.cases.forms.desk import FORMS
from qiaoliang.work.cases.models import Case

INTAKE = "cases:intake"
#: contact data goes to the vault or nowhere, a consent is asked when it counts, and what belongs to the page alone
NEVER = (
    "name", "phone", "phone_sure", "address", "consent", "child", "guardian", "may_publish", "once", "version",
)  # fmt: skip


def key_of(step: str, case: Case) -> str:
    """The key of the draft for a step on a case."""
    return f"cases:{case.pk}:{step}"


def asked(request: HttpRequest) -> bool:
    """Whether the form is to be kept or thrown away, not sent."""
    return request.method == "POST" and bool({"keep", "drop"} & request.POST.keys() or "undrop" in request.GET)


def keep(request: HttpRequest, form: forms.Form, key: str, *, changed: bool = False) -> HttpResponse:
    """Keep what was typed, or throw away what was kept. ``changed``: the case has moved on since the page was opened.
    A script is answered without a page; without one, the same form comes again and says so. Raises :class:`Refusal`."""
    person = officer_id(request.actor)  # type: ignore[attr-defined]
    undo = ""
    if "undrop" in request.GET:
        back = drafts.take_out_again(person, key)
        said = _("Your draft is back.") if back else _("This draft is gone for good.")
    elif "drop" in request.POST:
        undo = f"{request.path}?undrop=1" if drafts.throw_away(person, key) else ""
        said = _("Thrown away. The form is as it was.")
    else:
        began = _start(form)
        drafts.keep(person, key, _typed(request.POST, form, began), None if changed else began)
        said = _("Kept for 30 days, for you alone. You find it here and under “Waiting for me”.")
    if "quiet" in request.POST:
        return HttpResponse(status=204)
    flash(request, said, undo=undo)
    return redirect(request.path)


def not_kept(request: HttpRequest, why: str) -> HttpResponse | None:
    """What a script is told when nothing could be kept; None without one: then the page says it."""
    return HttpResponse(why, status=409, content_type="text/plain; charset=utf-8") if "quiet" in request.POST else None


def bring_back(request: HttpRequest, form: forms.Form, key: str) -> dict[str, Any]:
    """Fill the form with what was kept. Where somebody else has meanwhile changed what stood in a field, theirs stays
    and the writer's own words are shown beside it: neither is lost, and none overwrites the other unseen."""
    found = kept.find(officer_id(request.actor), key) if request.method == "GET" else None  # type: ignore[attr-defined]
    if found is None:
        return {}
    now, apart = _start(form), []
    for name, values in found.words.items():
        if name not in form.fields or name in NEVER:
            continue
        if now.get(name, []) != (found.began or {}).get(name, []):
            apart.append({"label": form.fields[name].label, "text": "、".join(values)})
        else:
            form.initial[name] = values if _is_many(form.fields[name]) else values[-1]
    return {"kept": {"when": format.moment(found.changed_at), "apart": apart}}


def forget(actor: Actor, key: str) -> None:
    """The form was sent."""
    drafts.forget(officer_id(actor), key)


def begun(actor: Actor) -> list[dict[str, str]]:
    """What the writer has not finished: each with its address, for the list of what waits."""
    if actor.person is None:
        return []
    found = [(key.split(":"), when) for key, when in kept.begun(actor.person.pk, "cases:")]
    cases = queries.visible_to(actor).in_bulk([UUID(parts[1]) for parts, _when in found if len(parts) == 3])
    lines = []
    for parts, when in found:
        if len(parts) == 2 and actor.may("cases.intake"):
            words, href = _("Take a case in"), reverse("cases:intake")
        elif len(parts) == 3 and UUID(parts[1]) in cases and parts[2] in FORMS:
            case = cases[UUID(parts[1])]
            words = _("%(step)s, %(code)s") % {"step": FORMS[parts[2]].title, "code": case.code}
            href = reverse(f"cases:step_{parts[2]}", args=[case.pk])
        else:
            continue
        lines.append({"label": words, "href": href, "when": format.moment(when)})
    return lines


def begun_on(actor: Actor, case: Case) -> set[str]:
    """The steps on this case that the writer has begun and not sent."""
    if actor.person is None:
        return set()
    return {key.rsplit(":", 1)[1] for key, _when in kept.begun(actor.person.pk, f"cases:{case.pk}:")}


def _typed(sent: MultiValueDict[str, str], form: forms.Form, began: Words) -> Words:
    """What stands in the fields and stood not there before."""
    words = {}
    for name in form.fields:
        values = [value.replace("\r\n", "\n") for value in sent.getlist(name)]
        if name not in NEVER and values != began.get(name, []) and (any(values) or any(began.get(name, []))):
            words[name] = values
    return words


def _start(form: forms.Form) -> Words:
    """What stands in the fields of a form that nobody has touched, as a browser would send it."""
    begun = {}
    for name, field in form.fields.items():
        value = form.get_initial_for_field(field, name)
        if name in NEVER or value in (None, "", [], False):
            continue
        begun[name] = [str(one) for one in value] if isinstance(value, list | tuple) else [str(value)]
    return begun


def _is_many(field: forms.Field) -> bool:
    return isinstance(field, forms.MultipleChoiceField)
