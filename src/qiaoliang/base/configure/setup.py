"""Units, posts and which roles posts have, as part of the file that carries a district's set-up. Nobody's name is in it.

Brought in, it only adds: units and posts that are not there, and roles to be granted, which wait for the security officer. What is
there already is said where it differs, and left: a change of a unit counts from a day, on its own page.
"""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from qiaoliang.base.access import wanted
from qiaoliang.base.access.models import Grant
from qiaoliang.base.access.roles import REACHES, roles
from qiaoliang.base.access.unit_forms import MOST_SEATS
from qiaoliang.base.catalog import export
from qiaoliang.base.core import clock
from qiaoliang.base.core.errors import Refusal
from qiaoliang.base.core.typed import seen
from qiaoliang.base.core.who import Who
from qiaoliang.base.organizations import actions
from qiaoliang.base.organizations.actions import NewOrganization, NewPost
from qiaoliang.base.organizations.choices import Relation
from qiaoliang.base.organizations.kinds import kinds
from qiaoliang.base.organizations.models import Alias, Link, Organization, Post
from qiaoliang.base.organizations.queries import alive

_HEAD = """\
# ---- 单位、岗位和角色 units, posts and roles ----
# 单位 [[unit]]：code 代码，name 全称，kind 类别，territory 属地上级，line 条线上级（都写代码）。
# 岗位 [[post]]：unit 单位代码，title 名称，headcount 名额，roles 角色；"handler:unit" 表示只管本单位。
"""
#: faults of a file that are shown at once, and rows that one file may bring
MOST_SENTENCES, MOST_ROWS = 30, 5000
#: what a row may say: name → (kind of value, how long a text may be)
UNIT: Mapping[str, tuple[type, int]] = {
    "code": (str, 40), "name": (str, 100), "short": (str, 40), "name_en": (str, 160), "kind": (str, 30),
    "territory": (str, 40), "line": (str, 40), "founded": (date, 0), "aliases": (list, 100),
}  # fmt: skip
POST: Mapping[str, tuple[type, int]] = {
    "unit": (str, 40), "title": (str, 60), "title_en": (str, 100), "rank": (int, 999), "grade": (str, 20),
    "headcount": (int, MOST_SEATS), "roles": (list, 60),
}  # fmt: skip
NEEDED = {"unit": ("code", "name", "kind"), "post": ("unit", "title")}


@dataclass
class Plan:
    """What a file would bring. ``differing``: units that are here already and are said otherwise in the file."""

    units: list[NewOrganization] = field(default_factory=list)
    posts: list[tuple[str, NewPost]] = field(default_factory=list)
    roles: list[tuple[str, str, str, str]] = field(default_factory=list)
    differing: list[str] = field(default_factory=list)
    same: int = 0

    @property
    def brings(self) -> bool:
        return bool(self.units or self.posts or self.roles)


# ---------------------------------------------------------------- out


def text() -> str:
    """The units and posts of today with the roles that posts have, as TOML. Five questions."""
    units = list(alive().order_by("code"))
    parents = {(one.child_id, one.relation): one.parent.code for one in Link.objects.at().select_related("parent")}
    names: dict[Any, list[str]] = {}
    for unit, name in Alias.objects.filter(until=None).order_by("name").values_list("organization", "name"):
        names.setdefault(unit, []).append(name)
    parts = [_HEAD]
    for one in units:
        values = {"code": one.code, "name": one.name, "short": one.short_name, "name_en": one.name_en, "kind": one.kind}
        values |= {str(relation): parents.get((one.pk, relation), "") for relation in Relation.values}
        parts.append(_row("unit", {**values, "founded": one.founded, "aliases": names.get(one.pk, [])}))
    return "\n".join([*parts, *_posts()])


def _posts() -> Iterator[str]:
    given: dict[Any, list[str]] = {}
    for grant in Grant.objects.at().order_by("role"):
        widest = roles()[grant.role].widest if grant.role in roles() else grant.reach
        given.setdefault(grant.post_id, []).append(
            grant.role if grant.reach == widest else f"{grant.role}:{grant.reach}"
        )
    found = Post.objects.at().select_related("organization").order_by("organization__code", "rank", "title")
    for post in found.filter(organization__in=alive()):
        values = {name: getattr(post, name) for name in ("title", "title_en", "rank", "grade", "headcount")}
        yield _row("post", {"unit": post.organization.code, **values, "roles": given.get(post.pk, [])})


