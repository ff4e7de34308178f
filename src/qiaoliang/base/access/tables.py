"""What the administrators' pages show, as ready-made strings and a fixed number of queries."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet, Window
from django.db.models.functions import RowNumber
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from qiaoliang.base.access import queries
from qiaoliang.base.access import wanted as wanting
from qiaoliang.base.access.actor import reach_label
from qiaoliang.base.access.models import Grant, Wanted
from qiaoliang.base.access.roles import Role, narrower, roles
from qiaoliang.base.accounts import queries as account_queries
from qiaoliang.base.accounts.models import Account, Removal
from qiaoliang.base.core import clock
from qiaoliang.base.organizations import finding
from qiaoliang.base.organizations import queries as organizations
from qiaoliang.base.organizations.choices import Relation
from qiaoliang.base.organizations.models import Link, Membership, Organization

#: rows a page; of each role on the page of all roles
SIZE, FIRST = 50, 10


@dataclass(frozen=True)
class AccountRow:
    url: str
    username: str
    person: str
    state: str
    tone: str
    second_factor: bool
    last_login: str


def accounts(words: str = "", after: str = "") -> tuple[list[AccountRow], str]:
    """(a page of accounts by user name, the key of the next page): found by user name or person, after the key."""
    named = Q(username__icontains=words) | Q(person__in=finding.people(words)) if words else Q()
    found = account_queries.accounts().filter(named, username__gt=after).select_related("person")
    rows = list(found[: SIZE + 1])
    return [_account_row(row) for row in rows[:SIZE]], rows[SIZE - 1].username if len(rows) > SIZE else ""


def account(one: Account) -> dict[str, Any]:
    """The page of one account."""
    person = getattr(one, "person", None)
    held = list(organizations.memberships_of(person)) if person else []
    posts = [f"{m.post.organization.label} {m.post}" for m in held if m.post]
    notes, sessions = one.notes.order_by("-created_at")[:20], account_queries.sessions_of(one).count()
    asked = account_queries.open_removals().filter(account=one).first()
    waits = {"at": _moment(asked.created_at), "reason": asked.reason} if asked else None
    return {
        "account": one,
        "row": _account_row(one),
        "posts": posts,
        "notes": notes,
        "sessions": sessions,
        "asked": waits,
    }


def _account_row(one: Account) -> AccountRow:
    state, tone = _state(one)
    last = _moment(one.last_login) if one.last_login else _("never logged in")
    return AccountRow(
        url=reverse("access:account", args=[one.pk]),
        username=one.username,
        person=str(getattr(one, "person", "") or ""),
        state=state,
        tone=tone,
        second_factor=bool(getattr(one, "second_factor", False)),
        last_login=last,
    )


def _state(one: Account) -> tuple[str, str]:
    if not one.is_active:
        return _("account closed"), "neutral"
    if one.is_expired:
        return _("one-time password expired"), "act"
    if one.must_change_password:
        return _("one-time password not used yet"), "wait"
    return _("in use"), "done"


@dataclass(frozen=True)
class RemovalRow:
    id: UUID
    username: str
    name: str
    posts: list[str]
    reason: str
    asked_by: str
    asked_at: str
    outcome: str = ""
    decided_by: str = ""
    decided_at: str = ""


def removals_waiting() -> list[RemovalRow]:
    """All that wait, the oldest first. Three queries."""
    return _removal_rows(list(account_queries.open_removals()))


def removals_decided(after: str = "") -> tuple[list[RemovalRow], str]:
    """(a page of those decided, the latest first, the key of the next page)."""
    found = Removal.objects.filter(agreed__isnull=False).select_related("account").order_by("-pk")
    with suppress(ValueError):
        found = found.filter(pk__lt=UUID(after)) if after else found
    rows = list(found[: SIZE + 1])
    return _removal_rows(rows[:SIZE]), str(rows[SIZE - 1].pk) if len(rows) > SIZE else ""


def _removal_rows(found: list[Removal]) -> list[RemovalRow]:
    named = organizations.names_of_accounts(
        {one for row in found for one in (row.account_id, row.asked_by, row.decided_by) if one}
    )
    posts = _posts_of_accounts({row.account_id for row in found})
    return [
        RemovalRow(
            id=row.pk,
            username=row.account.username,
            name=named.get(row.account_id, ""),
            posts=posts.get(row.account_id, []),
            reason=row.reason,
            asked_by=named.get(row.asked_by, ""),
            asked_at=_moment(row.created_at),
            outcome=_("taken away") if row.agreed else _("left as it was"),
            decided_by=named.get(row.decided_by, "") if row.decided_by else "",
            decided_at=_moment(row.decided_at) if row.decided_at else "",
        )
        for row in found
    ]


def _posts_of_accounts(ids: set[UUID]) -> dict[UUID, list[str]]:
    held = Membership.objects.at().filter(person__account__in=ids, post__isnull=False)
    found: dict[UUID, list[str]] = {}
    for one in held.select_related("person", "post__organization").order_by("post__rank", "pk"):
        found.setdefault(one.person.account_id, []).append(f"{one.post.organization.label} {one.post}")
    return found


def _moment(moment: datetime) -> str:
    return clock.localtime(moment).strftime("%Y-%m-%d %H:%M")


@dataclass(frozen=True)
class GrantRow:
    post: str
    holders: str
    reach: str
    since: str
    end_url: str


@dataclass(frozen=True)
class RoleGroup:
    """``key``: the role; ``more``: there are grants of it beyond these rows."""

    key: str
    name: str
    separate: bool
    rows: list[GrantRow]
    more: bool = False


def grants(words: str = "") -> list[RoleGroup]:
    """The first grants of today and later of every role, in the table's order. Two queries."""
    order = ("post__organization__code", "post__rank", "pk")
    number = Window(RowNumber(), partition_by="role", order_by=order)
    found = _granted(words).annotate(number=number).filter(number__lte=FIRST + 1)
    given = list(found.order_by("role", "number"))
    holders = _holders({grant.post_id for grant in given})
    return [
        _group(role, [grant for grant in given if grant.role == role.key], holders, FIRST) for role in roles().values()
    ]


