"""The calendar's figures and rows, compared with what counting them one by one says."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import UTC, date, datetime, timedelta

from django.db.models.functions import TruncDate

from qiaoliang.base.core import clock
from qiaoliang.work.cases.agenda import FEW, Agenda, Day, choices_of
from qiaoliang.work.cases.choices import Clock
from qiaoliang.work.cases.models import Deadline

START, END = (datetime(2026, month, day, 16, tzinfo=UTC) for month, day in ((9, 30), (10, 31)))
#: around midnight in the district, which is 16:00 in the clock's own zone; a leap day, a year long past
MOMENTS = [
    datetime(2026, 10, 14, 15, 59, 59, 999999, tzinfo=UTC),
    datetime(2026, 10, 14, 16, 0, tzinfo=UTC),
    datetime(2026, 10, 15, 15, 59, 59, tzinfo=UTC),
    datetime(2028, 2, 28, 16, 0, 0, 1, tzinfo=UTC),
    datetime(1996, 12, 31, 16, tzinfo=UTC),
]


def local(row):
    return clock.localtime(row.due_at).date()


def first_of_each(rows, most):
    """The first so many of each day, in order of time."""
    found = defaultdict(list)
    for row in sorted(rows, key=lambda one: (one.due_at, one.pk)):
        found[local(row)].append(row)
    return [row for day in sorted(found) for row in found[day][:most]]


def test_a_moment_belongs_to_the_districts_day(world):
    (row,) = Deadline.objects.filter(case=world.story().id, step=Clock.ACCEPT)
    for moment in MOMENTS:
        Deadline.objects.filter(pk=row.pk).update(due_at=moment)
        ours, theirs = (
            Deadline.objects.filter(pk=row.pk).annotate(day=one("due_at", tzinfo=clock.ZONE)).values_list("day").get()
            for one in (Day, TruncDate)
        )
        assert ours == theirs == (clock.localtime(moment).date(),)


def test_every_readers_month_is_what_counting_it_one_by_one_says(world):
    """For whoever looks, at whichever of the calendars they may open; more than a few on the days around a midnight."""
    stories = [world.story().until("sign") for _ in range(6)]
    accused = world.story(accused_id=world.unit("zgh"))
    accused.accept()
    accused.dispatch("fl")
    stories[0].ask()
    for story in stories[1:3]:
        story.instruct()
    day = date(2026, 10, 15)
    for number, row in enumerate(Deadline.objects.filter(step=Clock.ANSWER).order_by("pk")):
        edge = clock.start_of(day) + timedelta(seconds=(number % 3 - 1) * (number + 1))
        Deadline.objects.filter(pk=row.pk).update(due_at=edge)
    sizes = set()
    for name in ("union", "union_head", "women", "supervisor", "leader", "intake", "town"):
        for of in choices_of(world.actors[name]):
            mine = Agenda(world.actors[name], of)
            rows, asked = list(mine.deadlines(START, END)), list(mine.instructions(START, END))
            assert mine.counts(START, END) == Counter(map(local, [*rows, *asked])), (name, of)
            first = mine.first_of_each_day(START, END)
            assert first == [*first_of_each(asked, 1), *first_of_each(rows, FEW)], (name, of)
            sizes.add((len(rows), len(asked)))
    assert len(sizes) > 3, "readers differ"
    mine, later = Agenda(world.actors["union"], "me"), END + timedelta(days=400)
    assert (mine.counts(later, later + timedelta(days=30)), mine.first_of_each_day(later, later)) == ({}, [])