def _row(table: str, values: Mapping[str, Any]) -> str:
    lines = [f"{name} = {_value(value)}" for name, value in values.items() if value not in ("", [])]
    return "\n".join([f"[[{table}]]", *lines, ""])


def _value(value: Any) -> str:
    return value.isoformat() if isinstance(value, date) else export.as_toml(value)


# ---------------------------------------------------------------- in


def read(file: str) -> Plan:
    """What the file would bring here. Refusal with a sentence a line where it cannot be brought in."""
    try:
        data = tomllib.loads(file)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        line = re.search(r"line (\d+)", str(error))
        words = (
            _("The file cannot be read from line %s on. Look at quotes and brackets there.") % line[1]
            if line
            else _("The file cannot be read. Look at quotes and brackets; was the whole of it copied?")
        )
        raise Refusal(words, code="toml", field="file") from error
    rows = {table: data.get(table, []) for table in ("unit", "post")}
    if not any(rows.values()):
        raise Refusal(_("The file names no units and no posts."), code="empty", field="file")
    faults = [*_faults("unit", UNIT, rows["unit"]), *_faults("post", POST, rows["post"])]
    faults = faults or [*_doubles(rows), *_strangers(rows)]
    if faults:
        raise Refusal("\n".join(faults[:MOST_SENTENCES]), code="faults", field="file")
    return _planned(rows)


def carry_out(who: Who, plan: Plan, *, keep: bool) -> None:
    """Do it; without ``keep`` nothing stays, but every refusal is the real one."""
    with transaction.atomic():
        actions.found_all(who, plan.units)
        units = {one.code: one for one in alive()}
        for code, post in plan.posts:
            start = max(clock.today(), units[code].founded)
            actions.establish_post(
                who,
                units[code],
                post.title,
                title_en=post.title_en,
                rank=post.rank,
                grade=post.grade,
                headcount=post.headcount,
                start=start,
            )
        posts = {
            (one.organization.code, one.title): one
            for one in Post.objects.filter(end=None).select_related("organization")
        }
        for code, title, role, reach in plan.roles:
            wanted.want(who, posts[code, title], role, reach)
        transaction.set_rollback(not keep)


def _faults(table: str, rule: Mapping[str, tuple[type, int]], rows: Any) -> Iterator[str]:
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        yield _("Write [[%(table)s]], in two pairs of brackets, before each entry.") % {"table": table}
        return
    if len(rows) > MOST_ROWS:
        yield _("The file has more than %(most)d entries of [[%(table)s]].") % {"most": MOST_ROWS, "table": table}
        return
    for place, row in enumerate(rows, 1):
        where = _("Entry %(place)d of [[%(table)s]]") % {"place": place, "table": table}
        for name in NEEDED[table]:
            if not str(row.get(name, "")).strip():
                yield _("%(where)s lacks %(name)s.") % {"where": where, "name": name}
        for name, value in row.items():
            if name not in rule:
                yield _("%(where)s: nobody knows what %(name)s means.") % {"where": where, "name": name}
            elif not _fits(value, *rule[name]):
                yield _("%(where)s: %(name)s cannot be this.") % {"where": where, "name": name}


def _fits(value: Any, kind: type, most: int) -> bool:
    if kind is int:
        return type(value) is int and 0 <= value <= most
    if kind is date:
        return type(value) is date and 1900 <= value.year <= clock.today().year + 1
    if kind is list:
        return isinstance(value, list) and len(value) <= most and all(_fits(one, str, 100) for one in value)
    return isinstance(value, str) and len(value) <= most and value == seen(value)


def _doubles(rows: Mapping[str, list[dict[str, Any]]]) -> Iterator[str]:
    codes = Counter(row["code"] for row in rows["unit"])
    posts = Counter((row["unit"], row["title"]) for row in rows["post"])
    beside = Counter((row.get("territory", ""), row["name"]) for row in rows["unit"])
    for code in (code for code, times in codes.items() if times > 1):
        yield _("The code “%s” stands twice.") % code
    for _parent, name in (pair for pair, times in beside.items() if times > 1):
        yield _("Two units called “%s” stand under the same unit.") % name
    for unit, title in (pair for pair, times in posts.items() if times > 1):
        yield _("The post “%(title)s” stands twice in “%(unit)s”.") % {"title": title, "unit": unit}


