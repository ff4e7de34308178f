"""May the answer be published? The person reads what that means, agrees, or takes it back. All of it works without a script."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from qiaoliang.base.access.routes import resident
from qiaoliang.base.catalog import queries as catalog
from qiaoliang.base.core.errors import Refusal
from qiaoliang.base.core.who import Who
from qiaoliang.ui.pages import page
from qiaoliang.work.cases import rules
from qiaoliang.work.cases.publishing import present, queries
from qiaoliang.work.cases.publishing.actions import consent
from qiaoliang.work.cases.views import follow


@resident
@require_GET
def consent_page(request: HttpRequest, code: str) -> HttpResponse:
    """The text that holds today, what is public of the case now, and the way to say yes or no."""
    held, case = follow.held_by(request, code)
    who = Who(kind="resident", id=held.id)
    verdict = rules.judge(who, "agree_publication", case)
    may_take_back = rules.judge(who, "take_back_publication", case).allowed
    agreed = case.may_publish or may_take_back
    context = {
        "code": code,
        "text": catalog.consent("publish", get_language() or "zh-hans").text,
        "agreed": agreed,
        "may_agree": verdict.allowed,
        "why_not": "" if verdict.allowed or agreed else verdict.why,
        "may_take_back": may_take_back,
        "public": [present.card(one) for one in queries.public_of(case)],
    }
    return page(request, "publishing/consent.html", context)


@resident
@require_POST
def agree(request: HttpRequest, code: str) -> HttpResponse:
    """Yes."""
    return _did(request, code, consent.agree, _("Thank you. If something is published, you find it here."))


@resident
@require_POST
def take_back(request: HttpRequest, code: str) -> HttpResponse:
    """No more."""
    return _did(request, code, consent.take_back, _("Taken back. Nothing of your case is published any more."))


def _did(request: HttpRequest, code: str, act: object, said: str) -> HttpResponse:
    held, _case = follow.held_by(request, code)
    try:
        act(Who(kind="resident", id=held.id), held)  # type: ignore[operator]
    except Refusal as refusal:
        messages.info(request, str(refusal))
    else:
        messages.success(request, said)
    return redirect("publishing:consent", code=code)
