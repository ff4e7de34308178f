"""The vault's own jobs: sealing anew after a rotation, letting the phone index expire."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from qiaoliang.base.jobs import steady
from qiaoliang.base.jobs.progress import Progress
from qiaoliang.base.jobs.registry import every, handler
from qiaoliang.base.vault import rotation
from qiaoliang.base.vault.models import Contact


@handler("vault.reseal", _("Seal contact data with the new key"), stepwise=True, lease=120)
def reseal(payload: dict[str, Any], progress: Progress) -> None:
    """Run again from any step: what is sealed anew is not looked at again."""
    total, done = rotation.left(), 0
    while touched := rotation.step():
        done += touched
        progress.report(done, max(total, done))


@handler("vault.expire", _("Let the phone index expire"))
def expire(payload: dict[str, Any], progress: Progress) -> None:
    """Forget the index of phones whose time is over; the sealed phone itself goes with its matter's retention."""
    Contact.objects.filter(index_until__lte=steady.surely()).update(phone_index=None, index_until=None)


every("vault.expire", seconds=3600)
