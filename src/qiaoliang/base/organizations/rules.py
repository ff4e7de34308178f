"""What a tree of organisations and its posts must obey."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from qiaoliang.base.core import clock
from qiaoliang.base.core.errors import Refusal
from qiaoliang.base.organizations.choices import Relation
from qiaoliang.base.organizations.intervals import overlapping
from qiaoliang.base.organizations.models import Link, Membership, Organization, Post


def check_link(child: Organization, parent: Organization, relation: str, start: date) -> None:
    """Refuse a link before either existed, to a dissolved parent, or one that would ever close a circle."""
    if start < max(child.founded, parent.founded):
        raise Refusal(_("Both organisations must exist on that day."), code="before_founding", field="start")
    if parent.dissolved is not None and parent.dissolved <= start:
        raise Refusal(_("That organisation is dissolved. Choose one that exists."), code="dissolved", field="parent")
    if closes_a_circle(child.pk, parent.pk, relation, start, None):
        raise Refusal(
            _("That would put the organisation below itself. Choose another parent."), code="circle", field="parent"
        )


def siblings(organization: Organization) -> QuerySet[Any, UUID]:
    """Ids of what stands beside it by territory today or later."""
    up = Link.objects.filter(overlapping(clock.today(), None), child=organization, relation=Relation.TERRITORY)
    return children(*up.values_list("parent_id", flat=True))


def children(*parents: UUID) -> QuerySet[Any, UUID]:
    """Ids of what stands directly below by territory today or later."""
    links = Link.objects.filter(overlapping(clock.today(), None), parent__in=parents, relation=Relation.TERRITORY)
    return links.values_list("child_id", flat=True)


def check_name(name: str, beside: QuerySet[Any, UUID], own: UUID | None) -> None:
    """Refuse a name that a living neighbour has: nobody could tell the two apart. Elsewhere it may be in use (there is a
    villagers' committee of the same name in many a town)."""
    living = Organization.objects.filter(Q(dissolved=None) | Q(dissolved__gt=clock.today()), name=name.strip())
    if living.filter(pk__in=beside).exclude(pk__in=[own] if own else []).exists():
        raise Refusal(
            _("There is one of this name beside it already. Choose another name, or open that one."),
            code="name_in_use",
            field="name",
        )


def closes_a_circle(child: UUID, parent: UUID, relation: str, start: date, end: date | None) -> bool:
    """Whether ``child`` stands above ``parent`` on any day of ``[start, end)``."""
    front: list[tuple[UUID, date, date | None]] = [(parent, start, end)]
    seen: set[tuple[UUID, date, date | None]] = set()
    while front:
        place, since, until = front.pop()
        if place == child:
            return True
        if (place, since, until) in seen:
            continue
        seen.add((place, since, until))
        for up in Link.objects.filter(overlapping(since, until), child=place, relation=relation):
            front.append((up.parent_id, max(since, up.start), _earlier(until, up.end)))
    return False


def _earlier(one: date | None, other: date | None) -> date | None:
    return min((day for day in (one, other) if day is not None), default=None)


def check_inside(start: date, end: date | None, organization: Organization, post: Post | None = None) -> None:
    """Refuse a membership outside its organisation's or its post's life."""
    lives = [(organization.founded, organization.dissolved)] + ([(post.start, post.end)] if post else [])
    for begun, over in lives:
        if start < begun:
            raise Refusal(_("It did not exist yet on that day."), code="before_founding", field="start")
        if over is not None and (start >= over or end is None or end > over):
            raise Refusal(_("It exists no more on that day."), code="dissolved", field="start")


def free_seat(post: Post, start: date, end: date | None) -> int:
    """The lowest seat of ``post`` that nobody holds on any day of ``[start, end)``."""
    taken = Membership.objects.filter(overlapping(start, end), post=post).values_list("seat", flat=True)
    return first_free(post, set(taken))


def first_free(post: Post, taken: set[int | None]) -> int:
    """The lowest seat of ``post`` that is not taken."""
    free = next((seat for seat in range(1, post.headcount + 1) if seat not in taken), None)
    if free is None:
        raise Refusal(
            _("This post is held. End the present holder's term first, or raise the number of seats."),
            code="post_held",
            field="post",
        )
    return free
