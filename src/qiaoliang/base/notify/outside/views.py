"""The administrator's channels with what became of every message, and each person's own choice."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from qiaoliang.base.access.routes import officer, signed_in
from qiaoliang.base.core import clock
from qiaoliang.base.core.errors import Refusal
from qiaoliang.base.notify import queries as notices
from qiaoliang.base.notify.outside import queries
from qiaoliang.base.notify.outside.actions import arrange
from qiaoliang.base.notify.outside.actions.send import again, trial
from qiaoliang.base.notify.outside.adapters import in_words
from qiaoliang.base.notify.outside.choices import GROUPS, Kind, Outcome
from qiaoliang.base.notify.outside.forms import ChannelForm, TrialForm, WayForm
from qiaoliang.base.notify.outside.models import Channel, Message
from qiaoliang.base.organizations import queries as organizations
from qiaoliang.ui import format
from qiaoliang.ui.pages import flash, page

MANAGE = "channels.configure"
TONES = {Outcome.WAITING: "wait", Outcome.SENT: "done", Outcome.FAILED: "act", Outcome.UNKNOWN: "wait"}


@officer(MANAGE)
@require_GET
def channels(request: HttpRequest) -> HttpResponse:
    """The ways out, and the latest messages; ``show=failed`` those that did not go."""
    open_ones = list(queries.channels())
    only = request.GET.get("show") == "failed"
    found = list((queries.failed() if only else queries.latest_messages())[:100])
    names = organizations.person_names({one.person_id for one in found if one.person_id})
    taken = {one.kind for one in open_ones}
    context = {
        "channels": _table((_("Way out"), _("Kind"), _("For")), [_channel(one) for one in open_ones]),
        "kinds": [
            {"label": str(Kind(kind).label), "href": reverse("outside:new", args=[kind])}
            for kind in Kind
            if kind in GROUPS or kind not in taken
        ],
        "messages_table": _table(
            (_("To"), _("Way out"), _("Notices"), _("Written"), _("What became of it"), _("Why"), _("Another try")),
            [_message(one, names) for one in found],
        ),
        "tabs": [
            {"label": _("All messages"), "href": "?", "current": not only},
            {"label": _("Did not go out"), "href": "?show=failed", "current": only},
        ],
        "only": only,
    }
    return page(request, "outside/channels.html", context)


def _table(labels: tuple[str, ...], rows: list[dict[str, Any]]) -> dict[str, Any]:
    return {"columns": [{"label": label, "prime": not place} for place, label in enumerate(labels)], "rows": rows}


def _channel(channel: Channel) -> dict[str, Any]:
    whom = str(channel.organization) if channel.organization else _("whoever has chosen it")
    return {
        "href": reverse("outside:one", args=[channel.pk]),
        "cells": [channel.name, channel.get_kind_display(), whom],
    }


def _message(message: Message, names: dict[UUID, str]) -> dict[str, Any]:
    to = names.get(message.person_id, "") if message.person_id else str(_("the group"))
    ended = message.outcome in (Outcome.FAILED, Outcome.UNKNOWN)
    button: Any = ""
    if ended:
        button = format_html('<button class="btn btn-quiet" form="again" name="message" value="{}">{}</button>', message.pk, _("Send again"))  # fmt: skip
    why = (
        _("%(why)s (%(count)s tries)") % {"why": in_words(message.why), "count": message.attempts}
        if message.why
        else ""
    )
    moment = format.moment(message.created_at, clock.today())
    cells = [to, message.channel.name, str(len(message.notices)), moment, message.get_outcome_display(), why, button]
    return {"cells": cells}


@officer(MANAGE)
@require_POST
def send_again(request: HttpRequest) -> HttpResponse:
    """A message that failed, or perhaps went."""
    try:
        again(request.actor.who, _id(request.POST.get("message", "")))  # type: ignore[attr-defined]
    except Refusal as no:
        flash(request, str(no), tone="wait")
    else:
        flash(request, _("It is sent again."))
    return redirect("outside:channels")


def _id(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError as no:
        raise Http404 from no


@officer(MANAGE)
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest, way: str) -> HttpResponse:
    """A further way out, of that kind."""
    if way not in Kind.values:
        raise Http404
    return _edit(request, Channel(kind=way))


@officer(MANAGE)
@require_http_methods(["GET", "POST"])
def one(request: HttpRequest, channel_id: UUID) -> HttpResponse:
    """A way out as it is; its secrets are not shown."""
    return _edit(request, _load(channel_id))


def _load(channel_id: UUID) -> Channel:
    return get_object_or_404(queries.channels(), pk=channel_id)


def _edit(request: HttpRequest, channel: Channel) -> HttpResponse:
    here = request.build_absolute_uri("/").rstrip("/")
    form = ChannelForm(request.POST if request.method == "POST" else None, channel, here)
    if request.method == "POST" and form.is_valid():
        try:
            arrange.keep(
                request.actor.who,  # type: ignore[attr-defined]
                channel,
                name=form.cleaned_data["name"],
                settings=form.settings,
                secrets=form.secrets,
                organization_id=form.cleaned_data.get("unit"),
            )
        except Refusal as no:
            form.add_error(no.field if no.field in form.fields else None, str(no))
        else:
            flash(request, _("Kept. Send a test to see whether it works."))
            return redirect("outside:one", channel_id=channel.pk)
    return page(request, "outside/one.html", _shown(channel, form, TrialForm(None, channel.kind)), status=422 if form.errors else 200)  # fmt: skip


def _shown(channel: Channel, form: ChannelForm, test: TrialForm, **more: Any) -> dict[str, Any]:
    return {
        "channel": None if channel._state.adding else channel,
        "kind": str(Kind(channel.kind).label),
        "untried": channel.kind != Kind.MAIL,
        "group": channel.kind in GROUPS,
        "form": form,
        "test": test,
        **more,
    }


@officer(MANAGE)
@require_POST
def test(request: HttpRequest, channel_id: UUID) -> HttpResponse:
    """Send a test now and show what the other side answers."""
    channel = _load(channel_id)
    asked = TrialForm(request.POST, channel.kind)
    form = ChannelForm(None, channel, "")
    if not asked.is_valid():
        return page(request, "outside/one.html", _shown(channel, form, asked), status=422)
    went, answer = trial(request.actor.who, channel, asked.cleaned_data.get("to", ""))  # type: ignore[attr-defined]
    return page(request, "outside/one.html", _shown(channel, form, asked, tried=True, went=went, answer=answer))


@officer(MANAGE)
@require_POST
def close(request: HttpRequest, channel_id: UUID) -> HttpResponse:
    """No more messages by it."""
    channel = _load(channel_id)
    arrange.close(request.actor.who, channel)  # type: ignore[attr-defined]
    flash(request, _("%(name)s is closed; its password is erased.") % {"name": channel.name})
    return redirect("outside:channels")


@signed_in
@require_http_methods(["GET", "POST"])
def ways(request: HttpRequest) -> HttpResponse:
    """How I want to be told."""
    person = notices.reader(request)
    if person is None:
        raise Http404
    has = {kind: queries.open_channel(kind) is not None for kind in ("mail", "sms")}
    way = queries.way_of(person)
    form = WayForm(request.POST if request.method == "POST" else None, way, **has)
    if request.method == "POST" and form.is_valid():
        data = {"by_mail": False, "by_sms": False, **form.cleaned_data}
        arrange.choose(
            request.actor.who, person, mail=data.get("mail", ""), sms=data.get("sms", ""), told=data  # type: ignore[attr-defined]
        )  # fmt: skip
        flash(request, _("Kept."))
        return redirect("outside:ways")
    context = {"form": form, "any": any(has.values()), **has}
    return page(request, "outside/ways.html", context, status=422 if form.errors else 200)
