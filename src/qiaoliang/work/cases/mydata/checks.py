"""Is everybody answered in time who asked for their contact to be erased?"""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from qiaoliang.base.core import clock
from qiaoliang.base.core.checks import Finding, register
from qiaoliang.work.cases.mydata.choices import WAITING
from qiaoliang.work.cases.mydata.models import Erasure


def fill() -> None:
    """Called once, from ``apps.py``."""
    register("erasures", gettext_lazy("Requests about own data"), look, order=730,
             fine=gettext_lazy("Everybody who asked was answered in time."))  # fmt: skip


def look() -> Iterator[Finding]:
    late = Erasure.objects.filter(standing__in=WAITING, due_at__lt=clock.now()).count()
    if late:
        says = _("%(count)d people asked for their contact to be erased and were not answered in time.")
        yield Finding(
            "mend", says % {"count": late}, _("Page “Requests about own data”: the data protection officer decides.")
        )
