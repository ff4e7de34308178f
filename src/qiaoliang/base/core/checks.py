"""What ``qiaoliang check`` and the page of the same name look at. Every floor brings its own, from ``apps.py``.

A check answers with findings; none at all means that all is well, and its ``fine`` sentence is said. A check that fails
by itself is a finding too, so that one broken look never hides the others.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Literal

State = Literal["ok", "look", "mend"]
#: from good to bad; the place is the command's exit status
STATES: tuple[State, ...] = ("ok", "look", "mend")


@dataclass(frozen=True)
class Finding:
    """``says`` is what was found and what it means, ``do`` what to do about it: a command as it is typed, or a way."""

    state: State
    says: Any
    do: Any = ""


Look = Callable[[], Iterable[Finding]]


@dataclass(frozen=True)
class Check:
    """``thorough``: too dear for a page; the command and the daily job look. ``mend``: makes it right from what is certain,
    where that can be done without a person (``qiaoliang check --mend``)."""

    key: str
    title: Any
    look: Look
    fine: Any
    order: int = 500
    thorough: bool = False
    mend: Callable[[], object] | None = None


_checks: dict[str, Check] = {}


def register(
    key: str,
    title: Any,
    look: Look,
    *,
    fine: Any,
    order: int = 500,
    thorough: bool = False,
    mend: Callable[[], object] | None = None,
) -> None:
    """Add a check; a second one of the same key replaces the first."""
    _checks[key] = Check(key, title, look, fine, order, thorough, mend)


def every() -> list[Check]:
    """All checks in the order in which they are shown."""
    return sorted(_checks.values(), key=lambda check: (check.order, check.key))


def worst(states: Iterable[State]) -> State:
    """The worst of them; ok where there is none."""
    return max(states, key=STATES.index, default="ok")
