"""Which columns a list shows, and in which order: every choice is a link, so it works without a script and can be kept."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_GET

from qiaoliang.base.access.actor import Actor
from qiaoliang.base.access.routes import officer
from qiaoliang.base.core import addresses
from qiaoliang.ui.pages import page
from qiaoliang.work.cases import columns
from qiaoliang.work.cases.bulk import steps as bulk
from qiaoliang.work.cases.bulk.queries import MOST
from qiaoliang.work.cases.columns import COLUMNS
from qiaoliang.work.cases.forms.looks import Looks
from qiaoliang.work.cases.listing import LISTERS, LISTS, WATCHERS, Listed
from qiaoliang.work.cases.models import Case


def table_of(listed: Listed, filters: Looks, found: Sequence[Case], actor: Actor) -> dict[str, Any]:
    """The rows of a list of cases in the columns and under the headings its address asks for."""
    asked = filters.given

    def sorted_by(order: str) -> str:
        return filters.address(sort=order)

    return columns.table(found, listed.shown(asked), listed.sort(asked), listed.sorts, sorted_by, actor)


def bulk_of(which: str, filters: Looks, actor: Actor) -> dict[str, Any] | None:
    """What can be done to several rows at once, by whoever reads the list; None for whoever may do nothing so."""
    steps = bulk.offered(actor)
    action = addresses.plain("bulk:chosen", which) + filters.here
    return {"steps": steps, "action": action, "most": MOST} if steps else None


def choosing(which: str, filters: Looks) -> str:
    """The address of the page where the columns of this list are chosen."""
    return addresses.plain("cases:columns", which) + filters.address()


@officer(*LISTERS, *WATCHERS)
@require_GET
def chosen(request: HttpRequest, listed: str) -> HttpResponse:
    """The columns in their order, each with the links that move it or take it away; below them those one may add."""
    found = LISTS.get(listed)
    if found is None or not found.columns or not found.open_to(request.actor):  # type: ignore[attr-defined]
        raise Http404
    filters = found.form(request.GET)
    names = found.shown(filters.given)

    def link(*order: str) -> str:
        usual = order == found.columns
        return filters.address("cols") if usual else filters.address(cols=".".join(order))

    context = {
        "title": found.title,
        "back": reverse(f"cases:{listed}") + filters.address(),
        "chosen": [_line(name, names, link) for name in names],
        "others": [{"label": COLUMNS[name].label, "add": link(*names, name)} for name in COLUMNS if name not in names],
        "usual": link(*found.columns) if names != found.columns else "",
    }
    return page(request, "cases/desk/columns.html", context)


def _line(name: str, names: Sequence[str], link: Any) -> dict[str, Any]:
    at, last = names.index(name), len(names) - 1
    return {
        "label": COLUMNS[name].label,
        "up": link(*_swapped(names, at - 1)) if at else "",
        "down": link(*_swapped(names, at)) if at < last else "",
        "away": link(*(one for one in names if one != name)) if last else "",
    }


def _swapped(names: Sequence[str], at: int) -> list[str]:
    """The same with the one at ``at`` behind the one after it."""
    return [*names[:at], names[at + 1], names[at], *names[at + 2 :]]
