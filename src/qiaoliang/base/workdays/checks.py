"""Does the calendar know the days off of this year and the next?"""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from qiaoliang.base.core import clock
from qiaoliang.base.core.checks import Finding, register
from qiaoliang.base.workdays import queries

#: the State Council announces the next year in November; from this day the office is asked for it
ASKED_FROM = (12, 1)


def fill() -> None:
    """Called once, from ``apps.py``."""
    register("workdays", gettext_lazy("Calendar of working days"), look, order=600,
             fine=gettext_lazy("This year and the next are announced and loaded."))  # fmt: skip


def look() -> Iterator[Finding]:
    today = clock.today()
    missing = queries.missing_year(today.year)
    words = {"year": missing}
    command = _("Open the page of days off and paste the notice, or: qiaoliang workdays load FILE")
    if missing == today.year:
        yield Finding(
            "mend", _("The days off of %(year)d are not loaded: every deadline is provisional.") % words, command
        )
    elif missing and (today.month, today.day) >= ASKED_FROM:
        says = _("The days off of %(year)d are not loaded, so deadlines beyond New Year are provisional.") % words
        yield Finding("look", says, command)
    elif missing:
        yield Finding(
            "ok", _("The notice for %(year)d usually comes in November; until then its days are provisional.") % words
        )
