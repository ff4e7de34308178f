"""Is the audit log as it was written?"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from qiaoliang.base.audit import chain
from qiaoliang.base.audit.models import AuditHead, AuditWaiting
from qiaoliang.base.core import clock
from qiaoliang.base.core.checks import Finding, register
from qiaoliang.ui import format

LATE = timedelta(minutes=10)


def fill() -> None:
    """Called once, from ``apps.py``."""
    register("audit-head", gettext_lazy("Audit log, head"), look_at_head, order=400, fine="")
    register("audit-chain", gettext_lazy("Audit log, whole chain"), look_at_chain, order=410, thorough=True,
             fine=gettext_lazy("Every event is as it was written, and the end is there."))  # fmt: skip


def look_at_head() -> Iterator[Finding]:
    head = AuditHead.objects.order_by("-position").first()
    waiting = AuditWaiting.objects.select_related("event").order_by("pk").first()
    if waiting and waiting.event.created_at < clock.now() - LATE:
        says = _("Events wait since %(moment)s to be chained; until then nobody would notice a change.")
        yield Finding("mend", says % {"moment": format.moment(waiting.event.created_at)}, "qiaoliang worker")
    if head and chain.last_exported() < head.position:
        says = _("The exported heads in %(path)s end too early or are gone.") % {"path": chain.heads_file()}
        yield Finding("mend", says, "qiaoliang audit verify")
    if head:
        words = {"position": head.position, "moment": format.moment(head.signed_at)}
        yield Finding("ok", _("Signed up to event %(position)d on %(moment)s.") % words)
    elif not waiting:
        yield Finding("ok", _("Nothing was written down yet."))


def look_at_chain() -> Iterator[Finding]:
    for problem in chain.verify().problems[:3]:
        yield Finding("mend", problem.sentence, "qiaoliang audit verify")
