"""What the worker does for sorting."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from qiaoliang.base.catalog import registry as catalog
from qiaoliang.base.core import clock
from qiaoliang.base.jobs.actions import enqueue
from qiaoliang.base.jobs.progress import Progress
from qiaoliang.base.jobs.registry import every, handler
from qiaoliang.work.cases.sorting.actions.heat import look
from qiaoliang.work.cases.sorting.actions.read import read_new
from qiaoliang.work.cases.sorting.actions.rebuild import rebuild


@handler("sorting.read", _("Read new cases and suggest"), stepwise=True, lease=600, long=True)
def read(payload: dict[str, Any], progress: Progress) -> None:
    """Suggest, find the same matter, learn what was decided."""
    read_new(lambda done: progress.report(done, done))


@handler("sorting.train", _("Learn all decisions again"), stepwise=True, lease=3600, long=True)
def train(payload: dict[str, Any], progress: Progress) -> None:
    """Each day, after words were erased, and when the catalogue has changed."""
    rebuild()


@handler("sorting.heat", _("Look for what many people raise"), stepwise=True, lease=1800, long=True)
def heat(payload: dict[str, Any], progress: Progress) -> None:
    """The weeks before today."""
    look()


@catalog.on_change
def _when_the_catalogue_changes(number: int, valid_from: datetime) -> None:
    """Once the version holds: its words and duty lists are read then."""
    enqueue("sorting.train", {}, run_after=max(valid_from, clock.now()), key=f"catalog:{number}")


every("sorting.read", seconds=10)
every("sorting.heat", seconds=3600)
every("sorting.train", seconds=24 * 3600)
