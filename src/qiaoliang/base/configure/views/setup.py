"""The whole set-up of a district as one readable file: the catalogue, units, posts and which roles posts have."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from qiaoliang.base.access.navigation import actor_of
from qiaoliang.base.access.routes import officer
from qiaoliang.base.attachments.uploads import accepts_files_up_to
from qiaoliang.base.catalog import export as catalog
from qiaoliang.base.configure import setup
from qiaoliang.base.configure.forms.files import MOST_BYTES, SetupForm
from qiaoliang.base.configure.views.catalog import sent
from qiaoliang.base.core import clock
from qiaoliang.base.core.errors import Refusal
from qiaoliang.base.organizations.queries import alive
from qiaoliang.ui.pages import flash, page
from qiaoliang.ui.words import either

MAY = "organizations.manage"
#: of a long list the first are named, the others counted
NAMED = 60


@officer(MAY)
@require_safe
def export(request: HttpRequest) -> HttpResponse:
    """Without anybody's name: it may be given to another district."""
    response = HttpResponse(f"{catalog.text()}\n{setup.text()}", content_type="text/plain; charset=utf-8")
    name = f"qiaoliang-setup-{clock.today().isoformat()}.toml"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@officer(MAY)
@accepts_files_up_to(MOST_BYTES)
@require_http_methods(["GET", "POST"])
def load(request: HttpRequest) -> HttpResponse:
    """Bring units, posts and wished roles in: first what would be added and what differs, then the deed."""
    form = SetupForm(*sent(request))
    context: dict[str, Any] = {"form": form}
    if request.method == "POST" and form.is_valid() and "back" not in request.POST:
        keep = "save" in request.POST
        try:
            plan = setup.read(form.cleaned_data["text"])
            if not plan.brings:
                raise Refusal(_("Everything in the file is here already. Nothing would change."), code="same")
            setup.carry_out(actor_of(request).who, plan, keep=keep)
        except Refusal as refusal:
            for sentence in str(refusal.message).split("\n"):
                form.add_error("file", sentence)
        else:
            if keep:
                flash(request, _("Added. Roles wait for the security officer; now enter who holds which post."))
                return redirect("access:organizations")
            context |= {"plan": _shown(plan), "text": form.cleaned_data["text"]}
    return page(request, "configure/setup.html", context, 422 if form.errors else 200)


def _shown(plan: setup.Plan) -> dict[str, Any]:
    called = dict(alive().values_list("code", "name")) | {one.code: one.name for one in plan.units}
    posts = [f"{called[code]} {post.title} × {post.headcount}" for code, post in plan.posts]
    wished = [f"{called[code]} {title} · {setup.role_name(role)}" for code, title, role, _reach in plan.roles]
    lists = {"units": [one.name for one in plan.units], "posts": posts, "roles": wished}
    shown = {name: either("、", ", ").join(rows[:NAMED]) for name, rows in lists.items()}
    return {**shown, "more": {name: max(0, len(rows) - NAMED) for name, rows in lists.items()}, "plan": plan}