def grants_of(role: str, words: str = "", after: str = "") -> tuple[list[RoleGroup], str]:
    """(a page of one role's grants as its only group, the key of the next page)."""
    found = _granted(words).filter(_after(after), role=role)
    given = list(found.order_by("post__organization__code", "post__rank", "pk")[: SIZE + 1])
    group = _group(roles()[role], given[:SIZE], _holders({grant.post_id for grant in given}), SIZE)
    return [group], str(given[SIZE - 1].pk) if len(given) > SIZE else ""


def _granted(words: str) -> QuerySet[Grant]:
    """Found by the post, its unit or whoever holds it today."""
    if not words:
        return queries.grants_today()
    held = Membership.objects.at().filter(person__in=finding.people(words)).values("post")
    unit = Q(post__organization__in=finding.units(words))
    return queries.grants_today().filter(Q(post__title__icontains=words) | unit | Q(post__in=held))


def _after(key: str) -> Q:
    """Those behind the grant with this id, in the order of unit, rank and id."""
    try:
        last = Grant.objects.filter(pk=UUID(key)).select_related("post__organization").first()
    except ValueError:
        last = None
    if last is None:
        return Q()
    code, rank = last.post.organization.code, last.post.rank
    same_unit = Q(post__organization__code=code)
    behind = Q(post__organization__code__gt=code) | same_unit & Q(post__rank__gt=rank)
    return behind | same_unit & Q(post__rank=rank, pk__gt=last.pk)


def _group(role: Role, given: list[Grant], holders: dict[Any, list[str]], most: int) -> RoleGroup:
    rows = [_grant_row(grant, holders.get(grant.post_id, [])) for grant in given[:most]]
    return RoleGroup(role.key, role.name(get_language() or "zh"), role.separate, rows, len(given) > most)


def grant_label(grant: Grant) -> str:
    role = roles()[grant.role].name(get_language() or "zh") if grant.role in roles() else grant.role
    return f"{grant.post.organization.label} {grant.post} · {role}"


def _grant_row(grant: Grant, holders: list[str]) -> GrantRow:
    return GrantRow(
        post=f"{grant.post.organization.label} {grant.post}",
        holders=_(", ").join(holders) or _("vacant"),
        reach=reach_label(narrower(grant.reach, roles()[grant.role].widest)),
        since=_period(grant.start, grant.end),
        end_url=reverse("access:grant_end", args=[grant.pk]),
    )


@dataclass(frozen=True)
class WantedRow:
    id: UUID
    post: str
    role: str
    holders: str
    asked_by: str
    asked_at: str


#: decided on at once; the next come after them
MOST_WANTED = 200


def wanted() -> list[WantedRow]:
    """Roles that wait for the security officer. Three queries."""
    found = list(wanting.waiting()[:MOST_WANTED])
    holders = _holders({row.post_id for row in found})
    names = organizations.names_of_accounts({row.asked_by for row in found if row.asked_by})
    return [
        WantedRow(
            id=row.pk,
            post=f"{row.post.organization.label} {row.post}",
            role=_role_name(row.role) + (_(" (%s)") % reach_label(row.reach) if row.reach else ""),
            holders=_(", ").join(holders.get(row.post_id, [])) or _("vacant"),
            asked_by=names.get(row.asked_by, "") if row.asked_by else "",
            asked_at=_moment(row.created_at),
        )
        for row in found
    ]


def wanted_label(row: Wanted) -> str:
    return f"{row.post.organization.label} {row.post} · {_role_name(row.role)}"


def _role_name(key: str) -> str:
    return roles()[key].name(get_language() or "zh") if key in roles() else key


def _holders(posts: set[Any]) -> dict[Any, list[str]]:
    found: dict[Any, list[str]] = {}
    rows = Membership.objects.at().filter(post__in=posts).select_related("person").order_by("seat")
    for held in rows:
        found.setdefault(held.post_id, []).append(str(held.person))
    return found


