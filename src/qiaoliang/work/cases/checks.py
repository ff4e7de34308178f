"""Does every unit with open cases have somebody to handle them?"""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from qiaoliang.base.core.checks import Finding, register
from qiaoliang.work.cases import queries

#: so many are named
MOST = 5


def fill() -> None:
    """Called once, from ``apps.py``."""
    register("handlers", gettext_lazy("Units with open cases"), look, order=700,
             fine=gettext_lazy("Every unit that leads an open case has somebody who may handle it."))  # fmt: skip


def look() -> Iterator[Finding]:
    units = queries.units_without_handlers()
    if units:
        says = _("%(count)d units lead open cases, but nobody there may handle them: %(names)s.")
        words = {"count": len(units), "names": ", ".join(unit.label for unit in units[:MOST])}
        yield Finding("mend", says % words, _("Page “Organisations”: fill the post; page “Rights”: grant the role."))
