"""Looking for what many people raise at one time, often in one place, among the cases of the last weeks.

It counts cases, not people: no function tells two contacts apart without opening them. Cases about somebody's conduct are left
out, so that the page says the same to everybody."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from datetime import date, timedelta
from uuid import UUID

from django.db import transaction

from qiaoliang.base.core import clock, ids
from qiaoliang.base.organizations.models import Alias, Organization
from qiaoliang.text.hot import issues as engine
from qiaoliang.text.places import PlaceFinder, learn
from qiaoliang.text.words import normalise
from qiaoliang.work.cases import masking
from qiaoliang.work.cases.models import Case
from qiaoliang.work.cases.narrow import start_of
from qiaoliang.work.cases.sorting import reading
from qiaoliang.work.cases.sorting.choices import UNREAD
from qiaoliang.work.cases.sorting.models import Issue, IssueCase

#: weeks that are looked at, and the days that "recent" means, beside as many before
WEEKS, RECENT = 12, timedelta(days=28)
#: fewer cases are no issue of many; so many issues are kept
LEAST, MOST = 3, 20
#: of the newest cases, so that all can be compared with all
NEWEST = 6000


def look() -> int:
    """Find the issues of today and put them in the place of those before; how many."""
    today = clock.today()
    cases = _cases(first_week(today))
    issues = engine.hot_issues(_messages(cases), places=_places(cases))
    found = [issue for issue in issues if _hot(issue, today)][:MOST]
    _put(found, {str(case.pk): case for case in cases}, today)
    return len(found)


def first_week(today: date) -> date:
    """The Monday with which the first of the weeks begins."""
    return today - timedelta(days=today.weekday(), weeks=WEEKS - 1)


def _cases(since: date) -> Sequence[Case]:
    read = Case.objects.filter(received_at__gte=start_of(since), accused_organization=None).exclude(state__in=UNREAD)
    return list(read.select_related("area", "category").order_by("-id")[:NEWEST])


def _messages(cases: Sequence[Case]) -> list[engine.Message]:
    return [
        engine.Message(
            str(case.pk),
            masking.left_out(case, "title"),
            f"{reading.place(case)}。{masking.left_out(case, 'text')}",
            clock.localtime(case.received_at).date(),
        )
        for case in cases
    ]


def _places(cases: Sequence[Case]) -> PlaceFinder:
    """Units by all their names, and the names that people use for places nobody registered."""
    named = {name: name for name in Organization.objects.values_list("name", flat=True)}
    named |= dict(Alias.objects.values_list("name", "organization__name"))
    said = learn(normalise(f"{reading.place(case)}。{reading.words(case)}") for case in cases)
    return PlaceFinder({spelling: name for spelling, name in named.items() if len(spelling) > 1}, said)


def _hot(issue: engine.Issue, today: date) -> bool:
    return len(issue.ids) >= LEAST and issue.last is not None and issue.last > today - RECENT


@transaction.atomic
def _put(found: Sequence[engine.Issue], cases: Mapping[str, Case], today: date) -> None:
    """An issue that goes on keeps its id, so that an address of it still leads there."""
    before, kept = _members(), set[UUID]()
    for rank, issue in enumerate(found, 1):
        mine = [cases[key] for key in issue.ids]
        row = Issue(pk=_same({case.pk for case in mine}, before, kept) or ids.uuid7())
        kept.add(row.pk)
        _write(row, rank, issue, mine, today)
    Issue.objects.exclude(pk__in=kept).delete()


def _members() -> dict[UUID, set[UUID]]:
    found: dict[UUID, set[UUID]] = {}
    for issue, case in IssueCase.objects.values_list("issue", "case"):
        found.setdefault(issue, set()).add(case)
    return found


def _same(mine: set[UUID], before: Mapping[UUID, set[UUID]], taken: Collection[UUID]) -> UUID | None:
    """The earlier issue that shares most cases with this one, at least half of those of the smaller."""
    shared = {key: len(mine & theirs) for key, theirs in before.items() if key not in taken}
    best = max(shared, key=lambda key: shared[key], default=None)
    return best if best and 2 * shared[best] >= min(len(mine), len(before[best])) else None


def _write(row: Issue, rank: int, issue: engine.Issue, cases: Sequence[Case], today: date) -> None:
    days = sorted(clock.localtime(case.received_at).date() for case in cases)
    since = first_week(today)
    weeks = Counter((day - since).days // 7 for day in days)
    row.rank, row.category, row.place, row.words = rank, _category(cases), issue.place, list(issue.matter)
    row.count, row.first, row.last, row.trend = len(cases), days[0], days[-1], issue.trend
    row.recent = sum(day > today - RECENT for day in days)
    row.before = sum(today - 2 * RECENT < day <= today - RECENT for day in days)
    row.since, row.weeks = since, [weeks[week] for week in range(WEEKS)]
    row.save()
    row.members.all().delete()
    IssueCase.objects.bulk_create(IssueCase(issue=row, case=case) for case in cases)


def _category(cases: Sequence[Case]) -> str:
    """What at least half of them are about, as people decided; empty where they are about different things."""
    ((code, count),) = Counter(case.category.code if case.category else "" for case in cases).most_common(1)
    return code if 2 * count >= len(cases) else ""
