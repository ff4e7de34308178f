"""The table of roles × permissions × reach, from ``data/roles.toml``. Pure data: no Django, no database."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

#: From narrow to wide.
REACHES = ("unit", "subtree", "district")
LANGUAGES = ("zh", "en")


@dataclass(frozen=True)
class Text:
    """The same sentence in both languages."""

    zh: str
    en: str

    def __call__(self, language: str) -> str:
        return self.en if language.startswith("en") else self.zh


@dataclass(frozen=True)
class Right:
    """``role`` has ``permission`` at most as far as ``reach``, and why."""

    role: str
    permission: str
    reach: str
    because: Text


@dataclass(frozen=True)
class Role:
    """``separate``: whoever has it has no other role."""

    key: str
    name: Text
    separate: bool
    rights: Mapping[str, Right]

    @property
    def widest(self) -> str:
        return max((right.reach for right in self.rights.values()), key=REACHES.index)


@cache
def permissions() -> dict[str, Text]:
    """What each permission lets one do, by key, in the file's order."""
    return {key: Text(**row) for key, row in _file()["permissions"].items()}


@cache
def roles() -> dict[str, Role]:
    """All roles by key, in the file's order."""
    return {key: _role(key, row) for key, row in _file()["roles"].items()}


def rights_with(permission: str) -> list[Right]:
    """The right to ``permission`` in each role that has it."""
    return [role.rights[permission] for role in roles().values() if permission in role.rights]


def narrower(one: str, other: str) -> str:
    """The smaller of two reaches."""
    return min(one, other, key=REACHES.index)


def problems() -> list[str]:
    """What is wrong with the file; empty when it is sound."""
    known = permissions()
    found = [
        f"{role.key}: {right.permission} is not a permission or {right.reach} is not a reach"
        for role in roles().values()
        for right in role.rights.values()
        if right.permission not in known or right.reach not in REACHES
    ]
    return found + [f"no role has {key}" for key in known if not rights_with(key)]


def _role(key: str, row: dict[str, Any]) -> Role:
    rights = {
        permission: Right(key, permission, right["reach"], Text(right["zh"], right["en"]))
        for permission, right in row["rights"].items()
    }
    return Role(key, Text(row["zh"], row["en"]), bool(row.get("separate", False)), rights)


@cache
def _file() -> dict[str, Any]:
    return tomllib.loads((Path(__file__).parent / "data" / "roles.toml").read_text("utf-8"))
