"""Which post a page was opened for. Each post has its own token against forged forms, so a form from a page of another post
does not pass: somebody with several posts and two windows never acts in the wrong name."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.middleware import csrf
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from qiaoliang.base.access.actor import Actor
from qiaoliang.base.access.navigation import actor_of, called
from qiaoliang.ui import errors
from qiaoliang.ui.pages import page

#: in the session: the post worn, and post → the token of its pages
HAT, TOKENS = "hat", "hat_tokens"
#: the field of a form that holds it
FIELD = "csrfmiddlewaretoken"
#: what somebody chose rather than wrote: an id, a day
_CHOSEN = re.compile(r"[0-9a-f-]{36}|\d{4}-\d\d-\d\d")
#: what one may ask for from any window: none of it is done in a post's name
IN_ANY_HAT = frozenset({"access:hat", "account_logout", "ui:elder", "ui:language"})


def change(request: HttpRequest, post_id: str) -> None:
    """Wear the post from now on: pages of the one worn before are refused until it is worn again."""
    worn = actor_of(request).membership
    tokens: dict[str, str] = dict(request.session.get(TOKENS, {}))
    csrf.get_token(request)
    if worn is not None:
        tokens[str(worn.post_id)] = request.META["CSRF_COOKIE"]
    if post_id in tokens:
        request.META.update(CSRF_COOKIE=tokens[post_id], CSRF_COOKIE_NEEDS_UPDATE=True)
    else:
        csrf.rotate_token(request)
        tokens[post_id] = request.META["CSRF_COOKIE"]
    request.session[HAT], request.session[TOKENS] = post_id, tokens


def refused(request: HttpRequest, reason: str = "") -> HttpResponse:
    """CSRF_FAILURE_VIEW: a form from a page of another own post, or one that was left open too long."""
    meant = _meant(request)
    if meant is None:
        return errors.csrf(request, reason)
    match = request.resolver_match
    if match is not None and match.view_name in IN_ANY_HAT:
        answer: HttpResponse = match.func(request, *match.args, **match.kwargs)
        return answer
    return _say(request, *meant)


def _say(request: HttpRequest, post_id: str, then: str, now: str) -> HttpResponse:
    words = {"then": then, "now": now}
    text = _("Nothing was done: this page was opened for “%(then)s”, and in another window you now act for “%(now)s”.")
    if request.headers.get("HX-Request") == "true":
        stays = _("Change back there, then press once more here: what you wrote still stands below.")
        note = render_to_string("access/_other_hat.html", {"text": f"{text % words}{stays}"})
        return HttpResponse(note, status=409, headers={"HX-Retarget": "#flashes", "HX-Reswap": "innerHTML"})
    written = [one for one in errors.typed(request) if not _CHOSEN.fullmatch(one)]
    shown = {"then": then, "text": text % words, "typed": written, **_once_more(request, post_id)}
    return page(request, "access/other_hat.html", shown, 409)


def _once_more(request: HttpRequest, post_id: str) -> dict[str, object]:
    """The same form, sent by way of the change of post; not where files or a password would have to be sent again."""
    fields = [(name, value) for name, values in request.POST.lists() for value in values if name != FIELD]
    if request.FILES or any("password" in name for name, _value in fields):
        return {}
    way = urlencode({"post": post_id, "then": request.get_full_path()})
    return {"again": f"{reverse('access:hat')}?{way}", "fields": fields, "token": request.POST.get(FIELD, "")}


def _meant(request: HttpRequest) -> tuple[str, str, str] | None:
    """(post, what it is called, what the one worn now is called) where the form's token is that of another own post."""
    actor: Actor = actor_of(request)
    worn = actor.membership
    if worn is None:
        return None
    sent = _sent(request)
    tokens: Mapping[str, str] = request.session.get(TOKENS, {})
    fitting = (hat for hat in actor.hats if hat != worn and _fits(sent, tokens.get(str(hat.post_id), "")))
    return next(((str(hat.post_id), called(actor, hat), called(actor, worn)) for hat in fitting), None)


def _sent(request: HttpRequest) -> str:
    try:
        return request.POST.get(FIELD, "") or request.META.get(settings.CSRF_HEADER_NAME, "")
    except Exception:  # a body that cannot be read has its own page
        return ""


def _fits(sent: str, token: str) -> bool:
    """As Django itself compares them; it offers no public way to ask about another token than the cookie's."""
    django: Any = csrf
    try:
        django._check_token_format(sent)
    except django.InvalidTokenFormat:
        return False
    return bool(token) and bool(django._does_token_match(sent, token))
