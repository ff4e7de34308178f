"""A POST to one of the hosts that are allowed, and to no other: no redirects, a short wait, a short answer.

The public services' own hosts are known. Whoever runs the server names further ones in QIAOLIANG_WEBHOOK_HOSTS (an own
gateway inside the network, host or host:port, where plain http is allowed too); nothing typed into a page adds one."""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from qiaoliang.base.core.env import setting
from qiaoliang.base.notify.outside.adapters.fault import NotSent

PUBLIC = frozenset({"qyapi.weixin.qq.com", "oapi.dingtalk.com", "api.dingtalk.com", "open.feishu.cn"})
SECONDS, LONGEST = 10, 65_536


def own_hosts() -> frozenset[str]:
    """Hosts that the installation allows besides the public ones."""
    return frozenset(one.strip().lower() for one in setting("WEBHOOK_HOSTS").split(",") if one.strip())


def is_allowed(address: str) -> bool:
    """Whether a message may go there: https to a known host, or an address of our own list; nothing with a user in it."""
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:
        return False
    host = (parts.hostname or "").lower()
    if parts.username is not None or parts.password is not None or "\\" in address:
        return False
    if parts.scheme == "https" and host in PUBLIC and port in (None, 443):
        return True
    own = own_hosts()
    return parts.scheme in ("https", "http") and ((host in own and port in (None, 80, 443)) or f"{host}:{port}" in own)


def is_address(text: str) -> bool:
    """Whether it is the address of a page at all."""
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    return parts.scheme in ("https", "http") and bool(parts.hostname)


class _NoRedirects(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_all: Any) -> None:
        return None


def post(address: str, body: Mapping[str, Any], headers: Mapping[str, str] | None = None) -> tuple[int, str]:
    """(status, answer). NotSent where the host is not allowed, cannot be reached, or answers with an error."""
    if not is_allowed(address):
        raise NotSent("host not allowed", final=True)
    data = json.dumps(body, ensure_ascii=False).encode()
    request = urllib.request.Request(  # noqa: S310 - the scheme was looked at
        address, data, {"Content-Type": "application/json; charset=utf-8", **(headers or {})}, method="POST"
    )
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}), _NoRedirects())
    try:
        with opener.open(request, timeout=SECONDS) as answer:
            return answer.status, answer.read(LONGEST).decode(errors="replace")
    except urllib.error.HTTPError as no:
        with no:
            said = no.read(LONGEST).decode(errors="replace")
        raise NotSent(f"HTTP {no.code}", said, final=no.code in (400, 401, 403, 404, 410)) from no
    except (OSError, ValueError) as no:
        raise NotSent(type(no).__name__, str(no)) from no
