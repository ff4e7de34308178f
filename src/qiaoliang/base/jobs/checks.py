"""Is the worker there, and does the work get done?"""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from qiaoliang.base.core.checks import Finding, register
from qiaoliang.base.jobs import queries, steady
from qiaoliang.ui import format


def fill() -> None:
    """Called once, from ``apps.py``."""
    register("worker", gettext_lazy("Worker"), look_at_worker, order=300, fine=gettext_lazy("The worker is running."))
    register("jobs", gettext_lazy("Background work"), look_at_jobs, order=310,
             fine=gettext_lazy("Nothing was given up, nothing waits too long."))  # fmt: skip


def look_at_worker() -> Iterator[Finding]:
    silent = queries.silent_since()
    if silent is not False:
        never = _("The worker never ran here: deadlines, notices and the audit chain stand still.")
        says = _("The worker has not run since %(since)s: deadlines, notices and the audit chain stand still.")
        yield Finding("mend", says % {"since": format.moment(silent)} if silent else never, "qiaoliang worker")


def look_at_jobs() -> Iterator[Finding]:
    given_up, late, unknown = queries.given_up().count(), queries.late().count(), queries.unknown_kinds()
    if until := steady.waits_until():
        says = _("The server's clock has jumped, so what hangs on time waits until %(until)s; nothing is lost.")
        yield Finding("look", says % {"until": format.moment(until)}, _("See whether the server's clock is right."))
    if given_up:
        says = _("%(count)d pieces of background work failed every try.") % {"count": given_up}
        yield Finding("look", says, _("Page “Background work”: see the fault, try again."))
    if late:
        says = _("%(count)d pieces of background work wait for over five minutes.") % {"count": late}
        yield Finding("look", says, "qiaoliang worker")
    if unknown:
        says = _("Nothing does background work of the kind %(kinds)s.") % {"kinds": ", ".join(unknown)}
        yield Finding("look", says, _("Run server and worker of the same version."))
