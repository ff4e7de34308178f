"""What this part of the case domain tells the floors below."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from qiaoliang.base.audit import registry as audit
from qiaoliang.base.notify import registry as notify
from qiaoliang.ui.navigation import Item, register
from qiaoliang.work.cases.actions import archive
from qiaoliang.work.cases.models import Case
from qiaoliang.work.cases.mydata.models import Erasure

NOTICES = {
    "erasure.asked": _("Somebody asks that their contact is erased"),
    "erasure.agreed": _("A contact is to be erased while the case is being handled; a second person is needed"),
}


def fill() -> None:
    """Called once, when the apps are ready."""
    audit.register("erasure", _("Request to erase a contact"))
    audit.register("receipt", _("Receipt"))
    audit.say(
        erasure__ask=_("asked that their contact is erased"),
        erasure__agree=_("agreed that a contact is erased, as the first of two"),
        erasure__erased=_("let a contact be erased"),
        erasure__refused=_("refused to erase a contact"),
        receipt__export=_("carried their own data away"),
    )
    archive.also(_forget)
    for kind, words in NOTICES.items():
        notify.text(kind, _writer(words))
    register(
        Item(
            key="erasures",
            audience="desk",
            label=_("Requests about own data"),
            icon="user",
            url="mydata:every",
            order=826,
            group=_("Trust"),
            permitted=_permitted,
        )
    )


def _forget(case: Case) -> None:
    Erasure.objects.filter(receipt__case=case).update(reason="")


def _writer(words: Any) -> Any:
    return lambda notice: (str(words), reverse("mydata:one", args=[notice.subject_id]))


def _permitted(request: HttpRequest) -> bool:
    actor = request.actor  # type: ignore[attr-defined]
    return bool(actor.may("vault.review") or actor.may("vault.confirm"))
