"""Reads with a name. ``at`` is a day of the district, by default today."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.contrib.auth import get_user_model
from django.db import connection
from django.db.models import F, Prefetch, Q, QuerySet

from qiaoliang.base.asking import written
from qiaoliang.base.core import clock
from qiaoliang.base.organizations.choices import Relation
from qiaoliang.base.organizations.intervals import live_on
from qiaoliang.base.organizations.models import Closure, Deputy, Link, Membership, Naming, Organization, Person, Post

#: where a case may have happened: a town-level unit, a village-level one
TOWNS = frozenset({"town", "street", "park"})
VILLAGES = frozenset({"village_committee", "residents_committee"})

#: no real tree is deeper
DEEPEST = 30


def subtree_ids(organization_id: UUID, relation: str = Relation.TERRITORY) -> QuerySet[Closure, UUID]:
    """Ids of the organisation and all below it today; a subquery for lists."""
    rows = Closure.objects.filter(ancestor=organization_id, relation=relation)
    return rows.values_list("descendant_id", flat=True)


def ancestor_ids(organization_id: UUID, relation: str = Relation.TERRITORY) -> QuerySet[Closure, UUID]:
    """Ids of the organisation and all above it today, nearest first."""
    rows = Closure.objects.filter(descendant=organization_id, relation=relation)
    return rows.order_by("depth").values_list("ancestor_id", flat=True)


def path(organization_id: UUID, relation: str = Relation.TERRITORY) -> list[Organization]:
    """From the top down to the organisation itself, today."""
    rows = Closure.objects.filter(descendant=organization_id, relation=relation).select_related("ancestor")
    return [row.ancestor for row in rows.order_by("-depth")]


def parent_of(organization_id: UUID, relation: str = Relation.TERRITORY, at: date | None = None) -> Organization | None:
    """Who stood directly above it on that day."""
    links = Link.objects.at(at).filter(child=organization_id, relation=relation).select_related("parent")
    found = links.first()
    return found.parent if found else None


def alive(at: date | None = None) -> QuerySet[Organization]:
    """Organisations that existed on that day."""
    day = at or clock.today()
    return Organization.objects.filter(Q(dissolved=None) | Q(dissolved__gt=day), founded__lte=day)


_BELOW = """
WITH RECURSIVE below(id, depth) AS (
  SELECT id, 0 FROM organizations_organization WHERE id = %s
  UNION ALL
  SELECT l.child_id, b.depth + 1 FROM organizations_link l JOIN below b ON l.parent_id = b.id
  WHERE l.relation = %s AND l.start <= %s AND (l."end" IS NULL OR l."end" > %s)
) SELECT id FROM below ORDER BY depth, id
"""


def subtree_as_of(organization_id: UUID, at: date, relation: str = Relation.TERRITORY) -> list[UUID]:
    """Ids of the organisation and all below it on a day, past or planned, from the links themselves."""
    key = Organization._meta.pk
    with connection.cursor() as cursor:
        cursor.execute(_BELOW, [key.get_db_prep_value(organization_id, connection), str(relation), at, at])
        return [row[0] if isinstance(row[0], UUID) else UUID(row[0]) for row in cursor.fetchall()]


def memberships_of(person: Person | UUID, at: date | None = None) -> QuerySet[Membership]:
    """The posts a person holds on that day with their organisations, first rank first."""
    held: QuerySet[Membership] = Membership.objects.at(at).filter(person=person, post__isnull=False)
    return held.select_related("post__organization").order_by("post__rank", "start", "pk")


def hats_of(person: Person) -> list[Membership]:
    """The terms in which a person may act today: their own, then those they stand in for. One query."""
    return sorted(written.rows(_hats, person.pk, clock.today()), key=lambda one: one.person_id != person.pk)


def worn_by(person: UUID, day: date) -> QuerySet[Membership]:
    """The terms in which a person may act on that day, as a condition."""
    standing = Deputy.objects.at(day).filter(person=person).values("membership")
    worn: QuerySet[Membership] = Membership.objects.at(day).filter(Q(person=person) | Q(pk__in=standing))
    return worn.filter(post__isnull=False)


def _hats(person: UUID, day: date) -> QuerySet[Membership]:
    return worn_by(person, day).select_related("person", "post__organization").order_by("post__rank", "start", "pk")


def deputies(at: date | None = None) -> QuerySet[Deputy]:
    """Who stands in for whom on that day, as far as the term itself lasts."""
    day = at or clock.today()
    found: QuerySet[Deputy] = Deputy.objects.at(day).filter(live_on(day, "membership__"))
    return found


def deputies_to_come(memberships: QuerySet[Membership]) -> QuerySet[Deputy]:
    """Of these terms, today and later, by their first day; one that was cancelled ends as it begins and is none."""
    rows = Deputy.objects.filter(membership__in=memberships, end__gt=clock.today()).exclude(end__lte=F("start"))
    return rows.select_related("person", "membership__person", "membership__post__organization").order_by("start", "pk")


def able_deputies(memberships: Collection[Membership]) -> QuerySet[Person]:
    """Who could stand in: those with a post in the same units or right above them, who can log in; ``held_now`` is what
    they hold there."""
    units = {one.post.organization_id for one in memberships if one.post}
    above = Closure.objects.filter(descendant__in=units, depth=1).values("ancestor")
    held = Membership.objects.at().filter(Q(post__organization__in=units) | Q(post__organization__in=above))
    able = Person.objects.filter(pk__in=held.values("person"), account__is_active=True)
    posts = held.select_related("post__organization").order_by("post__rank", "pk")
    return able.prefetch_related(Prefetch("memberships", posts, to_attr="held_now")).order_by("name", "pk")


def posts_of(person: Person | UUID, at: date | None = None) -> QuerySet[Post]:
    """The posts a person holds on that day."""
    day = at or clock.today()
    held = Membership.objects.at(day).filter(person=person, post__isnull=False).values("post")
    return Post.objects.filter(pk__in=held).select_related("organization").order_by("rank", "title")


def staff(organization_id: UUID, at: date | None = None) -> QuerySet[Membership]:
    """Who holds a post of this organisation on that day, in the order of rank."""
    held: QuerySet[Membership] = Membership.objects.at(at).filter(post__organization=organization_id)
    return held.select_related("person", "post").order_by("post__rank", "post__title", "seat")


def posts_in(organization_id: UUID, at: date | None = None) -> QuerySet[Post]:
    """The living posts of an organisation, first rank first."""
    posts: QuerySet[Post] = Post.objects.at(at).filter(organization=organization_id)
    return posts.order_by("rank", "title")


def is_in(person_id: UUID, organization_id: UUID) -> bool:
    """Whether the person holds a post in the organisation today."""
    held = Membership.objects.at().filter(person=person_id, post__organization=organization_id)
    return bool(held.exists())


def holders_of(post_id: UUID, at: date | None = None) -> list[UUID]:
    """The persons who hold that post on that day."""
    return list(
        Membership.objects.at(at).filter(post=post_id).order_by("person_id").values_list("person_id", flat=True)
    )


def person_of(account_id: UUID) -> Person | None:
    """The person who logs in with this account."""
    return written.first(_who_logs_in, account_id)


def _who_logs_in(account: UUID) -> QuerySet[Person]:
    return Person.objects.filter(account=account)[:1]


def search(text: str, limit: int = 50) -> list[Organization]:
    """Living organisations whose name, short name, code, English name or alias contains ``text``."""
    words = text.strip()
    if not words:
        return []
    named = (
        Q(name__icontains=words)
        | Q(short_name__icontains=words)
        | Q(name_en__icontains=words)
        | Q(code__iexact=words)
        | Q(aliases__name__icontains=words)
    )
    return list(alive().filter(named).distinct().order_by("code")[:limit])


@dataclass(frozen=True)
class Place:
    """One line of the tree as a list: ``depth`` 0 at the top."""

    organization: Organization
    depth: int


def tree(relation: str = Relation.TERRITORY, at: date | None = None) -> list[Place]:
    """The living organisations of a day, each below its parent, siblings by code, called as on that day. Two queries, three
    for another day than today."""
    living = list(alive(at).order_by("code"))
    organizations = {one.pk: one for one in (as_of(living, at) if at is not None else living)}
    pairs = Link.objects.at(at).filter(relation=relation).values_list("child_id", "parent_id")
    parents = {child: parent for child, parent in pairs if parent in organizations}
    children: dict[UUID | None, list[Organization]] = {}
    for one in organizations.values():
        children.setdefault(parents.get(one.pk), []).append(one)
    lines: list[Place] = []
    front = [Place(one, 0) for one in reversed(children.get(None, []))]
    while front:
        place = front.pop()
        lines.append(place)
        front += [Place(one, place.depth + 1) for one in reversed(children.get(place.organization.pk, []))]
    return lines


def as_of(units: Collection[Organization], at: date) -> list[Organization]:
    """The same units with the names and the kind they had on that day, for showing; never to be saved. One query."""
    found = Naming.objects.at(at).filter(organization__in=[unit.pk for unit in units])
    then = {one.organization_id: one for one in found}
    for unit in units:
        if (naming := then.get(unit.pk)) is not None:
            unit.name, unit.short_name, unit.name_en, unit.kind = (
                naming.name, naming.short_name, naming.name_en, naming.kind,
            )  # fmt: skip
    return list(units)


def above_on(organization_id: UUID, relation: str, at: date) -> list[Organization]:
    """From the top down to the organisation's parent on a day, past or planned. A query a level, and one for the names."""
    chain: list[Organization] = []
    place = parent_of(organization_id, relation, at)
    while place is not None and len(chain) < DEEPEST:
        chain.append(place)
        place = parent_of(place.pk, relation, at)
    return as_of(chain[::-1], at)


