"""Log-ins that ended by themselves are cleared within the hour."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from qiaoliang.base.accounts import actions
from qiaoliang.base.jobs.progress import Progress
from qiaoliang.base.jobs.registry import every, handler


@handler("accounts.sessions", _("Clear log-ins that have ended"))
def clear(payload: dict[str, Any], progress: Progress) -> None:
    actions.clear_sessions()


every("accounts.sessions", seconds=3600)
