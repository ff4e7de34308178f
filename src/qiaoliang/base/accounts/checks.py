"""Can somebody else log in as an officer?"""

from __future__ import annotations

from collections.abc import Iterator

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from qiaoliang.base.accounts import queries
from qiaoliang.base.core.checks import Finding, register


def fill() -> None:
    """Called once, from ``apps.py``."""
    register("second-factor", gettext_lazy("Second factor"), look, order=520,
             fine=gettext_lazy("Nobody in service works without one."))  # fmt: skip


def look() -> Iterator[Finding]:
    without = queries.accounts().filter(is_active=True, second_factor=False).count()
    if settings.MODE != "production":
        yield Finding("ok", _("Not asked for in a demo."))
    elif without and settings.SECOND_FACTOR != "required":
        says = _("%(count)d open accounts have no second factor: whoever learns the password is in.") % {
            "count": without
        }
        yield Finding("look", says, "QIAOLIANG_SECOND_FACTOR=required")
    elif without:
        yield Finding(
            "ok", _("%(count)d accounts set it up at their next log-in, before anything else.") % {"count": without}
        )
