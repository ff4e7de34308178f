"""What residents find, and what waits at the desk. All that is public starts from :func:`live`, one SQL condition."""

from __future__ import annotations

from collections import Counter
from datetime import date
from uuid import UUID

from django.db.models import F, Q, QuerySet

from qiaoliang.base.access import queries as access
from qiaoliang.base.access.actor import Actor
from qiaoliang.base.catalog import queries as catalog
from qiaoliang.base.catalog.models import Category
from qiaoliang.base.organizations import queries as organizations
from qiaoliang.base.organizations.models import Organization
from qiaoliang.base.search import queries as search
from qiaoliang.base.search.tokens import stream
from qiaoliang.work.cases import queries as cases
from qiaoliang.work.cases.choices import State
from qiaoliang.work.cases.models import Case, Promise, Split
from qiaoliang.work.cases.publishing.choices import Standing
from qiaoliang.work.cases.publishing.models import Publication, Quarter

PAGE = 20
FEED = 30
KIND = "publication"
#: similar answers that are offered, the newest so many that are compared, and how many pairs of characters must agree
NEAR, COMPARED, ALIKE = 3, 200, 4
#: a pair in more texts than this, and than one in so many, is everyday speech
RARE = 5


def live() -> QuerySet[Publication]:
    """What anybody may read now: decided by two persons, the consent stands, the case is closed with the very answer it is
    about, nobody is accused, and today's catalogue lets the category be public. Taking any of it away is enough."""
    found = Publication.objects.filter(
        standing=Standing.PUBLISHED,
        case__may_publish=True,
        case__state__in=(State.CLOSED, State.ARCHIVED),
        case__accused_organization=None,
        case__round=F("answer__round"),
        category__in=[one.code for one in catalog.categories() if one.public and not one.misconduct],
    )
    return found.select_related("organization", "area", "answer__promise").order_by("-published_on", "slug")


def found(words: str = "", theme: str = "", place: str = "") -> QuerySet[Publication]:
    """Those that hold the words, of one theme, of a place and what lies in it."""
    rows = live()
    if words.strip():
        rows = rows.filter(pk__in=search.matching(KIND, words))
    if theme:
        rows = rows.filter(category__startswith=f"{theme}.")
    if place:
        rows = rows.filter(area__in=organizations.subtree_ids(UUID(place)))
    return rows


def after(rows: QuerySet[Publication], slug: str) -> QuerySet[Publication]:
    """What comes behind the answer of that slug; all of it where there is none."""
    slug = _slug(slug)
    last = rows.filter(slug=slug).values_list("published_on", flat=True).first() if slug else None
    return rows.filter(Q(published_on__lt=last) | Q(published_on=last, slug__gt=slug)) if last else rows


def _slug(text: str) -> str:
    """What may be one; anything else that an address holds begins at the front."""
    return text if text.isascii() and text.isalnum() else ""


def by_slug(slug: str) -> Publication | None:
    """One that anybody may read."""
    return live().filter(slug=slug).first()


def themes() -> list[Category]:
    """The first levels of which something is public, in the catalogue's order."""
    some = {code.partition(".")[0] for code in live().order_by().values_list("category", flat=True).distinct()}
    return [one for one in catalog.topics() if one.code in some]


def places() -> list[Organization]:
    """The villages, communities and towns from which something is public."""
    return list(Organization.objects.filter(pk__in=live().order_by().values("area")).order_by("code"))


def similar(text: str) -> list[Publication]:
    """At most three public answers that share most pairs of characters with what somebody writes, the likest first. What many
    of them say counts for nothing. Only public texts are looked at."""
    wanted = {token for token in stream(text) if len(token) > 1}
    if not wanted:
        return []
    shared = [(one, wanted & set(stream(one.title, one.text))) for one in live()[:COMPARED]]
    common = Counter(token for _one, tokens in shared for token in tokens)
    rare = {token for token, times in common.items() if times <= max(RARE, len(shared) // RARE)}
    near = sorted(((len(tokens & rare), one) for one, tokens in shared), key=lambda one: -one[0])
    return [one for count, one in near[:NEAR] if count >= ALIKE]


def parts_below(case_id: UUID) -> list[UUID]:
    """The parts that a message was split into, and theirs. A question, and one more for each time it was split again."""
    found: list[UUID] = []
    above = [case_id]
    while above := list(Split.objects.filter(whole__in=above, end=None).values_list("case_id", flat=True)):
        found += above
    return found


def public_of(case: Case) -> list[Publication]:
    """What anybody may read now of a case, or of the parts that it became."""
    return list(live().filter(case__in=[case.pk, *parts_below(case.pk)]))


# ---------------------------------------------------------------- promises


def promises(kept: bool) -> QuerySet[Publication]:
    """Public answers that promised something: not done yet, the earliest day first; or done, the newest first. What was
    taken up again is no promise any more: its case is not closed."""
    rows = live().filter(answer__promise__ended_at=None, answer__promise__done_at__isnull=not kept)
    rows = rows.filter(answer__promise__isnull=False)
    return (
        rows.order_by("-answer__promise__due_on", "slug") if kept else rows.order_by("answer__promise__due_on", "slug")
    )


def promises_after(rows: QuerySet[Publication], slug: str, kept: bool) -> QuerySet[Publication]:
    """What comes behind the promise of that slug."""
    slug = _slug(slug)
    last: date | None = (
        rows.filter(slug=slug).values_list("answer__promise__due_on", flat=True).first() if slug else None
    )
    if last is None:
        return rows
    side = "lt" if kept else "gt"
    behind = Q(**{f"answer__promise__due_on__{side}": last})
    return rows.filter(behind | Q(answer__promise__due_on=last, slug__gt=slug))


def promise_of(case: Case) -> Promise | None:
    """What the answer of this round promised, kept or not."""
    return case.promises.filter(ended_at=None, answer__round=case.round).first()


def quarter() -> Quarter | None:
    """The last quarter whose figures are settled."""
    return Quarter.objects.order_by("-first").first()


# ---------------------------------------------------------------- at the desk


def visible_to(actor: Actor) -> QuerySet[Publication]:
    """Those of the cases that the actor may list."""
    rows = Publication.objects.filter(case__in=cases.visible_to(actor, "cases.list"))
    return rows.select_related("case", "organization", "area", "proposed_by", "decided_by", "ended_by")


def waiting(actor: Actor) -> QuerySet[Publication]:
    """Proposals that wait for a second person, the oldest first."""
    return visible_to(actor).filter(standing=Standing.PROPOSED).order_by("id")


def to_check(actor: Actor) -> QuerySet[Publication]:
    """Those of them on which the actor may decide."""
    reach = access.reach(actor, "cases.publish")
    rows = waiting(actor).exclude(proposed_by=actor.person)
    return rows if reach.everywhere else rows.filter(case__lead__in=reach.organizations)


def settled(actor: Actor) -> QuerySet[Publication]:
    """Those that were decided on, the newest first."""
    return visible_to(actor).exclude(standing=Standing.PROPOSED).order_by("-decided_at", "-id")


def of_case(case: Case) -> list[Publication]:
    """All that was ever proposed on a case, the newest first."""
    rows = case.publications.select_related("organization", "area", "proposed_by", "decided_by", "ended_by")
    return list(rows.order_by("-id"))


def place_choices(case: Case) -> list[Organization]:
    """How exactly a public answer may say where: the village or community, or only the town above it."""
    area = organizations.area_of(case.area_id)
    if area is None:
        return []
    above = organizations.path(area.pk)
    towns = [one for one in above if one.kind in organizations.TOWNS and one.pk != area.pk]
    return [*towns, area]
