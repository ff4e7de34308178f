"""Who is to be told what, and when; and what became of messages."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from uuid import UUID

from django.db.models import QuerySet

from qiaoliang.base.core import clock
from qiaoliang.base.notify import queries as notices
from qiaoliang.base.notify.models import Notice
from qiaoliang.base.notify.outside.choices import GROUPS, Rhythm
from qiaoliang.base.notify.outside.models import Channel, Message, Way
from qiaoliang.base.organizations import queries as organizations
from qiaoliang.base.workdays import queries as workdays

#: notices this young may stand before one that is not committed yet
SETTLING = timedelta(minutes=1)
SOON = timedelta(minutes=5)
MORNING = time(8, 30)
#: a person has no more in one message
MOST = 200


def channels() -> QuerySet[Channel]:
    """Those that are open, by kind and name."""
    return Channel.objects.filter(closed_at=None).select_related("organization").order_by("kind", "name")


def open_channel(kind: str) -> Channel | None:
    """The mail server or gateway in use."""
    return channels().filter(kind=kind).first()


def groups() -> QuerySet[Channel]:
    """The robots of groups."""
    return channels().filter(kind__in=GROUPS)


def latest_messages() -> QuerySet[Message]:
    """Every message, the newest first."""
    return Message.objects.select_related("channel").order_by("-id")


def failed() -> QuerySet[Message]:
    """What did not go out."""
    return latest_messages().filter(outcome__in=("failed", "unknown"))


def waiting_for(person: UUID, told: UUID | None) -> list[Notice]:
    """What this person has not read and was not told outside, the oldest first."""
    found = notices.unread(person).filter(created_at__lt=clock.now() - SETTLING).order_by("pk")
    return list((found.filter(pk__gt=told) if told else found)[:MOST])


def waiting_for_group(channel: Channel) -> list[Notice]:
    """What the unit's people have not read, each matter once."""
    people = [one.person_id for one in organizations.staff(channel.organization_id)] if channel.organization_id else []
    found = Notice.objects.filter(person_id__in=people, read_at=None, done_at=None).order_by("pk")
    found = found.filter(created_at__lt=clock.now() - SETTLING)
    rows = found.filter(pk__gt=channel.told) if channel.told else found
    return list({(one.kind, one.subject_id): one for one in rows[:MOST]}.values())


def is_due(oldest: datetime, rhythm: str) -> bool:
    """Whether a message that began to wait at ``oldest`` may go by that rhythm."""
    now, since = clock.localtime(clock.now()), clock.localtime(oldest)
    if rhythm == Rhythm.SOON:
        return now - since >= SOON
    if rhythm == Rhythm.HOURLY:
        return now.replace(minute=0, second=0, microsecond=0) > since
    morning = datetime.combine(since.date(), MORNING, since.tzinfo)
    return now >= (morning if since < morning else morning + timedelta(days=1))


def is_quiet(way: Way) -> bool:
    """Whether the person wants silence now."""
    now = clock.localtime(clock.now())
    return is_within(now.time(), way.quiet_from, way.quiet_to) or (way.rest and not works(now))


def is_within(at: time, first: time, last: time) -> bool:
    """Whether a time lies in the span, which may go over midnight; an empty span holds nothing."""
    return first <= at < last if first <= last else at >= first or at < last


def works(moment: datetime) -> bool:
    """Whether that day is worked."""
    return bool(workdays.calendar().is_workday(clock.localtime(moment).date()))


def way_of(person: UUID) -> Way:
    """How this person wants to be told; nothing chosen yet: not outside."""
    return Way.objects.filter(person_id=person).first() or Way(person_id=person)
