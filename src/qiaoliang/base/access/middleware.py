"""The gate in front of every view."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, resolve_url
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

from qiaoliang.base.access.actor import Actor, actor_for
from qiaoliang.base.access.hats import HAT
from qiaoliang.base.access.routes import Audience, Settling, needed
from qiaoliang.base.accounts import queries as accounts
from qiaoliang.ui import errors


class AccessMiddleware:
    """Sets ``request.actor`` and refuses a view without audience (404), without log-in (to the log-in page), before the
    account is settled, or without the right: 404 where the address names an object, so that "not there" and "not yours"
    answer alike, else a page that says what is missing (403)."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.actor = SimpleLazyObject(lambda: _actor(request))  # type: ignore[attr-defined]
        response = self.get_response(request)
        if request.user.is_authenticated:
            response.headers.setdefault("Cache-Control", "no-store, private")
        return response

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        audience: Audience | None = getattr(view, "audience", None)
        if audience is None:
            raise Http404
        if audience.kind not in ("signed_in", "officer"):
            return None
        if not request.user.is_authenticated:
            return _to_login(request)
        step = None if isinstance(audience, Settling) else accounts.open_step(request.user)
        if step is not None:
            return redirect(step)
        request.actor = _actor(request)  # type: ignore[attr-defined]  # no longer put off: it is asked for at every turn
        _check_right(request, audience, is_object=bool(args or kwargs))
        return None


def _actor(request: HttpRequest) -> Actor:
    chosen = request.session.get(HAT)
    return actor_for(request.user, UUID(chosen) if chosen else None)


def _to_login(request: HttpRequest) -> HttpResponse:
    """Back to this page after log-in; after a POST, to the desk's first page, but longer words typed are given back first. A piece of a page asked for by htmx would
    show the log-in inside itself, so the whole page is sent there."""
    by_htmx = request.headers.get("HX-Request") == "true"
    safe = request.method in ("GET", "HEAD") and not by_htmx
    if errors.typed(request) and not by_htmx:
        return errors.show(
            request, 403, _("You have been logged out. Copy your text from below, log in, and put it back.")
        )
    answer = redirect_to_login(request.get_full_path() if safe else resolve_url(settings.LOGIN_REDIRECT_URL))
    return HttpResponse(status=204, headers={"HX-Redirect": answer.url}) if by_htmx else answer


def _check_right(request: HttpRequest, audience: Audience, *, is_object: bool) -> None:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    if audience.kind != "officer" or any(actor.may(key) for key in needed(audience)):
        return
    if is_object:
        raise Http404
    raise PermissionDenied(actor.why(audience.permission))
