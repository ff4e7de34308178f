"""What this part of the case domain tells the floors below."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from qiaoliang.base.audit import registry as audit
from qiaoliang.base.notify import registry as notify
from qiaoliang.ui.navigation import Item, register
from qiaoliang.work.cases.briefs import jobs
from qiaoliang.work.cases.briefs.models import Brief


def fill() -> None:
    """Called once, when the apps are ready."""
    audit.register(
        "brief", _("Weekly brief"), lambda ids: {one.pk: str(one) for one in Brief.objects.filter(pk__in=ids)}
    )
    audit.say(briefs__write=_("wrote the brief of the week"), briefs__paper=_("took a brief out as a file"))
    notify.text("briefs.written", _told)
    register(
        Item(
            key="briefs",
            audience="desk",
            label=_("Weekly brief"),
            icon="file",
            url="briefs:every",
            order=6,
            permitted=_permitted,
        )
    )
    assert jobs  # its handlers register themselves on import


def _told(notice: Any) -> tuple[str, str]:
    words = _("The brief of the week is ready: issue %(issue)s")
    return str(words) % {"issue": notice.params["issue"]}, reverse("briefs:one", args=[notice.subject_id])


def _permitted(request: HttpRequest) -> bool:
    actor = request.actor  # type: ignore[attr-defined]
    return bool(actor.may("cases.supervise") or actor.may("cases.instruct"))
