"""What this part of the case domain tells the floors below."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from qiaoliang.base.audit import registry as audit
from qiaoliang.ui.navigation import Item, register
from qiaoliang.work.cases.imports import jobs
from qiaoliang.work.cases.imports.models import Import


def fill() -> None:
    """Called once, when the apps are ready."""
    audit.register("import", _("Import"), lambda ids: dict(Import.objects.filter(pk__in=ids).values_list("pk", "name")))
    audit.say(
        imports__read=_("read a table in"),
        imports__start=_("began to bring a table in"),
        imports__done=_("brought a table in"),
        imports__undo=_("took an import back"),
    )
    register(
        Item(
            key="imports",
            audience="desk",
            label=_("Import a table"),
            icon="upload",
            url="imports:every",
            go="i",
            order=8,
            permitted=_permitted,
        )
    )
    assert jobs  # its handlers register themselves on import


def _permitted(request: HttpRequest) -> bool:
    return bool(request.actor.may("cases.import"))  # type: ignore[attr-defined]
