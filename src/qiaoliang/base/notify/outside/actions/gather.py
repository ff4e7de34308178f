"""收拢: what waits for somebody becomes one message, once. Many notices make one message; what was read meanwhile makes none."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import time
from uuid import UUID

from django.db import transaction

from qiaoliang.base.jobs.actions import enqueue
from qiaoliang.base.notify.models import Notice
from qiaoliang.base.notify.outside import queries
from qiaoliang.base.notify.outside.choices import Kind, Rhythm
from qiaoliang.base.notify.outside.models import Channel, Message, Way

#: a group is left in peace as most people are
EVENING, MORNING = time(20), time(7, 30)


def gather() -> int:
    """Look at everybody who wants to be told outside, and at every group; how many messages were made."""
    ways = {kind: queries.open_channel(kind) for kind in (Kind.MAIL, Kind.SMS)}
    people = list(Way.objects.filter(pk__in=Way.objects.exclude(mail=False, sms=False)).values_list("pk", flat=True))
    made = sum(_for_person(pk, ways) for pk in people if any(ways.values()))
    return made + sum(_for_group(pk) for pk in queries.groups().values_list("pk", flat=True))


@transaction.atomic
def _for_person(pk: UUID, ways: dict[Kind, Channel | None]) -> int:
    way = Way.objects.select_for_update().get(pk=pk)
    if queries.is_quiet(way):
        return 0
    waiting = queries.waiting_for(way.person_id, way.told)
    if not waiting or not queries.is_due(waiting[0].created_at, way.rhythm):
        return 0
    way.told = waiting[-1].pk
    way.save(update_fields=["told"])
    wanted = [channel for kind, channel in ways.items() if channel and getattr(way, kind)]
    for channel in wanted:
        write(channel, waiting, way.person_id)
    return len(wanted)


@transaction.atomic
def _for_group(pk: UUID) -> int:
    channel = Channel.objects.select_for_update(of=("self",)).get(pk=pk)
    quiet = Way(quiet_from=EVENING, quiet_to=MORNING)
    waiting = queries.waiting_for_group(channel)
    rhythm = channel.settings.get("rhythm", Rhythm.SOON)
    if queries.is_quiet(quiet) or not waiting or not queries.is_due(waiting[0].created_at, rhythm):
        return 0
    channel.told = max(one.pk for one in waiting)
    channel.save(update_fields=["told"])
    write(channel, waiting, None)
    return 1


def write(channel: Channel, notices: Sequence[Notice], person: UUID | None) -> Message:
    """The message and the work of sending it, in the caller's transaction."""
    message = Message.objects.create(channel=channel, person_id=person, notices=[str(one.pk) for one in notices])
    enqueue("outside.send", {"message": message.pk}, key=str(message.pk))
    return message
