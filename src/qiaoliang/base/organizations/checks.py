"""Does the table of who stands below whom agree with the links?"""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from qiaoliang.base.core.checks import Finding, register
from qiaoliang.base.organizations.closure import check_closure, mend


def fill() -> None:
    """Called once, from ``apps.py``."""
    register("tree", gettext_lazy("Tree of organisations"), look, order=430, thorough=True, mend=mend,
             fine=gettext_lazy("Who stands below whom agrees with the links of today."))  # fmt: skip


def look() -> Iterator[Finding]:
    wrong = len(check_closure())
    if wrong:
        says = _("%(count)d rows of who stands below whom are wrong: lists may show too much or too little.")
        yield Finding("mend", says % {"count": wrong}, "qiaoliang check --mend")
