"""Where somebody lands after log-in: on what their post is there for."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from qiaoliang.base.access.routes import signed_in

#: the first permission held decides
FIRST_PAGES = (
    ("cases.instruct", "cases:overview"),
    ("cases.list", "cases:todo"),
    ("audit.read", "audit:events"),
    ("vault.review", "vault:reveals"),
    ("accounts.manage", "access:accounts"),
    ("access.grant", "access:grants"),
)


@signed_in
@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """On to the first page of the hat worn now."""
    return redirect(next((page for right, page in FIRST_PAGES if request.actor.may(right)), "access:rights"))  # type: ignore[attr-defined]
