"""What the worker does for briefs."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from qiaoliang.base.jobs.progress import Progress
from qiaoliang.base.jobs.registry import every, handler
from qiaoliang.work.cases.briefs.actions.write import write


@handler("briefs.write", _("Write the brief of the week"), lease=300)
def write_brief(payload: dict[str, Any], progress: Progress) -> None:
    """On Monday, or on the first day after it on which the worker runs."""
    write()


every("briefs.write", seconds=3600)