def _strangers(rows: Mapping[str, list[dict[str, Any]]]) -> Iterator[str]:
    here = set(alive().values_list("code", flat=True))
    known = {row["code"] for row in rows["unit"]} | here
    beside = set(
        Link.objects.at()
        .filter(relation=Relation.TERRITORY, child__in=alive())
        .values_list("parent__code", "child__name")
    )
    gone = set(Organization.objects.exclude(code__in=here).values_list("code", flat=True))
    for row in rows["unit"]:
        if row["kind"] not in kinds():
            yield _("“%(code)s”: there is no kind of unit “%(kind)s”.") % {"code": row["code"], "kind": row["kind"]}
        if row["code"] not in here and (row.get("territory", ""), row["name"]) in beside:
            yield _("“%(code)s”: there is a unit called “%(name)s” beside it already.") % {
                "code": row["code"],
                "name": row["name"],
            }
        if row["code"] in gone:
            yield _("“%s” belonged to a unit that is dissolved. Give the new one another code.") % row["code"]
        for relation in Relation.values:
            if row.get(relation) and row[relation] not in known:
                yield _("“%(code)s”: there is no unit “%(parent)s”.") % {"code": row["code"], "parent": row[relation]}
    for row in rows["post"]:
        if row["unit"] not in known:
            yield _("“%(code)s”: there is no unit “%(parent)s”.") % {"code": row["title"], "parent": row["unit"]}
        for one in row.get("roles", []):
            role, _colon, reach = one.partition(":")
            if role not in roles() or (reach and reach not in REACHES):
                yield _("“%(post)s”: there is no role “%(role)s”.") % {"post": row["title"], "role": one}


def _planned(rows: Mapping[str, list[dict[str, Any]]]) -> Plan:
    plan = Plan()
    here = {one.code: one for one in alive()}
    for row in rows["unit"]:
        if row["code"] not in here:
            plan.units.append(_unit(row))
        elif said := _differs(here[row["code"]], row):
            plan.differing.append(said)
        else:
            plan.same += 1
    there = {
        (one.organization.code, one.title): one for one in Post.objects.filter(end=None).select_related("organization")
    }
    granted = set(Grant.objects.at().values_list("post", "role"))
    for row in rows["post"]:
        post = there.get((row["unit"], row["title"]))
        if post is None:
            plan.posts.append((row["unit"], _post(row)))
        else:
            plan.same += 1
        for one in row.get("roles", []):
            role, _colon, reach = one.partition(":")
            if post is None or (post.pk, role) not in granted:
                plan.roles.append((row["unit"], row["title"], role, reach))
    return plan


def _differs(unit: Organization, row: Mapping[str, Any]) -> str:
    if (unit.name, unit.kind) == (row["name"], row["kind"]):
        return ""
    kind = kinds()[row["kind"]]
    return _("%(here)s (%(code)s) is “%(name)s”, %(kind)s in the file. It stays as it is; change it on its page.") % {
        "here": unit, "code": unit.code, "name": row["name"], "kind": kind,
    }  # fmt: skip


def _unit(row: Mapping[str, Any]) -> NewOrganization:
    return NewOrganization(
        code=row["code"],
        name=row["name"],
        kind=row["kind"],
        short_name=row.get("short", ""),
        name_en=row.get("name_en", ""),
        founded=row.get("founded"),
        territory=row.get("territory", ""),
        line=row.get("line", ""),
        aliases=row.get("aliases", ()),
    )


def _post(row: Mapping[str, Any]) -> NewPost:
    return NewPost(
        title=row["title"].strip(),
        title_en=row.get("title_en", ""),
        rank=row.get("rank", 50),
        grade=row.get("grade", ""),
        headcount=max(1, row.get("headcount", 1)),
    )


def role_name(key: str) -> str:
    """In the reader's language."""
    return roles()[key].name(get_language() or "zh")
