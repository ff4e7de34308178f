"""What this part of the case domain tells the floors below."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from qiaoliang.base.audit import registry as audit
from qiaoliang.base.vault import unusual
from qiaoliang.ui.navigation import Item, register
from qiaoliang.work.cases.exports import jobs
from qiaoliang.work.cases.exports.models import Export
from qiaoliang.work.cases.listing import LISTS


def fill() -> None:
    """Called once, when the apps are ready."""
    audit.register("export", _("Table taken out"), _names)
    audit.say(cases__export=_("took a list out as a table"), cases__export_fetch=_("fetched a table"))
    audit.say_codes(
        {
            "q": _("Word searched for"), "unit": _("Unit"), "category": _("What it is about"), "town": _("Town"),
            "source": _("How it came"), "since": _("Received from"), "until": _("Received to"), "late": _("Late only"),
            "unassigned": _("Without a lead unit"), "answered_since": _("Answered from"), "open": _("Not answered yet"),
            "answered_until": _("Answered to"), "overdue": _("Overdue"), "stage": _("What it waits for"),
            "why": _("Reason of the delay"), "matter": _("Questions or the rest"), "rung": _("Rung"), "state": _("State"),
            "kind": _("Letter"), "silent": _("No reason given yet"),  "columns": _("Columns"),
            "counted": _("Counted in the figures"),
        },
        "export",
    )  # fmt: skip
    unusual.in_bulk("cases.export_fetch")
    register(
        Item(
            key="exports",
            audience="desk",
            label=_("Tables taken out"),
            icon="download",
            url="exports:every",
            order=9,
            permitted=_permitted,
        )
    )
    assert jobs  # its handlers register themselves on import


def _permitted(request: HttpRequest) -> bool:
    return bool(request.actor.may("cases.export"))  # type: ignore[attr-defined]


def _names(ids: Collection[UUID]) -> dict[UUID, str]:
    rows = Export.objects.filter(pk__in=ids).values_list("pk", "listed")
    return {pk: str(LISTS[listed].title) if listed in LISTS else listed for pk, listed in rows}
