"""Does every unit with open cases have somebody to handle them? Are the figures what the cases say?"""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from qiaoliang.base.core.checks import Finding, register
from qiaoliang.work.cases import queries, tallies
from qiaoliang.work.cases.actions import count

#: so many are named
MOST = 5


def fill() -> None:
    """Called once, from ``apps.py``."""
    register("handlers", gettext_lazy("Units with open cases"), look, order=700,
             fine=gettext_lazy("Every unit that leads an open case has somebody who may handle it."))  # fmt: skip
    register("figures", gettext_lazy("Figures of the district"), figures, order=710, thorough=True, mend=count.rebuild,
             fine=gettext_lazy("The figures are what the cases say."))  # fmt: skip


def look() -> Iterator[Finding]:
    units = queries.units_without_handlers()
    if units:
        says = _("%(count)d units lead open cases, but nobody there may handle them: %(names)s.")
        words = {"count": len(units), "names": ", ".join(unit.label for unit in units[:MOST])}
        yield Finding("mend", says % words, _("Page “Organisations”: fill the post; page “Rights”: grant the role."))


def figures() -> Iterator[Finding]:
    """Counts what waits first: being a minute behind is no fault."""
    count.count_new()
    wrong = tallies.differences()
    if wrong:
        says = _("%(count)d rows of the figures are not what the cases say; the overview shows them wrong.")
        yield Finding("look", says % {"count": wrong}, "qiaoliang check --mend")
