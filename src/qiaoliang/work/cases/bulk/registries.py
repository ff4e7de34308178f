"""What this part of the case domain tells the floors below."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from qiaoliang.base.audit import registry as audit
from qiaoliang.base.vault import unusual
from qiaoliang.work.cases.bulk import jobs


def fill() -> None:
    """Called once, when the apps are ready."""
    audit.register("batch", _("Several cases at once"))
    audit.say(
        bulk__begin=_("took a step on several cases at once"),
        bulk__take_back=_("took back what was done to several cases at once"),
        bulk__take_out=_("took the table of what was not done out"),
    )
    unusual.in_bulk("bulk.take_out")
    assert jobs  # its handlers register themselves on import
