"""What the worker does for exports."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from qiaoliang.base.access.actor import actor_for
from qiaoliang.base.accounts.models import Account
from qiaoliang.base.jobs.progress import Progress
from qiaoliang.base.jobs.registry import every, handler
from qiaoliang.work.cases.exports.actions.take import erase_old, write
from qiaoliang.work.cases.exports.choices import State
from qiaoliang.work.cases.exports.models import Export


@handler("exports.write", _("Write a list as a table"), stepwise=True, lease=120)
def write_table(payload: dict[str, Any], progress: Progress) -> None:
    """Write it with the rights its taker has now, in the post they had then."""
    export = Export.objects.get(pk=UUID(payload["export"]))
    account = Account.objects.filter(pk=export.by_account).first()
    if account is not None and export.state == State.WRITING:
        write(actor_for(account, export.by_post), export, progress.report)


@handler("exports.erase", _("Erase tables that were taken out"))
def erase_tables(payload: dict[str, Any], progress: Progress) -> None:
    """Files that waited a day, and filters of long ago."""
    erase_old()


every("exports.erase", seconds=3600)
