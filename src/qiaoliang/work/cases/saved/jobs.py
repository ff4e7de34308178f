"""What the worker does for saved views."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from qiaoliang.base.jobs.progress import Progress
from qiaoliang.base.jobs.registry import every, handler
from qiaoliang.work.cases.saved import queries


@handler("saved.sweep", _("Forget views that were thrown away"))
def sweep(payload: dict[str, Any], progress: Progress) -> None:
    """Those whose hour is over."""
    queries.long_gone().delete()


every("saved.sweep", seconds=3600)
