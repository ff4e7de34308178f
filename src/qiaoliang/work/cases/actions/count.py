"""计数: the district's figures follow what happens in the cases, a short while behind.

A step leaves its row in the history uncounted, in its own transaction and without touching a figure, so that steps never
wait for each other at a counter. The worker then takes each of these cases out of the figures as it was and puts it in as
it is. ``late`` changes by the clock alone: :attr:`Counted.late_from` says when to look."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F

from qiaoliang.base.core import remembered
from qiaoliang.work.cases import tallies
from qiaoliang.work.cases.models import Case, Counted, Event, Tally

AT_ONCE = 500
Report = Callable[[int], Any]


def count_new(report: Report = lambda done: None) -> int:
    """Count what has happened until nothing is left; how many cases were looked at. Each step is a transaction."""
    done = 0
    with remembered.still():
        while found := _step() or _step_late():
            done += found
            report(done)
    return done


@transaction.atomic
def _step() -> int:
    _alone()
    events = list(Event.objects.filter(counted=False).order_by("id").values_list("id", "case_id")[: 4 * AT_ONCE])
    # the mark goes first: what commits after it is read marks itself again
    Event.objects.filter(pk__in=[pk for pk, _case in events]).update(counted=True)
    return _count({case for _pk, case in events})


@transaction.atomic
def _step_late() -> int:
    _alone()
    return _count(set(tallies.turned_late()[:AT_ONCE]))


def _count(ids: Collection[UUID]) -> int:
    if not ids:
        return 0
    changes: Counter[tuple[tallies.Place, str]] = Counter()
    for old in Counted.objects.filter(pk__in=ids):
        changes.subtract(tallies.parts(old.facts))
    now = tallies.facts_of(ids)
    for facts, _late in now.values():
        changes.update(tallies.parts(facts))
    Counted.objects.filter(pk__in=set(ids) - now.keys()).delete()
    Counted.objects.bulk_create(
        [Counted(case_id=key, facts=facts, late_from=late) for key, (facts, late) in now.items()],
        update_conflicts=True,
        unique_fields=["case_id"],
        update_fields=["facts", "late_from"],
    )
    _write(changes)
    return len(ids)


def _write(changes: Counter[tuple[tallies.Place, str]]) -> None:
    for place, figures in tallies.by_place(changes).items():
        row = Tally.objects.filter(**place._asdict())
        if not row.update(**{name: F(name) + count for name, count in figures.items()}):
            Tally.objects.create(**place._asdict(), **figures)


def _alone() -> None:
    """One counter at a time: the second waits for the first one's transaction."""
    connection = transaction.get_connection()
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("LOCK TABLE cases_counted IN SHARE ROW EXCLUSIVE MODE")


def look_again(case: Case) -> None:
    """Let a case be counted again after a change that leaves no row in its history."""
    case.events.filter(step__in=("submit", "split_off")).update(counted=False)


@transaction.atomic
def forget(ids: Collection[UUID]) -> None:
    """Take cases that are erased out of the figures, or count them as they are."""
    _alone()
    _count(set(ids))


@transaction.atomic
def rebuild() -> int:
    """Make all figures anew from the cases; how many cases there are."""
    _alone()
    Tally.objects.all().delete()
    Counted.objects.all().delete()
    Event.objects.filter(counted=False).update(counted=True)
    done, last = 0, None
    with remembered.still():
        while ids := _after(last):
            done, last = done + _count(ids), ids[-1]
    return done


def _after(last: UUID | None) -> list[UUID]:
    rows = Case.objects.order_by("pk").values_list("pk", flat=True)
    return list((rows.filter(pk__gt=last) if last else rows)[:AT_ONCE])
