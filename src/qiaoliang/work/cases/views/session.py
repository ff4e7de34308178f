"""What a resident's browser holds: the draft it is filling in, and the receipts it has opened. No account."""

from __future__ import annotations

import logging

from django.conf import settings
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse

from qiaoliang.base.core import clock
from qiaoliang.base.core.keys import KeyProblem
from qiaoliang.work.cases.actions import drafts
from qiaoliang.work.cases.actions.drafts import Form
from qiaoliang.work.cases.models import Draft, Receipt

DRAFT_COOKIE = "draft"
_KEY = "receipts"
#: an opened receipt closes by itself after this many seconds without a click
IDLE = 30 * 60
_LOST = "_draft_lost"
log = logging.getLogger(__name__)


def current_draft(request: HttpRequest) -> tuple[Draft, Form] | None:
    """The draft of this browser, if it has a live one. One whose key is gone is none; :func:`lost_draft` says so."""
    try:
        return drafts.find(request.COOKIES.get(DRAFT_COOKIE, ""))
    except KeyProblem as problem:
        log.error("A draft cannot be opened. %s", problem)
        setattr(request, _LOST, True)
        return None


def lost_draft(request: HttpRequest) -> bool:
    """Whether this browser has a draft that can no longer be opened."""
    return getattr(request, _LOST, False)


def remember_draft(response: HttpResponse, token: str) -> None:
    """Let this browser come back to its draft for 24 hours."""
    response.set_cookie(
        DRAFT_COOKIE,
        token,
        max_age=int(drafts.KEPT.total_seconds()),
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )


def forget_draft(response: HttpResponse) -> None:
    """This browser holds no draft any more."""
    response.delete_cookie(DRAFT_COOKIE, samesite="Lax")


def open_receipt(request: HttpRequest, receipt: Receipt) -> None:
    """From now on this browser may read the receipt's case."""
    request.session.cycle_key()
    touch(request, receipt)
    request.session.set_expiry(IDLE)


def open_receipts(request: HttpRequest) -> QuerySet[Receipt]:
    """The receipts this browser has opened and not left alone too long; with a message's receipt those of its parts."""
    newest = int(clock.now().timestamp()) - IDLE
    held = [receipt for receipt, seen in request.session.get(_KEY, {}).items() if seen >= newest]
    return Receipt.objects.filter(Q(pk__in=held) | Q(whole__in=held))


def touch(request: HttpRequest, receipt: Receipt) -> None:
    """Still here: the idle time starts anew."""
    opened = str(receipt.whole_id or receipt.id)
    request.session[_KEY] = {**request.session.get(_KEY, {}), opened: int(clock.now().timestamp())}


def close_all(request: HttpRequest, response: HttpResponse) -> None:
    """Forget everything this browser has opened, the receipt it was just given and what it was writing."""
    request.session.flush()
    forget_draft(response)
