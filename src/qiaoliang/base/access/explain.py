"""The page "what may I do, and why", as ready-made strings."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from qiaoliang.base.access.actor import Actor, reach_label
from qiaoliang.base.access.roles import permissions, rights_with, roles


@dataclass(frozen=True)
class Line:
    """``text`` is what it lets one do; ``because`` the role's own reason; ``source`` role, post and since when."""

    permission: str
    text: str
    has: bool
    reach: str = ""
    because: str = ""
    source: str = ""


@dataclass(frozen=True)
class Group:
    title: str
    lines: list[Line]


def groups(actor: Actor, language: str) -> list[Group]:
    """What the present hat may do, then what it may not with the roles that could."""
    lines = [_line(actor, key, language) for key in permissions()]
    return [
        Group(_("You may"), [line for line in lines if line.has]),
        Group(_("You may not"), [line for line in lines if not line.has]),
    ]


def _line(actor: Actor, key: str, language: str) -> Line:
    text, held = permissions()[key](language), actor.held.get(key)
    if held is None or actor.post is None:
        names = [roles()[right.role].name(language) for right in rights_with(key)]
        return Line(key, text, False, source=_("Roles that may: %s") % _(", ").join(names))
    source = _("%(post)s of %(organization)s, role %(role)s, since %(since)s") % {
        "post": actor.post,
        "organization": actor.organization,
        "role": roles()[held.grant.role].name(language),
        "since": held.grant.start.isoformat(),
    }
    return Line(key, text, True, reach_label(held.reach), held.right.because(language), source)


@dataclass(frozen=True)
class RoleShown:
    """A role as the table has it: what it may do, how far at most, and why."""

    name: str
    separate: bool
    lines: list[Line]


def table(language: str) -> list[RoleShown]:
    """The whole table of roles, as it came with this version."""
    return [
        RoleShown(
            role.name(language),
            role.separate,
            [
                Line(key, permissions()[key](language), True, reach_label(right.reach), right.because(language))
                for key, right in role.rights.items()
            ],
        )
        for role in roles().values()
    ]
