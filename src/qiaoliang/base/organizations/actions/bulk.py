"""Founding a whole district at once: four inserts, one closure, one transaction."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from qiaoliang.base.audit import actions as audit
from qiaoliang.base.core import clock
from qiaoliang.base.core.errors import Refusal
from qiaoliang.base.core.who import Who
from qiaoliang.base.organizations import closure
from qiaoliang.base.organizations.choices import Relation
from qiaoliang.base.organizations.kinds import kinds
from qiaoliang.base.organizations.models import Alias, Link, Organization, Post


@dataclass(frozen=True, kw_only=True)
class NewPost:
    title: str
    title_en: str = ""
    rank: int = 50
    grade: str = ""
    headcount: int = 1


@dataclass(frozen=True, kw_only=True)
class NewOrganization:
    """``territory`` and ``line`` are codes: of an earlier or later row of the same list, or of one that exists."""

    code: str
    name: str
    kind: str
    short_name: str = ""
    name_en: str = ""
    founded: date | None = None
    territory: str = ""
    line: str = ""
    aliases: Sequence[str] = ()
    posts: Sequence[NewPost] = field(default=())


@transaction.atomic
def found_all(who: Who, rows: Iterable[NewOrganization]) -> dict[str, Organization]:
    """Organisations by code, each with its links, aliases and posts. All or none."""
    rows = list(rows)
    for relation in Relation.values:
        closure.hold(relation)
    made = _organizations(rows)
    known = {**_existing(rows), **made}
    Link.objects.bulk_create(_links(rows, known), batch_size=500)
    Alias.objects.bulk_create(
        [Alias(organization=made[row.code], name=name) for row in rows for name in dict.fromkeys(row.aliases)],
        batch_size=500,
    )
    Post.objects.bulk_create(_posts(rows, made), batch_size=500)
    for relation in Relation.values:
        closure.rebuild(relation)
    for organization in made.values():
        audit.record(who, "organization.found", organization, fields=("code", "name", "kind", "founded"))
    return made


def _organizations(rows: list[NewOrganization]) -> dict[str, Organization]:
    problems = [row for row in rows if row.kind not in kinds() or not row.name.strip() or not row.code.strip()]
    if problems:
        raise Refusal(
            _("Row “%(code)s” lacks a code, a name or a known kind.") % {"code": problems[0].code}, code="unknown_kind"
        )
    codes = [row.code for row in rows]
    if len(set(codes)) < len(codes) or Organization.objects.filter(code__in=codes).exists():
        raise Refusal(_("A code stands twice or is in use."), code="code_in_use")
    made = [
        Organization(
            code=row.code,
            name=row.name.strip(),
            kind=row.kind,
            short_name=row.short_name,
            name_en=row.name_en,
            founded=row.founded or clock.today(),
        )
        for row in rows
    ]
    return {one.code: one for one in Organization.objects.bulk_create(made, batch_size=500)}


def _existing(rows: list[NewOrganization]) -> dict[str, Organization]:
    codes = {code for row in rows for code in (row.territory, row.line) if code}
    return {one.code: one for one in Organization.objects.filter(code__in=codes)}


def _links(rows: list[NewOrganization], known: dict[str, Organization]) -> list[Link]:
    return [
        _link(known, row, relation, code)
        for relation in Relation.values
        for row in _in_order(rows, relation)
        if (code := getattr(row, relation))
    ]


def _link(known: dict[str, Organization], row: NewOrganization, relation: str, code: str) -> Link:
    if code not in known:
        raise Refusal(_("Row “%(code)s” names a parent that does not exist.") % {"code": row.code}, code="no_parent")
    child, parent = known[row.code], known[code]
    return Link(child=child, parent=parent, relation=relation, start=max(child.founded, parent.founded))


def _in_order(rows: list[NewOrganization], relation: str) -> list[NewOrganization]:
    """The rows, after making sure that no row stands below itself."""
    parents = {row.code: getattr(row, relation) for row in rows}
    for row in rows:
        place, steps = row.code, 0
        while place and steps <= len(rows):
            place, steps = parents.get(place, ""), steps + 1
        if place:
            raise Refusal(_("Row “%(code)s” stands below itself.") % {"code": row.code}, code="circle")
    return rows


def _posts(rows: list[NewOrganization], made: dict[str, Organization]) -> list[Post]:
    return [
        Post(
            organization=made[row.code],
            title=post.title,
            title_en=post.title_en,
            rank=post.rank,
            grade=post.grade,
            headcount=post.headcount,
            start=made[row.code].founded,
        )
        for row in rows
        for post in row.posts
    ]
