"""What the worker does for the time that things are kept."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from qiaoliang.base.jobs import steady
from qiaoliang.base.jobs.progress import Progress
from qiaoliang.base.jobs.registry import every, handler
from qiaoliang.work.cases.keeping.actions.clear import clear
from qiaoliang.work.cases.keeping.actions.notice import notice
from qiaoliang.work.cases.keeping.actions.propose import propose


@handler("keeping.notice", _("Note since when nothing is owed on a case"), stepwise=True, lease=120)
def look(payload: dict[str, Any], progress: Progress) -> None:
    """Unless the server's own clock has just jumped."""
    done = 0
    while steady.look() and (found := notice()):
        done += found
        progress.report(done, done)


@handler("keeping.propose", _("List what has been kept long enough"))
def list_due(payload: dict[str, Any], progress: Progress) -> None:
    """Once a day; unless the server's own clock has just jumped."""
    if steady.look():
        propose()


@handler("keeping.clear", _("Erase what was kept long enough"), stepwise=True, lease=120)
def erase(payload: dict[str, Any], progress: Progress) -> None:
    """What two persons have confirmed."""
    clear(UUID(payload["clearing"]), progress.report)


every("keeping.notice", seconds=600)
every("keeping.propose", seconds=24 * 3600)
