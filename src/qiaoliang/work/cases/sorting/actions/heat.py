"""Looking for what many people raise at one time, often in one place, among the cases of the last weeks.

It counts cases, not people: no function tells two contacts apart without opening them. Cases about somebody's conduct are left
out, so that the page says the same to everybody."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db import transaction

from qiaoliang.base.catalog import queries as catalog
from qiaoliang.base.catalog.choices import Level
from qiaoliang.base.core import clock
from qiaoliang.base.organizations.models import Alias, Organization
from qiaoliang.text.hot import issues as engine
from qiaoliang.text.places import PlaceFinder, learn
from qiaoliang.text.words import normalise
from qiaoliang.work.cases import masking
from qiaoliang.work.cases.models import Case
from qiaoliang.work.cases.sorting import reading
from qiaoliang.work.cases.sorting.choices import UNREAD, Trend, What
from qiaoliang.work.cases.sorting.models import Issue, IssueCase, Suggestion

#: weeks that are looked at, and the days that "recent" means, beside as many before
WEEKS, RECENT = 12, timedelta(days=28)
#: fewer cases are no issue of many; so many issues are kept
LEAST, MOST = 3, 20
#: so many times as many as before is growing, and the other way round getting less
GROWS = 1.5
#: of the newest cases, so that all can be compared with all
NEWEST = 6000


def look() -> int:
    """Find the issues of today and put them in the place of those before; how many."""
    today = clock.today()
    read = _cases(first_week(today))
    about = _about(read)
    conduct = {one.code for one in catalog.categories() if one.misconduct}
    cases = {str(case.pk): case for case in read if about.get(case.pk) not in conduct}
    issues = engine.hot_issues(_messages(cases.values()), places=_places(cases.values()))
    drafts = (_draft(issue, [cases[key] for key in issue.ids], about, today) for issue in issues)
    found = [draft for draft in drafts if draft.is_hot(today)][:MOST]
    _put(found)
    return len(found)


def first_week(today: date) -> date:
    """The Monday with which the first of the weeks begins."""
    return today - timedelta(days=today.weekday(), weeks=WEEKS - 1)


def _cases(since: date) -> Sequence[Case]:
    begin = clock.start_of(since)
    read = Case.objects.filter(received_at__gte=begin, accused_organization=None).exclude(state__in=UNREAD)
    return list(read.select_related("area", "category").order_by("-id")[:NEWEST])


def _messages(cases: Iterable[Case]) -> list[engine.Message]:
    return [
        engine.Message(
            str(case.pk),
            masking.left_out(case, "title"),
            f"{reading.place(case)}。{masking.left_out(case, 'text')}",
            clock.localtime(case.received_at).date(),
        )
        for case in cases
    ]


def _places(cases: Iterable[Case]) -> PlaceFinder:
    """Towns, villages and firms by all their names, and the names that people use for places nobody registered."""
    levels = (Level.TOWN, Level.VILLAGE, Level.ENTERPRISE)
    units = Organization.objects.filter(kind__in=[kind.code for kind in catalog.unit_kinds() if kind.level in levels])
    named = {name: name for name in units.values_list("name", flat=True)}
    named |= dict(Alias.objects.filter(organization__in=units).values_list("name", "organization__name"))
    said = learn(normalise(f"{reading.place(case)}。{reading.words(case)}") for case in cases)
    return PlaceFinder({spelling: name for spelling, name in named.items() if len(spelling) > 1}, said)


@dataclass
class Draft:
    """An issue as it is found today, and its cases."""

    issue: Issue
    cases: set[UUID]

    def is_hot(self, today: date) -> bool:
        """Several cases, lately, and mostly about one thing."""
        return self.issue.count >= LEAST and self.issue.last > today - RECENT and bool(self.issue.category)


def _draft(found: engine.Issue, cases: Sequence[Case], about: Mapping[UUID, str], today: date) -> Draft:
    days = sorted(clock.localtime(case.received_at).date() for case in cases)
    since = first_week(today)
    weeks = Counter((day - since).days // 7 for day in days)
    recent = sum(day > today - RECENT for day in days)
    before = sum(today - 2 * RECENT < day <= today - RECENT for day in days)
    issue = Issue(
        category=_mostly([about.get(case.pk, "") for case in cases]),
        place=found.place,
        words=[word for word in found.matter if word not in reading.SAYS_NOTHING],
        count=len(cases),
        recent=recent,
        before=before,
        first=days[0],
        last=days[-1],
        trend=trend(recent, before, len(days)),
        since=since,
        weeks=[weeks[week] for week in range(WEEKS)],
    )
    return Draft(issue, {case.pk for case in cases})


def trend(recent: int, before: int, count: int) -> Trend:
    """The last four weeks beside the four before; ``count`` of all weeks tells what is new from what comes back."""
    if recent == count:
        return Trend.NEW
    if recent >= GROWS * before:
        return Trend.GROWING
    return Trend.FADING if GROWS * recent <= before else Trend.STEADY


def _about(cases: Iterable[Case]) -> dict[UUID, str]:
    """The category of each case: as somebody decided or the person chose, else as is suggested first."""
    suggested = Suggestion.objects.filter(what=What.CATEGORY, case__in=[case.pk for case in cases if not case.category])
    first = {row.case_id: row.offered[0] for row in suggested if row.offered}
    return first | {case.pk: case.category.code for case in cases if case.category}


def _mostly(codes: Sequence[str]) -> str:
    """What at least half of them are about; empty where they are about different things."""
    ((code, count),) = Counter(codes).most_common(1)
    return code if 2 * count >= len(codes) else ""


@transaction.atomic
def _put(found: Sequence[Draft]) -> None:
    """An issue that goes on keeps its id, so that an address of it still leads there."""
    before, kept = _members(), set[UUID]()
    Issue.objects.all().delete()
    for rank, draft in enumerate(found, 1):
        issue = draft.issue
        issue.pk, issue.rank = _same(draft.cases, before, kept) or issue.pk, rank
        kept.add(issue.pk)
        issue.save()
        IssueCase.objects.bulk_create(IssueCase(issue=issue, case_id=case) for case in sorted(draft.cases))


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
