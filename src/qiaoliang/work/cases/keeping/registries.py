"""What this part of the case domain tells the floors below."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from qiaoliang.base.audit import registry as audit
from qiaoliang.base.notify import registry as notify
from qiaoliang.ui.navigation import Item, register
from qiaoliang.work.cases.keeping import jobs

NOTICES = {
    "keeping.proposed": _("A list of what has been kept long enough is there, please look through it"),
    "keeping.put_forward": _("A list of what is to be erased waits for a second person"),
}


def fill() -> None:
    """Called once, when the apps are ready."""
    audit.register("clearing", _("List of what is to be erased"))
    audit.say(
        keeping__propose=_("listed what has been kept long enough"),
        keeping__put_forward=_("put a list of what is to be erased forward"),
        keeping__confirm=_("confirmed a list of what is to be erased"),
        keeping__drop=_("dropped a list of what is to be erased"),
        keeping__done=_("erased what was listed"),
    )
    for kind, words in NOTICES.items():
        notify.text(kind, _writer(words))
    register(
        Item(
            key="keeping",
            audience="desk",
            label=_("What is kept"),
            icon="trash",
            url="keeping:every",
            order=825,
            group=_("Trust"),
            permitted=_permitted,
        )
    )
    assert jobs  # its handlers register themselves on import


def _writer(words: Any) -> Any:
    return lambda notice: (str(words), reverse("keeping:one", args=[notice.subject_id]))


def _permitted(request: HttpRequest) -> bool:
    actor = request.actor  # type: ignore[attr-defined]
    return bool(actor.may("vault.review") or actor.may("vault.confirm"))
