"""Who may do what on a day, since when and by whom granted: the auditor's list, a fixed number of queries a page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from qiaoliang.base.access.actor import reach_label
from qiaoliang.base.access.roles import narrower, permissions, rights_with, roles
from qiaoliang.base.audit import queries as audit
from qiaoliang.base.organizations import finding
from qiaoliang.base.organizations import queries as organizations
from qiaoliang.base.organizations.models import Membership

SIZE, CHUNK = 50, 500


@dataclass(frozen=True)
class Asked:
    """What the auditor narrows the list to; ``day`` is the day it holds for."""

    day: date
    unit: str = ""
    person: str = ""
    role: str = ""
    permission: str = ""


def columns() -> list[dict[str, Any]]:
    labels = (_("Who"), _("Unit and post"), _("Role"), _("How far"), _("Since when"), _("Granted by"))
    return [{"label": label, "prime": place == 0} for place, label in enumerate(labels)]


def page(asked: Asked, after: str = "") -> tuple[list[dict[str, Any]], str]:
    """(rows for the table component, the key of the next page). Four queries, five on a later page."""
    found = list(_after(_rows(asked), after)[: SIZE + 1])
    rows = [{"cells": cells} for cells in _cells(found[:SIZE], asked.day)]
    return rows, _key(found[SIZE - 1]) if len(found) > SIZE else ""


def every(asked: Asked) -> Iterator[list[str]]:
    """All rows, for a file."""
    after = ""
    while True:
        found = list(_after(_rows(asked), after)[:CHUNK])
        yield from _cells(found, asked.day)
        if len(found) < CHUNK:
            return
        after = _key(found[-1])


def table() -> list[list[str]]:
    """Each role's permissions and how far, for the file's second sheet."""
    language = get_language() or "zh"
    return [
        [
            role.name(language),
            permissions()[right.permission](language),
            reach_label(right.reach),
            right.because(language),
        ]
        for role in roles().values()
        for right in role.rights.values()
    ]


def _rows(asked: Asked) -> QuerySet[Membership]:
    """A row for each holder of a post and each role it has on that day."""
    grant = "post__grants__"
    held = Membership.objects.at(asked.day).filter(post__isnull=False)
    rows = held.annotate(**{name: F(grant + name) for name in ("role", "reach")})
    rows = rows.annotate(given=F(grant + "pk"), given_from=F(grant + "start"), given_until=F(grant + "end"))
    rows = rows.filter(Q(given_until=None) | Q(given_until__gt=asked.day), given_from__lte=asked.day)
    if asked.unit:
        rows = rows.filter(post__organization__in=finding.units(asked.unit))
    if asked.person:
        people = finding.people(asked.person)
        standing = organizations.deputies(asked.day).filter(membership=OuterRef("pk"), person__in=people)
        rows = rows.filter(Q(person__in=people) | Exists(standing))
    if asked.role:
        rows = rows.filter(role=asked.role)
    if asked.permission:
        rows = rows.filter(role__in=[right.role for right in rights_with(asked.permission)])
    order = ("post__organization__code", "pk", "given")
    found: QuerySet[Membership] = rows.select_related("person", "post__organization").order_by(*order)
    return found


def _key(row: Any) -> str:
    return f"{row.pk}.{row.given}"


def _after(rows: QuerySet[Membership], key: str) -> QuerySet[Membership]:
    held, _dot, grant = key.partition(".")
    try:
        last, given = Membership.objects.filter(pk=UUID(held), post__isnull=False), UUID(grant)
    except ValueError:
        return rows
    code = last.values_list("post__organization__code", flat=True).first()
    if code is None:
        return rows
    here = Q(post__organization__code=code)
    behind = Q(post__organization__code__gt=code) | here & Q(pk__gt=UUID(held))
    return rows.filter(behind | here & Q(pk=UUID(held), given__gt=given))


def _cells(rows: Sequence[Any], day: date) -> Iterator[list[str]]:
    language = get_language() or "zh"
    granters = audit.actors_of("grant.give", {row.given for row in rows})
    names = organizations.names_of_accounts({one for one in granters.values() if one})
    standing = _standing([row.pk for row in rows], day)
    for row in rows:
        known = roles().get(row.role)
        wide = narrower(row.reach, known.widest) if known else row.reach
        yield [
            _("; ").join([str(row.person), *standing.get(row.pk, [])]),
            f"{row.post.organization.label} {row.post}",
            known.name(language) if known else row.role,
            reach_label(wide),
            max(row.start, row.given_from).isoformat(),
            _granter(granters, names, row.given),
        ]


def _granter(granters: dict[UUID, UUID | None], names: dict[UUID, str], grant: UUID) -> str:
    """Who granted it, as the audit log has it; the server's console has no account."""
    if grant not in granters:
        return _("not on record")
    account = granters[grant]
    return names.get(account, _("a former account")) if account else _("set up on the server")


def _standing(terms: list[UUID], day: date) -> dict[UUID, list[str]]:
    found: dict[UUID, list[str]] = {}
    for one in organizations.deputies(day).filter(membership__in=terms).select_related("person").order_by("pk"):
        last = (one.end - timedelta(days=1)).isoformat() if one.end else ""
        words = _("deputy %(name)s until %(last)s") % {"name": one.person, "last": last}
        found.setdefault(one.membership_id, []).append(words)
    return found
