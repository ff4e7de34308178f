"""What the worker does for imports."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from qiaoliang.base.access.actor import actor_for
from qiaoliang.base.accounts.models import Account
from qiaoliang.base.core.who import SYSTEM
from qiaoliang.base.jobs.progress import Progress
from qiaoliang.base.jobs.registry import every, handler
from qiaoliang.work.cases.acting import Acting
from qiaoliang.work.cases.imports.actions.bring_in import bring_in
from qiaoliang.work.cases.imports.actions.undo import forget, take_back
from qiaoliang.work.cases.imports.models import Import


@handler("imports.bring_in", _("Bring the rows of a table in"), stepwise=True)
def bring_rows_in(payload: dict[str, Any], progress: Progress) -> None:
    """Go on with an import, in the name of who began it."""
    batch = Import.objects.get(pk=UUID(payload["batch"]))
    bring_in(beginner(batch), batch.pk, progress.report)


@handler("imports.take_back", _("Take an import back"), stepwise=True)
def take_cases_back(payload: dict[str, Any], progress: Progress) -> None:
    """Go on with taking an import back."""
    take_back(UUID(payload["batch"]), progress.report)


@handler("imports.forget", _("Forget tables that were read in"))
def forget_unused(payload: dict[str, Any], progress: Progress) -> None:
    """Forget tables that were only looked at."""
    forget()


def beginner(batch: Import) -> Acting:
    """The officer who began it, under the same hat; the system for the command line."""
    account = Account.objects.filter(pk=batch.by_account).first() if batch.by_account else None
    return actor_for(account, batch.by_post) if account else SYSTEM


every("imports.forget", seconds=24 * 3600)
