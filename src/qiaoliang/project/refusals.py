"""What no view answers becomes a page with its sentence; nothing was changed, and nobody sees a bare error."""

from __future__ import annotations

import logging
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from qiaoliang.base.core.errors import Refusal, Stale
from qiaoliang.base.core.keys import KeyProblem
from qiaoliang.ui import errors

#: refusal → HTTP status
STATUS = {"too_many": 429}
log = logging.getLogger(__name__)
UTF_8 = ("utf-8", "utf8", "utf_8")


class RefusalMiddleware:
    """The last place a :class:`Refusal` can reach. A key that is missing is told as maintenance. A method that a view does not take is told in words, too."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code == 405 and not response.content:
            return errors.not_allowed(request, response)
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, KeyProblem):  # the administrator's to mend; the log says which key
            log.error("%s", exception)
            return errors.show(request, 503)
        if not isinstance(exception, Refusal):
            return None
        status = 409 if isinstance(exception, Stale) else STATUS.get(exception.code, 422)
        return errors.show(request, status, str(exception))


def utf_8_only(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware. Our pages send UTF-8. Django believes any other encoding a request names, even one that is no
    encoding of text, and fails when it reads the words."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if request.encoding is not None and request.encoding.lower() not in UTF_8:
            request.encoding = "utf-8"
            return errors.show(request, 400)
        return get_response(request)

    return middleware