def below_on(organization_id: UUID, relation: str, at: date) -> list[Organization]:
    """What stood directly below it on a day, by code."""
    links = Link.objects.at(at).filter(parent=organization_id, relation=relation)
    return as_of(list(alive(at).filter(pk__in=links.values("child")).order_by("code")), at)


def turning_days(organization: Organization) -> list[date]:
    """The days on which its names, its place, or it itself began or ended, the latest first."""
    days = {organization.founded, organization.dissolved}
    days |= set(organization.namings.values_list("start", flat=True))
    for start, end in organization.links_up.values_list("start", "end"):
        days |= {start, end}
    return sorted((day for day in days if day is not None), reverse=True)


def staffing_gap(organization_id: UUID, at: date | None = None) -> int:
    """Seats of living posts that nobody holds on that day."""
    day = at or clock.today()
    seats: int = sum(Post.objects.at(day).filter(organization=organization_id).values_list("headcount", flat=True))
    held: int = Membership.objects.filter(live_on(day), post__organization=organization_id).count()
    return seats - held


def organization_names(ids: Collection[UUID]) -> dict[UUID, str]:
    """How the audit log names them."""
    return {one.pk: str(one) for one in Organization.objects.filter(pk__in=ids)}


def post_names(ids: Collection[UUID]) -> dict[UUID, str]:
    posts = Post.objects.filter(pk__in=ids).select_related("organization")
    return {post.pk: f"{post.organization.label} {post}" for post in posts}


