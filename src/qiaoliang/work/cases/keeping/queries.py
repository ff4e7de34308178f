"""What is due to be erased, and the lists of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from qiaoliang.base.access.actor import Actor
from qiaoliang.base.catalog import queries as catalog
from qiaoliang.base.catalog.choices import Terms
from qiaoliang.base.core import clock
from qiaoliang.base.jobs import steady
from qiaoliang.base.organizations.models import Closure
from qiaoliang.base.vault.models import Contact, Reveal
from qiaoliang.text import days
from qiaoliang.work.cases import rules
from qiaoliang.work.cases.acting import units_of
from qiaoliang.work.cases.choices import ENDED, State
from qiaoliang.work.cases.keeping.choices import What
from qiaoliang.work.cases.keeping.models import Clearing, Kept, Line
from qiaoliang.work.cases.models import Case, Instruction, Promise, Receipt, Split

PAGE = 50


def unnoticed() -> QuerySet[Case]:
    """Ended cases of which it is not written down yet since when nothing is owed."""
    known = Kept.objects.filter(case=OuterRef("pk"), ended_at=OuterRef("ended_at"))
    return (
        Case.objects.filter(state__in=ENDED, ended_at__isnull=False)
        .exclude(Exists(known))
        .exclude(_promised("pk"))
        .exclude(_goes_on("pk"))
    )


def owed_again() -> QuerySet[Kept]:
    """Those that were taken up again since."""
    return Kept.objects.exclude(case__state__in=ENDED, ended_at=F("case__ended_at"))


def free_at(case: Case) -> datetime:
    """When the last obligation to a person ended: the end of the case or of the last of its parts, or the moment at which
    its promise was kept."""
    assert case.ended_at is not None
    kept = case.promises.exclude(done_at=None).values_list("done_at", flat=True)
    parts = case.splits.filter(end=None).values_list("case__ended_at", flat=True)
    return max(one for one in (case.ended_at, *kept, *parts) if one)


def _promised(case: str) -> Exists:
    """A promise that is neither kept nor taken up again is owed, however long ago the case was closed."""
    return Exists(Promise.objects.filter(case=OuterRef(case), done_at=None, ended_at=None))


def _goes_on(case: str) -> Exists:
    """A message is over when the last of the parts that it was split into is."""
    return Exists(Split.objects.filter(whole=OuterRef(case), end=None).exclude(case__state__in=ENDED))


def due(what: str) -> QuerySet[Kept]:
    """The cases of which this is to be erased now: the term is over by the clock, and by the time that was seen to pass."""
    now = clock.now()
    before = _before(Terms.KEEP_CONTACT if what == What.CONTACT else Terms.KEEP_TEXT)
    seen = steady.passed() - round((now - before).total_seconds())
    kept = Kept.objects.filter(free_at__lte=before, free_seen__lte=seen, case__state__in=ENDED)
    kept = kept.filter(ended_at=F("case__ended_at")).exclude(_promised("case")).exclude(_goes_on("case"))
    if what == What.WORDS:
        asked = Instruction.objects.filter(case=OuterRef("case"), reported_at=None)
        return kept.filter(case__state__in=rules.FORGETTABLE).exclude(Exists(asked))
    return kept.filter(_has_contact())


def _has_contact() -> Q:
    return Q(Exists(_with_contact().filter(case=OuterRef("case"))))


def _with_contact() -> QuerySet[Receipt]:
    return Receipt.objects.filter(contact_id__in=Contact.objects.filter(erased_at=None).values("pk"))


def still_there(case_id: UUID) -> bool:
    """Whether a contact of the case is still there."""
    return _with_contact().filter(case=case_id).exists()


def _before(term: Terms) -> datetime:
    """What ended before this moment has been kept long enough."""
    day = days.months_before(clock.today(), int(catalog.term(term).amount))
    return datetime.combine(day, clock.localtime(clock.now()).timetz())


def old_records(before: datetime) -> QuerySet[Reveal]:
    """Who looked, of cases whose words are gone."""
    gone = Case.objects.filter(state=State.ARCHIVED).values("pk")
    return Reveal.objects.filter(created_at__lt=before, subject_kind="case", subject_id__in=gone)


def records_before() -> datetime:
    """Records older than this are erased; time that nobody saw pass does not count."""
    return _before(Terms.KEEP_LOGS) - steady.unseen()


def open_one() -> Clearing | None:
    """The list that is neither done nor dropped."""
    return Clearing.objects.filter(done_at=None, dropped_at=None).first()


def counts(clearing: Clearing) -> Counter[str]:
    """What a list holds, by kind, and how much of it is done or was left alone."""
    found: Counter[str] = Counter()
    for line in clearing.lines.values("what", "done_at", "skipped"):
        found[line["what"]] += 1
        found["all"] += 1
        found["done"] += line["done_at"] is not None
        found["skipped"] += bool(line["skipped"])
    return found


def lines(clearing: Clearing, after: UUID | None = None) -> list[Line]:
    """A page of a list, by key."""
    rows = clearing.lines.select_related("case").order_by("id")
    return list((rows.filter(pk__gt=after) if after else rows)[: PAGE + 1])


def hidden_from(actor: Actor, found: Iterable[Line]) -> set[UUID]:
    """Cases that are about a unit of the actor's, or one above it: not even their number is shown."""
    accused = {one.case.accused_organization_id for one in found if one.case.accused_organization_id}
    if not accused:
        return set()
    above = Closure.objects.filter(descendant__in=units_of(actor), ancestor__in=accused)
    theirs = set(above.values_list("ancestor_id", flat=True))
    return {one.case_id for one in found if one.case.accused_organization_id in theirs}
