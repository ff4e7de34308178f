"""Sets of cases that a part above the cases has put together, so that a figure of theirs opens its rows in the usual list.

In a list's address such a set stands as ``among=kind:key``. Whoever opens it sees those of its cases that they may see."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import QuerySet


@dataclass(frozen=True)
class Kind:
    """``cases(key)``: the ids of a set, as a subquery; ``label(key)``: what it is called, empty where it is gone."""

    cases: Callable[[UUID], QuerySet[Any, UUID]]
    label: Callable[[UUID], str]


_kinds: dict[str, Kind] = {}


def register(name: str, kind: Kind) -> None:
    """Called once, when the apps are ready."""
    _kinds[name] = kind


def address(name: str, key: UUID) -> str:
    """How the set is written in an address."""
    return f"{name}:{key}"


def read(text: str) -> tuple[Kind, UUID] | None:
    """The set that an address means; None for anything else."""
    name, _colon, key = text.partition(":")
    try:
        return (_kinds[name], UUID(key)) if name in _kinds else None
    except ValueError:
        return None
