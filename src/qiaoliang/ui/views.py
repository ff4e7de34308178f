"""The switches of this browser (关怀版, keys), and the pages that show every component (demo and tests only)."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_POST

from qiaoliang.ui import errors, gallery, samples
from qiaoliang.ui.look import ELDER_COOKIE, KEYS_COOKIE
from qiaoliang.ui.pages import back_to, page

YEAR = 365 * 24 * 3600


@require_POST
def elder(request: HttpRequest) -> HttpResponse:
    """Remember 关怀版 (large text and targets) in this browser, or forget it; back to where one was."""
    return _remember(request, ELDER_COOKIE, "1" if request.POST.get("on") == "1" else "")


@require_POST
def keys(request: HttpRequest) -> HttpResponse:
    """Switch the desk's single-letter keys off in this browser (speech input types letters), or on again."""
    return _remember(request, KEYS_COOKIE, "" if request.POST.get("on") == "1" else "0")


def _remember(request: HttpRequest, name: str, value: str) -> HttpResponse:
    """Back to where one was; an empty value is forgotten."""
    response = HttpResponseRedirect(back_to(request))
    if value:
        secure = bool(settings.SESSION_COOKIE_SECURE)
        response.set_cookie(name, value, max_age=YEAR, httponly=True, samesite="Lax", secure=secure)
    else:
        response.delete_cookie(name, samesite="Lax")
    return response


def components(request: HttpRequest) -> HttpResponse:
    """Every component with its contract and examples."""
    _only_outside_production()
    return page(request, "ui/gallery.html", {"components": gallery.components(), "icons": gallery.icon_names()})


def sample(request: HttpRequest, name: str) -> HttpResponse:
    """A whole page made of components, to look at."""
    _only_outside_production()
    if name.isdigit() and int(name) in errors.PAGES:
        return errors.show(request, int(name))
    if name not in samples.PAGES:
        raise Http404
    return page(request, f"ui/samples/{name}.html", samples.context(name, request))


def _only_outside_production() -> None:
    if getattr(settings, "MODE", "production") == "production":
        raise Http404
