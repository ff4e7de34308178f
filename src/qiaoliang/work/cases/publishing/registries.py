"""What this part of the case domain tells the floors below."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from qiaoliang.base.notify import registry as notify
from qiaoliang.ui.navigation import Item, register
from qiaoliang.work.cases import nearby
from qiaoliang.work.cases.actions import archive
from qiaoliang.work.cases.models import Case
from qiaoliang.work.cases.publishing import jobs, present, queries
from qiaoliang.work.cases.publishing.actions.end import end_all
from qiaoliang.work.cases.publishing.choices import Standing

#: notice → what it says; {code} is the case's code
NOTICES = {
    "publication.proposed": _("{code}: a public answer waits for your check"),
    "publication.published": _("{code}: your public answer is out"),
    "publication.refused": _("{code}: your public answer came back, with a reason"),
}


def fill() -> None:
    """Called once, when the apps are ready."""
    archive.also(_forget)
    nearby.offer(lambda text: [present.card(one) for one in queries.similar(text)])
    for kind, words in NOTICES.items():
        notify.text(kind, _writer(words))
    register(
        Item(
            key="answers",
            audience="resident",
            label=_("Public answers"),
            short=pgettext_lazy("public answer", "Answers"),
            icon="book",
            url="publishing:index",
            order=4,
            foot=True,
        )
    )
    register(
        Item(
            key="publications",
            audience="desk",
            label=_("Public answers"),
            icon="book",
            url="publishing:every",
            order=7,
            permitted=_permitted,
        )
    )
    assert jobs  # its handlers register themselves on import


def _forget(case: Case) -> None:
    """A public text tells of nobody and stays when a case is archived; what was not published, and why, goes."""
    end_all(case, Standing.CLOSED, (Standing.PROPOSED,))
    case.publications.update(reason="", marks={})
    case.publications.exclude(standing=Standing.PUBLISHED).update(title="", text="", promise="", moved="")


def _writer(words: Any) -> Any:
    return lambda notice: (
        str(words).format(code=notice.params.get("code", "")),
        reverse("publishing:of_case", args=[notice.params["case"]]),
    )


def _permitted(request: HttpRequest) -> bool:
    may = request.actor.may  # type: ignore[attr-defined]
    return any(may(right) for right in ("cases.work", "cases.approve", "cases.answer_directly", "cases.publish"))
