"""What higher floors add here, filled in their ``apps.py``."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from qiaoliang.base.core.who import Who
from qiaoliang.base.organizations.models import Membership, Organization, Person, Post

Check = Callable[[Person, Post, date], None]
CheckAll = Callable[[], None]

Around = Callable[[date], AbstractContextManager[None]]

_around: list[Around] = []
_checks: list[Check] = []
_checks_of_all: list[CheckAll] = []


def before_appointment(check: Check) -> Check:
    """Let ``check(person, post, start)`` raise Refusal before a person takes a post."""
    if check not in _checks:
        _checks.append(check)
    return check


def check_appointment(person: Person, post: Post, start: date) -> None:
    """Ask every check; the first refusal stops the appointment."""
    for check in _checks:
        check(person, post, start)


def after_appointments(check: CheckAll) -> CheckAll:
    """Let ``check()`` look over everybody once many appointments are made, and raise Refusal to undo them all."""
    if check not in _checks_of_all:
        _checks_of_all.append(check)
    return check


def check_all() -> None:
    """Ask every check of everybody."""
    for check in _checks_of_all:
        check()


def around_departures(look: Around) -> None:
    """Let ``look(day)`` be entered before somebody loses a post on ``day`` and left afterwards; a Refusal it raises undoes
    the change."""
    if look not in _around:
        _around.append(look)


@contextmanager
def departing(day: date) -> Iterator[None]:
    """Inside the action's transaction."""
    with ExitStack() as stack:
        for look in _around:
            stack.enter_context(look(day))
        yield


@dataclass(frozen=True)
class OpenWork:
    """So many things of one kind that somebody has open in a post; the number alone, because whoever relieves them may not
    read the work itself."""

    kind: Any
    count: int


@dataclass(frozen=True)
class Work:
    """What a domain says of its open work: ``look`` counts it by kind, ``fits`` names who in the unit could take it on,
    ``hand_over`` gives it to one of them, or to the unit (None), inside the caller's transaction."""

    look: Callable[[Membership], Iterable[OpenWork]]
    fits: Callable[[Membership], Collection[UUID]]
    hand_over: Callable[[Who, Membership, Person | None], None]


_work: list[Work] = []


def works(work: Work) -> None:
    """Let a domain's open work be handed over with the post."""
    if work not in _work:
        _work.append(work)


@dataclass(frozen=True)
class UnitWork:
    """What a domain says of a unit's open work: ``look`` counts it by kind, ``check`` refuses a successor that must not have
    some of it, ``hand_over`` gives it all to them inside the caller's transaction."""

    look: Callable[[Organization], Iterable[OpenWork]]
    check: Callable[[Organization, Organization], None]
    hand_over: Callable[[Who, Organization, Organization], None]


_unit_work: list[UnitWork] = []


def unit_works(work: UnitWork) -> None:
    """Let a domain's open work go over when a unit is dissolved."""
    if work not in _unit_work:
        _unit_work.append(work)


def open_work_of(unit: Organization) -> list[OpenWork]:
    """What a unit has open, kinds without any left out."""
    return [one for work in _unit_work for one in work.look(unit) if one.count]


def check_successor(unit: Organization, successor: Organization) -> None:
    for work in _unit_work:
        work.check(unit, successor)


def hand_over_unit(who: Who, unit: Organization, successor: Organization) -> None:
    """Inside the action's transaction, on the day the unit ends."""
    for work in _unit_work:
        work.hand_over(who, unit, successor)


def open_work(held: Membership) -> list[OpenWork]:
    """What its holder has open in this post, kinds without any left out."""
    return [one for work in _work for one in work.look(held) if one.count]


def successors(held: Membership) -> set[UUID]:
    """Persons of the unit who could take on all of it."""
    return set.intersection(*(set(work.fits(held)) for work in _work)) if _work else set()


def hand_over(who: Who, held: Membership, successor: Person | None) -> None:
    """Inside the action's transaction, once the term has ended."""
    for work in _work:
        work.hand_over(who, held, successor)
