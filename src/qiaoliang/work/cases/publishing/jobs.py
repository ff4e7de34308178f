"""What the worker does for the public figures."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from qiaoliang.base.jobs.progress import Progress
from qiaoliang.base.jobs.registry import every, handler
from qiaoliang.work.cases.publishing.actions.settle import settle


@handler("publishing.settle", _("Write the public figures of the last quarter"), stepwise=True, lease=300)
def write(payload: dict[str, Any], progress: Progress) -> None:
    """Twice a day; there is something to do four times a year."""
    settle()


every("publishing.settle", seconds=12 * 3600)