def person_names(ids: Collection[UUID]) -> dict[UUID, str]:
    return {person.pk: str(person) for person in Person.objects.filter(pk__in=ids)}


def names_of_accounts(ids: Collection[UUID]) -> dict[UUID, str]:
    """Whose accounts these are; an account without a person by its user name."""
    rows = get_user_model().objects.filter(pk__in=ids).select_related("person")
    return {row.pk: str(getattr(row, "person", None) or row.get_username()) for row in rows}


def people_of_accounts(ids: Collection[UUID]) -> list[UUID]:
    """The persons who log in with these accounts."""
    return list(Person.objects.filter(account__in=ids).order_by("pk").values_list("pk", flat=True))


def area_choices() -> list[tuple[str, list[tuple[str, str]]]]:
    """Towns with the villages and communities below them, as grouped choices of a form: (town, [(id, name)])."""
    groups: list[tuple[str, list[tuple[str, str]]]] = []
    for place in tree():
        unit = place.organization
        if unit.kind in TOWNS:
            groups.append((unit.label, [(str(unit.pk), unit.label)]))
        elif unit.kind in VILLAGES and groups:
            groups[-1][1].append((str(unit.pk), unit.label))
    return groups


def is_area(organization_id: UUID) -> bool:
    """Whether :func:`area_choices` has it."""
    return alive().filter(pk=organization_id, kind__in=[*TOWNS, *VILLAGES]).exists()


def area_of(organization_id: UUID | None) -> Organization | None:
    """The village, community or town a unit stands in: itself or the nearest above it; None for a district's own unit."""
    found = written.first(_nearest_area, organization_id)
    return found.ancestor if found else None


def _nearest_area(organization_id: UUID | None) -> QuerySet[Closure]:
    above = Closure.objects.filter(
        descendant=organization_id, relation=Relation.TERRITORY, ancestor__kind__in=[*TOWNS, *VILLAGES]
    )
    return above.order_by("depth").select_related("ancestor")[:1]


def case_office() -> Organization | None:
    """The unit of the catalogue's kind "office": the district's own, where cases are taken in and assigned."""
    return alive().filter(kind="office").order_by("code").first()


def name_of(organization_id: UUID | str) -> str:
    """The name in the reader's language; empty where there is no such organisation."""
    found = Organization.objects.filter(pk=organization_id).first()
    return str(found) if found else ""
