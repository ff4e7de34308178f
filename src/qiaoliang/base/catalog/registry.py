"""Who must know when the catalogue changes the dates of open cases, and who can say what a change would do: the floors above register here."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

#: called in the transaction that made a version that open cases follow, with its number and the moment from which it holds; enqueue, do not compute
Listener = Callable[[int, datetime], None]


@dataclass(frozen=True, slots=True)
class Term:
    """A term as it would be: of a set of clocks, a step, so much of a unit."""

    clocks: str
    step: str
    amount: Decimal
    unit: str


@dataclass(frozen=True, slots=True)
class Intended:
    """What would change the dates of open cases: terms, and the set of clocks of categories, by code."""

    terms: tuple[Term, ...] = ()
    categories: Mapping[str, str] | None = None

    def __bool__(self) -> bool:
        return bool(self.terms or self.categories)


@dataclass(frozen=True, slots=True)
class Move:
    """So many open cases of a step would get another date; ``old`` and ``new`` are moments."""

    step: str
    old: datetime
    new: datetime
    count: int


Foresee = Callable[[Intended, datetime], list[Move]]
#: how many open cases have each of these categories, by code
InUse = Callable[[Collection[str]], Mapping[str, int]]

_listeners: list[Listener] = []
_foresee: list[Foresee] = []
_in_use: list[InUse] = []


def on_change(listener: Listener) -> Listener:
    """Register a listener, once; usable as a decorator."""
    if listener not in _listeners:
        _listeners.append(listener)
    return listener


def tell(number: int, valid_from: datetime) -> None:
    """Call every listener."""
    for listener in _listeners:
        listener(number, valid_from)


def foresees(foresee: Foresee) -> None:
    """Let ``foresee(intended, from)`` say which open cases would get which date."""
    if foresee not in _foresee:
        _foresee.append(foresee)


def foreseen(intended: Intended, valid_from: datetime) -> list[Move]:
    """What would move, the most cases first."""
    moves = [move for foresee in _foresee for move in foresee(intended, valid_from)] if intended else []
    return sorted(moves, key=lambda move: (-move.count, move.new))


def counts_use(in_use: InUse) -> None:
    """Let ``in_use(codes)`` count open cases by category."""
    if in_use not in _in_use:
        _in_use.append(in_use)


def open_cases(codes: Collection[str]) -> int:
    """How many open cases have one of these categories."""
    return sum(count for in_use in _in_use for count in in_use(codes).values())
