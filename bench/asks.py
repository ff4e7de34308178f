"""A request as a browser sends it: taken down from an answer of Django's test client, sent again by a server's client or in
this process, so that every side is asked in the same way."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

#: the name that every side answers to
HOST = "testserver"
#: Django takes a cookie and a field with the same secret for the form's own token
TOKEN = "bench" * 6 + "ab"
CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


@dataclass(frozen=True)
class Ask:
    """``fresh``: the field that is another one each time, so that a form is not taken for the same one sent twice."""

    method: str
    path: str
    cookies: dict[str, str]
    body: dict[str, str]
    fresh: str = ""

    def fields(self) -> dict[str, str]:
        """The form as it is sent this time."""
        return self.body | ({self.fresh: new_key()} if self.fresh else {})

    def raw(self) -> bytes:
        """The whole request."""
        body = urlencode(self.fields()).encode() if self.method == "POST" else b""
        lines = [f"{self.method} {self.path} HTTP/1.1", f"Host: {HOST}", "Accept-Language: zh-CN,zh"]
        lines.append("Cookie: " + "; ".join(f"{name}={value}" for name, value in self.cookies.items()))
        if self.method == "POST":
            lines += ["Content-Type: application/x-www-form-urlencoded", f"Content-Length: {len(body)}"]
        return "\r\n".join([*lines, "", ""]).encode() + body

    def here(self) -> Any:
        """The answer in this process."""
        from django.test import Client

        client = Client(headers={"host": HOST, "accept-language": "zh-CN,zh"})
        for name, value in self.cookies.items():
            client.cookies[name] = value
        return client.post(self.path, self.fields()) if self.method == "POST" else client.get(self.path)


def new_key() -> str:
    """80 random bits, as the product writes them."""
    return "-".join("".join(secrets.choice(CROCKFORD) for _ in range(4)) for _ in range(4))


def taken_down(answer: Any, fresh: str = "") -> Ask:
    """The request that had this answer of the test client."""
    from django.conf import settings

    request, cookies = answer.wsgi_request, {name: one.value for name, one in answer.client.cookies.items()}
    body = dict(request.POST.items()) | ({"csrfmiddlewaretoken": TOKEN} if request.method == "POST" else {})
    cookies |= {settings.CSRF_COOKIE_NAME: TOKEN} if request.method == "POST" else {}
    return Ask(request.method, request.get_full_path(), cookies, body, fresh if fresh in body else "")
