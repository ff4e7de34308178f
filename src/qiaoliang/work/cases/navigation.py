"""The case domain's entries in the menus."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from qiaoliang.base.core import addresses
from qiaoliang.ui.navigation import Item, provide, register
from qiaoliang.work.cases.waiting_count import waiting_count


def fill() -> None:
    """Called once, when the apps are ready."""
    provide("search", lambda request: addresses.plain("cases:every") if request.actor.may("cases.list") else None)
    register(Item(key="home", audience="resident", label=_("Start"), icon="home", url="cases:home", order=1))
    register(Item(key="report", audience="resident", label=_("Tell us"), icon="message", url="cases:what", order=2))
    register(Item(key="follow", audience="resident", label=_("My case"), icon="search", url="cases:open", order=3))
    register(
        Item(
            key="todo",
            audience="desk",
            label=_("Waiting for me"),
            icon="inbox",
            url="cases:todo",
            go="t",
            order=1,
            permitted=_may("cases.list"),
            count=lambda request: waiting_count(request.actor),  # type: ignore[attr-defined]
            bar=True,
            also=("/desk/done", "/desk/started", "/desk/"),
        )
    )
    register(
        Item(
            key="cases",
            audience="desk",
            label=_("All cases"),
            icon="list",
            url="cases:every",
            go="c",
            order=2,
            permitted=_may("cases.list"),
            bar=True,
        )
    )
    register(
        Item(
            key="intake",
            audience="desk",
            label=_("Take a case in"),
            icon="plus",
            url="cases:intake",
            go="n",
            order=3,
            permitted=_may("cases.intake"),
            bar=True,
        )
    )
    register(
        Item(
            key="supervision",
            audience="desk",
            label=_("Supervision"),
            icon="bell",
            url="cases:overdue",
            go="s",
            order=4,
            permitted=lambda request: request.actor.may("cases.supervise") or request.actor.may("cases.instruct"),  # type: ignore[attr-defined]
            bar=True,
            also=("/desk/supervision/",),
        )
    )
    register(
        Item(
            key="overview",
            audience="desk",
            label=_("The district at a glance"),
            short=pgettext_lazy("menu", "Overview"),
            icon="chart",
            url="cases:overview",
            go="o",
            order=0,
            bar=True,
            permitted=lambda request: request.actor.may("cases.supervise") or request.actor.may("cases.instruct"),  # type: ignore[attr-defined]
        )
    )
    register(
        Item(
            key="calendar",
            audience="desk",
            label=_("Calendar"),
            icon="calendar",
            url="cases:calendar",
            go="d",
            order=5,
            permitted=_may("cases.list"),
        )
    )
    register(
        Item(
            key="promises",
            audience="desk",
            label=_("Promises"),
            icon="flag",
            url="cases:promises",
            order=6,
            permitted=_may("cases.list"),
        )
    )


def _may(permission: str):  # type: ignore[no-untyped-def]
    return lambda request: request.actor.may(permission)
