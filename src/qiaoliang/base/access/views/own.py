"""What everyone with an account sees of their own rights."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language
from django.views.decorators.http import require_POST, require_safe

from qiaoliang.base.access import explain, hats
from qiaoliang.base.access.navigation import actor_of
from qiaoliang.base.access.routes import signed_in
from qiaoliang.ui.pages import back_to, page


@signed_in
@require_safe
def rights(request: HttpRequest) -> HttpResponse:
    """What may I do, and why: every permission, had or not, with post, since when and how far."""
    language = get_language() or "zh"
    actor = actor_of(request)
    return page(request, "access/rights.html", {"groups": explain.groups(actor, language), "actor": actor})


@signed_in
@require_POST
def hat(request: HttpRequest) -> HttpResponse:
    """Wear another of one's posts; a post that is not one's own changes nothing. ``then``: a form of a page of that post, sent
    by way of the change, goes on to where it belongs."""
    then = request.GET.get("then", "")
    chosen = (request.GET if then else request.POST).get("post", "")
    own = {str(hat.post_id) for hat in actor_of(request).hats}
    if chosen in own:
        hats.change(request, str(UUID(chosen)))
    if chosen in own and url_has_allowed_host_and_scheme(then, allowed_hosts=None) and then.startswith("/"):
        return HttpResponseRedirect(then, preserve_request=True)
    return redirect(back_to(request, reverse("access:rights")))
