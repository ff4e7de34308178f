"""The saved views of a list as its page shows them."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from qiaoliang.base.access.actor import Actor
from qiaoliang.base.core import addresses
from qiaoliang.ui.words import either
from qiaoliang.work.cases.forms.looks import Looks
from qiaoliang.work.cases.saved import sealing
from qiaoliang.work.cases.saved.models import View


def address(view: View) -> str:
    """The list as the view has it."""
    return f"{reverse(f'cases:{view.listed}')}?{sealing.typed(view)}&view={view.pk}".replace("?&", "?")


def beginning(views: list[Any], asked: bool) -> str:
    """Where the list begins, if one's own view of it should and nothing else is ``asked`` for."""
    return "" if asked else next((address(one) for one in views if one.begins), "")


def of_page(actor: Actor, listed: str, filters: Looks, views: list[Any]) -> dict[str, Any]:
    """The views to choose from, the one that is shown now, and what of it has vanished meanwhile."""
    now = next((one for one in views if str(one.pk) == filters.data.get("view")), None)
    typed = filters.kept()
    changed = now is not None and typed != sealing.typed(now)
    return {
        "items": [
            {"label": one.name, "href": address(one), "current": one is now, "shared": one.organization_id is not None}
            for one in views
        ],
        "new": f"{addresses.plain('saved:new', listed)}?{typed}" if typed and (now is None or changed) else "",
        "change": f"{reverse('saved:one', args=[now.pk])}{f'?{typed}' if changed else ''}" if now else "",
        "label": (_("Change the view to this") if changed else _("Name, sharing, delete")) if now else "",
        "lost": _lost(now, filters) if now else "",
        "plain": f"{addresses.plain(f'cases:{listed}')}?plain=on" if now else "",
    }


def _lost(view: View, filters: Looks) -> str:
    """What the view narrows by and nobody knows any more; the list goes on without it."""
    gone = [
        f"{filters.fields[name].label} “{filters.data.get(name)}”" for name in filters.errors if name in filters.fields
    ]
    if not gone:
        return ""
    words = _("“%(view)s” also asks for what is no longer there: %(gone)s. The list goes on without it.")
    return words % {"view": view.name, "gone": either("、", ", ").join(gone)}
