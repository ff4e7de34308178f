"""HEAD is answered wherever GET is (RFC 9110 §9.3.2): a chat's link preview and a monitor ask with it before they show or trust a page."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest
from django.http.response import HttpResponseBase


class HeadMiddleware:
    """Views see a GET; the server sends the headers and leaves the body out."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.method != "HEAD":
            return self.get_response(request)
        request.method = "GET"
        try:
            return self.get_response(request)
        finally:
            request.method = "HEAD"
