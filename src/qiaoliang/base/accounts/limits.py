"""How long a log-in lasts: so long without a click, so long altogether."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import SESSION_KEY, logout
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from qiaoliang.base.accounts import actions, sessions
from qiaoliang.base.core import clock

_NOTE_EVERY = 60.0


def session_limits(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware. ``SESSION_IDLE`` and ``SESSION_COOKIE_AGE`` are seconds; the last click is noted once a minute."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if request.session.get(SESSION_KEY) and request.user.is_authenticated and _is_over(request):
            actions.note(request.user, "account.timed_out")
            logout(request)
            messages.info(request, _("You were logged out after a while without use. Please log in again."))
        return get_response(request)

    return middleware


def _is_over(request: HttpRequest) -> bool:
    now, session = clock.now().timestamp(), request.session
    if sessions.BEGAN not in session:
        sessions.begin(request)
    if (
        now - session[sessions.SEEN] > settings.SESSION_IDLE
        or now - session[sessions.BEGAN] > settings.SESSION_COOKIE_AGE
    ):
        return True
    if now - session[sessions.SEEN] > _NOTE_EVERY:
        session[sessions.SEEN] = now
    return False
