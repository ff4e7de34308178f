"""Is there somebody who sees to it that nothing is kept too long, and has nothing waited for them too long?"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from qiaoliang.base.access import queries as access
from qiaoliang.base.core import clock
from qiaoliang.base.core.checks import Finding, register
from qiaoliang.base.jobs import steady
from qiaoliang.base.vault.models import Contact
from qiaoliang.ui import format
from qiaoliang.work.cases.keeping import queries

#: a list that has waited so long for its two persons is worth a word
PATIENCE = timedelta(days=30)


def fill() -> None:
    """Called once, from ``apps.py``."""
    register("keeping", gettext_lazy("What is kept, and for how long"), look, order=720,
             fine=gettext_lazy("There are two persons to see what is kept too long, and no list waits for them."))  # fmt: skip


def look() -> Iterator[Finding]:
    officers = set(access.people_with("vault.review", None))
    if Contact.objects.filter(erased_at=None).exists():
        grant = _("Page “Rights”: grant the role.")
        if not officers:
            says = _(
                "Contact data are kept, but nobody is data protection officer: who asks to be erased is not heard."
            )
            yield Finding("mend", says, grant)
        elif len(officers | set(access.people_with("vault.confirm", None))) < 2:
            yield Finding("look", _("Nobody may confirm as the second person, so nothing is ever erased."), grant)
    waiting = queries.open_one()
    if waiting and waiting.confirmed_at is None and waiting.created_at < clock.now() - PATIENCE:
        says = _("The list of %(day)s of what has been kept long enough still waits for its two persons.")
        yield Finding("look", says % {"day": format.full_day(waiting.created_at)}, _("Page “What is kept”."))
    unseen = steady.unseen()
    if unseen.days:
        says = _("For %(unseen)s nobody saw the server's clock, so what is kept is kept longer by that.")
        yield Finding(
            "look", says % {"unseen": format.lasting(unseen)}, _("Page “What is kept”: say that the date is right.")
        )
