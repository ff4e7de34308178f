"""Does the database renew the stamps (:mod:`.stamps`)?"""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from qiaoliang.base.asking import triggers
from qiaoliang.base.core.checks import Finding, register


def fill() -> None:
    """Called once, from ``apps.py``."""
    register("stamps", gettext_lazy("Changes to units, people and rights"), look, order=150, mend=triggers.put_anew,
             fine=gettext_lazy("The database notices every change by itself."))  # fmt: skip


def look() -> Iterator[Finding]:
    if lost := triggers.lost():
        says = _(
            "The database does not notice changes to these tables any more, so pages may show what was before: %(tables)s."
        )
        yield Finding("mend", says % {"tables": ", ".join(lost)}, "qiaoliang check --mend")
