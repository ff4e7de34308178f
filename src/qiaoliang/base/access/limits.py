"""How often something may be tried from one place. No address is stored: buckets are keyed hashes with the day in them,
so that tomorrow nobody can tell who they were."""

from __future__ import annotations

from dataclasses import dataclass

from allauth.core.internal.httpkit import get_client_ip
from django.core.cache import cache
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from qiaoliang.base.core import clock, keys
from qiaoliang.base.core.errors import Refusal


@dataclass(frozen=True)
class Limit:
    """At most ``most`` tries of ``name`` in ``seconds``."""

    name: str
    most: int
    seconds: int


def hold_back(request: HttpRequest, limit: Limit, subject: str = "") -> None:
    """Count one try by the request's address (behind QIAOLIANG_PROXIES the visitor's, not the proxy's), or on ``subject`` where given; Refusal "too_many" past the limit."""
    bucket = _bucket(limit, subject or get_client_ip(request) or "")
    tries = int(cache.get(bucket, 0)) + 1
    cache.set(bucket, tries, limit.seconds)  # not incr: that would let the count run out after five minutes
    if tries > limit.most:
        minutes = limit.seconds // 60
        message = _("That was tried too often. Please wait %(minutes)d minutes and try again.") % {"minutes": minutes}
        raise Refusal(message, code="too_many")


def _bucket(limit: Limit, subject: str) -> str:
    window = int(clock.now().timestamp()) // limit.seconds
    text = f"limit|{limit.name}|{clock.today().isoformat()}|{window}|{subject}"
    return f"limit:{keys.mac('index', text.encode()).hex()[:40]}"
