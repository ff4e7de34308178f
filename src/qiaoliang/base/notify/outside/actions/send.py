"""发送: one message through its channel. It is marked as started before anything leaves, so a message that was cut off is seen
as such and never sent twice by itself."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from qiaoliang.base.audit.actions import record
from qiaoliang.base.core import clock
from qiaoliang.base.core.errors import Refusal
from qiaoliang.base.core.who import Who
from qiaoliang.base.jobs.actions import enqueue
from qiaoliang.base.notify.models import Notice
from qiaoliang.base.notify.outside import queries, sealing, texts
from qiaoliang.base.notify.outside.adapters import ADAPTERS, NotSent, in_words
from qiaoliang.base.notify.outside.choices import GROUPS, Outcome
from qiaoliang.base.notify.outside.models import Channel, Message

#: how often a message is tried before somebody has to look
TRIES = 6


class TryAgain(Exception):
    """The message did not go; the queue puts it off, each time longer."""


def send(message_id: UUID) -> None:
    """Send it if it waits. Raises TryAgain where another try may do."""
    message = _start(message_id)
    if message is None:
        return
    try:
        _out(message)
    except NotSent as no:
        _failed(message, no.why, final=no.final or message.attempts >= TRIES)
    else:
        Message.objects.filter(pk=message.pk).update(outcome=Outcome.SENT, done_at=clock.now(), why="")


@transaction.atomic
def _start(message_id: UUID) -> Message | None:
    message = Message.objects.select_for_update().filter(pk=message_id, outcome=Outcome.WAITING).first()
    if message is None:
        return None
    if message.started_at is not None:
        message.outcome, message.done_at = Outcome.UNKNOWN, clock.now()
        message.save(update_fields=["outcome", "done_at"])
        return None
    message.started_at, message.attempts = clock.now(), message.attempts + 1
    message.save(update_fields=["started_at", "attempts"])
    return message


def _out(message: Message) -> None:
    channel = message.channel
    notices = list(Notice.objects.filter(pk__in=message.notices, read_at=None, done_at=None).order_by("pk"))
    if not notices:
        return  # all was read or settled meanwhile: nothing is left to say
    to = _address(message)
    text = texts.text(channel.kind, notices, channel.settings.get("site", ""))
    ADAPTERS[channel.kind](channel.settings, sealing.secrets(channel), to, text, str(message.pk))


def _address(message: Message) -> str:
    """Where it goes, as the person has it now."""
    if message.channel.closed_at is not None:
        raise NotSent("channel closed", final=True)
    if message.channel.kind in GROUPS or message.person_id is None:
        return ""
    way, kind = queries.way_of(message.person_id), message.channel.kind
    to = sealing.secrets(way).get(kind, "") if getattr(way, kind) else ""
    if not to:
        raise NotSent("no address any more", final=True)
    return to


def _failed(message: Message, why: str, *, final: bool) -> None:
    values = {"outcome": Outcome.FAILED, "done_at": clock.now()} if final else {"started_at": None}
    Message.objects.filter(pk=message.pk).update(why=why, **values)
    if not final:
        raise TryAgain(why)


@transaction.atomic
def again(who: Who, message_id: UUID) -> None:
    """An administrator has a message that failed, or perhaps went, tried once more."""
    ended = Message.objects.filter(pk=message_id, outcome__in=(Outcome.FAILED, Outcome.UNKNOWN))
    if not ended.update(outcome=Outcome.WAITING, started_at=None, done_at=None, attempts=0):
        raise Refusal(_("This message is not among those that failed any more."), code="outside.not_failed")
    enqueue("outside.send", {"message": message_id}, key=str(message_id))
    record(who, "outside.again", ("message", message_id))


def trial(who: Who, channel: Channel, to: str) -> tuple[bool, str]:
    """Send a test now; (whether it went, what the other side answered)."""
    with transaction.atomic():
        record(who, "outside.trial", channel)
    try:
        text = texts.trial(channel.kind, channel.settings.get("site", ""))
        key = f"trial-{clock.now().timestamp():.0f}"
        return True, ADAPTERS[channel.kind](channel.settings, sealing.secrets(channel), to, text, key)
    except NotSent as no:
        return False, "\n".join(filter(None, (in_words(no.why), no.answer)))
