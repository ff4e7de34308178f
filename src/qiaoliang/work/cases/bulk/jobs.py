"""What the worker does for batches."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from qiaoliang.base.access.actor import actor_for
from qiaoliang.base.accounts.models import Account
from qiaoliang.base.jobs.progress import Progress
from qiaoliang.base.jobs.registry import every, handler
from qiaoliang.work.cases.bulk import queries
from qiaoliang.work.cases.bulk.actions.begin import go_on
from qiaoliang.work.cases.bulk.models import Batch


@handler("bulk.go_on", _("Take a step on many cases"), stepwise=True, lease=120)
def take_on(payload: dict[str, Any], progress: Progress) -> None:
    """With the rights its taker has now, in the post they had then."""
    batch = Batch.objects.get(pk=UUID(payload["batch"]))
    account = Account.objects.filter(pk=batch.by_account).first()
    if account is not None:
        go_on(actor_for(account, batch.by_post), batch.pk, progress.report)


@handler("bulk.sweep", _("Forget old batches"))
def sweep(payload: dict[str, Any], progress: Progress) -> None:
    """What was done stands in each case's history."""
    queries.over().delete()


every("bulk.sweep", seconds=3600)
