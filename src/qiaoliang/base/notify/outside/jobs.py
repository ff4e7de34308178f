"""What the worker does for messages outside."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from qiaoliang.base.core import clock
from qiaoliang.base.jobs.progress import Progress
from qiaoliang.base.jobs.registry import every, handler
from qiaoliang.base.notify.outside.actions.gather import gather
from qiaoliang.base.notify.outside.actions.send import send
from qiaoliang.base.notify.outside.choices import Outcome
from qiaoliang.base.notify.outside.models import Message

KEPT = timedelta(days=90)


@handler("outside.gather", _("Gather notices into messages"), stepwise=True)
def gather_notices(payload: dict[str, Any], progress: Progress) -> None:
    """Each person and group in a transaction of its own."""
    gather()


@handler("outside.send", _("Send a message"), stepwise=True, lease=60)
def send_message(payload: dict[str, Any], progress: Progress) -> None:
    """One message. Nothing is held in the database while the other side is waited for."""
    send(UUID(payload["message"]))


@handler("outside.sweep", _("Forget old messages"))
def sweep(payload: dict[str, Any], progress: Progress) -> None:
    """What went out stays visible for ninety days; what failed stays until somebody has looked, as long."""
    Message.objects.exclude(outcome=Outcome.WAITING).filter(done_at__lt=clock.now() - KEPT).delete()


every("outside.gather", seconds=60)
every("outside.sweep", seconds=24 * 3600)
