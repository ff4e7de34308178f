"""What higher floors add here, filled in their ``apps.py``."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from datetime import date

from qiaoliang.base.organizations.models import Person, Post

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
