"""Can the models be read, and are they there where there is something to suggest?"""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from qiaoliang.base.core.checks import Finding, register
from qiaoliang.work.cases.sorting import shelf
from qiaoliang.work.cases.sorting.actions.rebuild import rebuild
from qiaoliang.work.cases.sorting.choices import What
from qiaoliang.work.cases.sorting.models import Suggestion


def fill() -> None:
    """Called once, from ``apps.py``."""
    register("sorting", gettext_lazy("Suggestions"), look, order=730, thorough=True, mend=rebuild,
             fine=gettext_lazy("What was learned for suggestions can be read."))  # fmt: skip


def look() -> Iterator[Finding]:
    do = "qiaoliang check --mend"
    for what in What:
        try:
            found = shelf.read(what)
        except shelf.Damaged:
            says = _("What was learned cannot be read (%(what)s), so nothing is suggested until it is made anew.")
            yield Finding("look", says % {"what": what.label}, do)
            continue
        if found is None and Suggestion.objects.filter(what=what).exists():
            says = _("What was learned is missing (%(what)s), so nothing is suggested until it is made anew.")
            yield Finding("look", says % {"what": what.label}, do)
