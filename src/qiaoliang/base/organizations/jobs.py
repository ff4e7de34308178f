"""Links may begin or end on a day ahead: the closure follows within five minutes of midnight."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from qiaoliang.base.jobs.progress import Progress
from qiaoliang.base.jobs.registry import every, handler
from qiaoliang.base.organizations.actions.day import change_day


@handler("organizations.day", _("Begin the organisations' day"))
def day(payload: dict[str, Any], progress: Progress) -> None:
    change_day()


every("organizations.day", seconds=300)
