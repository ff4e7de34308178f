"""Watching the clock, and telling the administrators once a day what must be mended."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from qiaoliang.base.access.queries import people_with
from qiaoliang.base.audit import chain
from qiaoliang.base.districts import queries as districts
from qiaoliang.base.health import actions, queries
from qiaoliang.base.jobs.progress import Progress
from qiaoliang.base.jobs.registry import every, handler
from qiaoliang.base.notify.actions import tell


@handler("health.clock", _("Watch the clock"))
def watch_the_clock(payload: dict[str, Any], progress: Progress) -> None:
    actions.see_the_clock()


@handler("health.daily", _("Look at the whole system once a day"), stepwise=True, lease=3600, tries=3, long=True)
def daily(payload: dict[str, Any], progress: Progress) -> None:
    """Look at everything. What must be mended becomes one notice for each administrator; an unread one is replaced."""
    chain.advance()  # what only waited for this worker is no fault
    lines = queries.look(thorough=True)
    found = queries.states(lines)
    actions.remember(found)
    broken = [key for key, state in found.items() if state == "mend"]
    district = districts.current()
    if broken and district:
        with transaction.atomic():
            tell(people_with("system.check", None), "health.broken", ("district", district.pk), count=len(broken))


every("health.clock", seconds=300)
every("health.daily", seconds=24 * 3600)
