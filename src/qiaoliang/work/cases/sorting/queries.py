"""What the pages read. Whatever leads to a case starts from ``cases.queries.visible_to``."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from django.db.models import Q, QuerySet

from qiaoliang.base.access import queries as access
from qiaoliang.base.access.actor import Actor
from qiaoliang.base.asking import written
from qiaoliang.base.core import clock
from qiaoliang.base.organizations import queries as organizations
from qiaoliang.base.organizations.models import Organization
from qiaoliang.work.cases import queries as cases
from qiaoliang.work.cases.acting import told_of
from qiaoliang.work.cases.models import Case
from qiaoliang.work.cases.sorting.choices import RISING, UNREAD, What
from qiaoliang.work.cases.sorting.models import Accuracy, Alike, Issue, IssueCase, Suggestion
from qiaoliang.work.cases.suppress import LEAST

#: so many cases that say the same are shown; one that has ended for so long a time
ALIKE, RECENT = 5, timedelta(days=90)


def suggestion(case: Case, what: What) -> Suggestion | None:
    """What is suggested while nobody has decided; of the unit also later, for when the first was not the right one."""
    rows = Suggestion.objects.filter(case=case, what=what).exclude(offered=None).order_by("-id")
    return (rows if what == What.LEAD and case.lead_id else rows.filter(decided="")).first()


def units(ids: Sequence[str], case: Case) -> list[Organization]:
    """The units that were offered, in their order, as far as they may still take the case and do not have it already."""
    others = {*cases.accused_circle(case), *filter(None, [case.lead_id])}
    alive = organizations.alive().filter(pk__in=[UUID(one) for one in ids]).exclude(pk__in=others)
    return sorted(alive, key=lambda unit: ids.index(str(unit.pk)))


def alike(actor: Actor, case: Case) -> list[tuple[Case, list[str]]]:
    """Cases that say the same and that the actor may read, open or of late, the most alike first, each with the words that
    both hold; none that is handled together with it already."""
    pairs = written.rows(_pairs, case.pk)
    words = {(one.other_id if one.case_id == case.pk else one.case_id): one.words for one in pairs}
    if not words:
        return []
    now = Q(ended_at=None) | Q(ended_at__gt=clock.now() - RECENT)
    seen = cases.visible_to(actor).filter(now, pk__in=words).exclude(state__in=UNREAD).exclude(_together(case))
    order = list(words)
    found = sorted(seen.select_related("area", "lead"), key=lambda one: order.index(one.pk))
    return [(one, words[one.pk]) for one in found[:ALIKE]]


def _pairs(case: UUID) -> QuerySet[Alike]:
    return Alike.objects.filter(Q(case=case) | Q(other=case)).order_by("-share", "-id")


def _together(case: Case) -> Q:
    """Those that follow this case, or that it follows."""
    live = {"merges__end": None, "merges__lead": case}
    return Q(pk__in=Case.objects.filter(**live)) | Q(pk__in=case.merges.filter(end=None).values("lead"))


def opens_rows(actor: Actor) -> bool:
    """Whether the lists behind a figure are the whole district's for this reader."""
    return access.reach(actor, "cases.list").everywhere


def issues(actor: Actor) -> list[Issue]:
    """What many raise, the hottest first. Who cannot open the cases behind it sees no small groups; and nobody sees what one of
    these cases says of a unit of theirs, though the worker found that out only after it had looked."""
    about_them = IssueCase.objects.filter(case__accused_organization__in=told_of(actor))
    found = Issue.objects.exclude(pk__in=about_them.values("issue"))
    return list(found if opens_rows(actor) else found.filter(count__gte=LEAST))


def rising(actor: Actor, most: int = 3) -> list[Issue]:
    """Of these, what more and more people raise."""
    return [one for one in issues(actor) if one.trend in RISING][:most]


def cases_of(issue: UUID) -> QuerySet[IssueCase, UUID]:
    """The cases of an issue, as a subquery."""
    return IssueCase.objects.filter(issue=issue).values_list("case_id", flat=True)


def accuracy(what: What, most: int = 12) -> list[Accuracy]:
    """The last months in which something was decided, the oldest first."""
    return list(Accuracy.objects.filter(what=what, decided__gt=0).order_by("-month")[:most])[::-1]
