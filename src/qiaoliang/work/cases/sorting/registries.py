"""What sorting tells the cases and the floors below."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from qiaoliang.ui.navigation import Item, register
from qiaoliang.work.cases import among, panels
from qiaoliang.work.cases.actions import archive
from qiaoliang.work.cases.sorting import beside, jobs, present, queries
from qiaoliang.work.cases.sorting.actions.forget import forget
from qiaoliang.work.cases.sorting.models import Issue


def fill() -> None:
    """Called once, when the apps are ready."""
    panels.show("form", beside.suggested)
    panels.show("case", beside.same_matter)
    panels.show("step", beside.same_matter_at_triage)
    panels.show_on_overview(beside.rising)
    among.register(present.AMONG, among.Kind(queries.cases_of, _issue_label))
    archive.also(forget)
    register(
        Item(
            key="hot",
            audience="desk",
            label=_("What many people raise"),
            icon="users",
            url="sorting:hot",
            order=7,
            permitted=lambda request: request.actor.may("cases.list"),  # type: ignore[attr-defined]
        )
    )
    register(
        Item(
            key="accuracy",
            audience="desk",
            label=_("How good suggestions are"),
            icon="chart",
            url="sorting:accuracy",
            order=827,
            group=_("Trust"),
            permitted=_may_see_accuracy,
        )
    )
    assert jobs  # its handlers register themselves on import


def _may_see_accuracy(request: HttpRequest) -> bool:
    actor = request.actor  # type: ignore[attr-defined]
    return bool(actor.may("system.check") or actor.may("cases.supervise"))


def _issue_label(key: UUID) -> str:
    found = Issue.objects.filter(pk=key).first()
    return present.issue_title(found) if found else ""
