"""Files that no row names any more, and sealing anew after a rotation."""

from __future__ import annotations

from datetime import timedelta
from itertools import islice
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from qiaoliang.base.attachments import storage
from qiaoliang.base.attachments.models import Attachment
from qiaoliang.base.core import clock, keys
from qiaoliang.base.jobs.actions import enqueue
from qiaoliang.base.jobs.progress import Progress
from qiaoliang.base.jobs.registry import every, handler

#: no upload's transaction lasts so long
ORPHAN_SECONDS = 24 * 3600
#: a file that a backup still needs is taken away later
AFTER_BACKUP = timedelta(minutes=5)


@handler("attachments.shred", _("Delete a file for good"))
def shred(payload: dict[str, Any], progress: Progress) -> None:
    with storage.may_remove() as now:
        if not now:
            enqueue("attachments.shred", payload, run_after=clock.now() + AFTER_BACKUP)
        elif not Attachment.objects.filter(stem=payload["stem"]).exists():
            storage.remove(payload["stem"])


@handler("attachments.sweep", _("Look for files without an owner"), stepwise=True, lease=600, long=True)
def sweep(payload: dict[str, Any], progress: Progress) -> None:
    """Remove what a failed transaction or a kill left behind."""
    stems = storage.older_than(ORPHAN_SECONDS)
    while some := list(islice(stems, 500)):
        with storage.may_remove() as now:
            if not now:  # a backup is under way: the next sweep is in six hours
                return
            named = set(Attachment.objects.filter(stem__in=some).values_list("stem", flat=True))
            for stem in set(some) - named:
                storage.remove(stem)
        progress.report(progress.done + len(some), 0)


@handler("attachments.reseal", _("Seal files with the new key"), stepwise=True, lease=600, long=True)
def reseal(payload: dict[str, Any], progress: Progress) -> None:
    """Seal every file with the newest key. Each part tells its own key, so a stop in between harms nothing."""
    old = Attachment.objects.exclude(key_id=keys.newest(storage.PURPOSE)).order_by("pk")
    total, done = old.count(), 0
    while rows := list(old[:20]):
        for row in rows:
            _reseal(row)
        done += len(rows)
        progress.report(done, max(total, done))


def _reseal(row: Attachment) -> None:
    with transaction.atomic():
        locked = Attachment.objects.select_for_update().filter(pk=row.pk).first()
        if locked is None:
            return
        storage.write(row.stem, {variant: storage.read(row.stem, variant) for variant in row.variants})
        locked.name_sealed = storage.seal_name(row.stem, storage.open_name(row.stem, bytes(locked.name_sealed)))
        locked.key_id = keys.newest(storage.PURPOSE)
        locked.save(update_fields=["name_sealed", "key_id"])


every("attachments.sweep", seconds=6 * 3600)