def _period(start: date, end: date | None) -> str:
    if end is None:
        return _("since %s") % start.isoformat()
    return _("%(start)s until %(end)s") % {"start": start.isoformat(), "end": end.isoformat()}


@dataclass(frozen=True)
class PostRow:
    """``holders``: (words, address where the term is ended); addresses are empty where the page shows another day."""

    title: str
    grade: str
    holders: list[tuple[str, str]]
    vacant: int
    change_url: str = ""
    end_url: str = ""
    appoint_url: str = ""


def organization(one: Organization, day: date | None = None) -> dict[str, Any]:
    """The page of one organisation, as of ``day`` (default today): where it stands, what stands below, its posts and their
    holders; the days on which it turned."""
    ends, at = one.dissolved, day or clock.today()
    if day is not None:
        organizations.as_of([one], day)
    above = {relation: _above(one, relation, day) for relation in Relation.values}
    below = {relation: _children(one, relation, day) for relation in Relation.values}
    planned = one.namings.filter(start__gt=clock.today()).first()
    return {
        "organization": one,
        "founded": one.founded.isoformat(),
        "dissolved": ends.isoformat() if ends else "",
        "changes": day is None and (ends is None or ends > at),
        "exists": one.founded <= at and (ends is None or ends > at),
        "planned": {"name": str(planned.name), "start": planned.start.isoformat()} if planned else None,
        "aliases": [
            (alias.name, alias.until.isoformat() if alias.until else "")
            for alias in one.aliases.order_by("until", "name")
        ],
        "comma": _(", "),
        "places": [
            (Relation(relation).label, _path(above[relation]), below[relation])
            for relation in Relation.values
            if above[relation] or below[relation]
        ],
        "posts": list(_posts(one, day)),
        "days": [turn.isoformat() for turn in organizations.turning_days(one)],
    }


def _above(one: Organization, relation: str, day: date | None) -> list[Organization]:
    return organizations.path(one.pk, relation)[:-1] if day is None else organizations.above_on(one.pk, relation, day)


def _children(one: Organization, relation: str, day: date | None) -> list[Organization]:
    if day is not None:
        return organizations.below_on(one.pk, relation, day)
    links = Link.objects.at().filter(parent=one, relation=relation)
    living = links.filter(Q(child__dissolved=None) | Q(child__dissolved__gt=clock.today()))
    return [link.child for link in living.select_related("child").order_by("child__code")]


def _posts(one: Organization, day: date | None) -> Iterator[PostRow]:
    held: dict[Any, list[tuple[str, str]]] = {}
    for row in organizations.staff(one.pk, day):
        words = _("%(name)s, since %(since)s") % {"name": row.person, "since": row.start.isoformat()}
        held.setdefault(row.post_id, []).append((words, "" if day else reverse("access:leave", args=[row.pk])))
    for post in organizations.posts_in(one.pk, day):
        names = held.get(post.pk, [])
        ways = (
            ()
            if day
            else (reverse(f"access:{name}", args=[post.pk]) for name in ("post_change", "post_end", "appoint"))
        )
        yield PostRow(str(post), post.grade, names, max(0, post.headcount - len(names)), *ways)


def _path(above: list[Organization]) -> SafeString:
    return format_html_join(" › ", "{}", ((_link(one),) for one in above))


def _link(one: Organization, day: date | None = None) -> SafeString:
    on = f"?on={day.isoformat()}" if day else ""
    return format_html('<a href="{}{}">{}</a>', reverse("access:organization", args=[one.pk]), on, one.label)


def tree(relation: str, day: date | None = None) -> SafeString:
    """The tree as nested lists, opened two levels deep, as of ``day`` (default today). Two queries, three for another day."""
    places = organizations.tree(relation, day)
    children: dict[int, list[int]] = {}
    trail: list[int] = []
    for index, place in enumerate(places):
        del trail[place.depth :]
        children.setdefault(trail[-1] if trail else -1, []).append(index)
        trail.append(index)
    links = [_link(place.organization, day) for place in places]
    return _branch(places, children, children.get(-1, []), 0, links)


def _branch(
    places: list[Any], children: dict[int, list[int]], here: list[int], depth: int, links: list[SafeString]
) -> SafeString:
    leaves = ((_leaf(places, children, n, depth, links),) for n in here)
    return format_html("<ul>{}</ul>", format_html_join("", "{}", leaves))


def _leaf(
    places: list[Any], children: dict[int, list[int]], index: int, depth: int, links: list[SafeString]
) -> SafeString:
    one, below = places[index].organization, children.get(index, [])
    if not below:
        return format_html("<li>{}</li>", links[index])
    inner = _branch(places, children, below, depth + 1, links)
    opened = SafeString(" open") if depth < 1 else ""
    return format_html(
        "<li><details{}><summary>{} <span class='muted small'>{}</span></summary><p>{}</p>{}</details></li>",
        opened,
        one.label,
        len(below),
        links[index],
        inner,
    )
