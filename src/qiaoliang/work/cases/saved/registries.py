"""What this part of the case domain tells the floors below."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from qiaoliang.base.audit import registry as audit
from qiaoliang.work.cases.saved import jobs


def fill() -> None:
    """Called once, when the apps are ready."""
    audit.register("view", _("Saved view"))
    audit.say(
        saved__keep=_("saved a view of a list"),
        saved__change=_("changed a saved view"),
        saved__throw_away=_("threw a saved view away"),
        saved__take_out_again=_("took a saved view out again"),
    )
    audit.say_codes(
        {"name": _("Name of the view"), "shared": _("Shared with the unit"), "filters": _("Filters")}, "view"
    )
    assert jobs  # its handlers register themselves on import
