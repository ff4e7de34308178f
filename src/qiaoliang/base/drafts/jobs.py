"""What the worker does for drafts by itself."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from qiaoliang.base.drafts.actions import forget_expired
from qiaoliang.base.jobs.registry import every, handler


@handler("drafts.forget", _("Forget drafts that nobody went on with"))
def forget(payload: dict[str, Any], progress: Any) -> None:
    """Once a day, those left for 30 days."""
    forget_expired()


every("drafts.forget", seconds=86_400)
