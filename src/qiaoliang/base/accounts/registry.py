"""What higher floors add here, filled in their ``apps.py``."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from uuid import UUID

Around = Callable[[], AbstractContextManager[None]]
_around: list[Around] = []


def around_closing(look: Around) -> None:
    """Let ``look`` be entered before an account is closed and left afterwards; a Refusal it raises undoes the closing."""
    if look not in _around:
        _around.append(look)


@contextmanager
def closing() -> Iterator[None]:
    """Inside the action's transaction."""
    with ExitStack() as stack:
        for look in _around:
            stack.enter_context(look())
        yield


#: (accounts to tell, what happened, to which account)
Teller = Callable[[Collection[UUID], str, UUID], None]
_tellers: list[Teller] = []
_settlers: list[Callable[[UUID], None]] = []


def told_by(teller: Teller, settler: Callable[[UUID], None]) -> None:
    """Let ``teller`` leave a notice to the holders of accounts, and ``settler`` settle what was asked about one."""
    if teller not in _tellers:
        _tellers.append(teller)
        _settlers.append(settler)


def tell(accounts: Collection[UUID], what: str, subject: UUID) -> None:
    """Inside the action's transaction."""
    for teller in _tellers:
        teller(accounts, what, subject)


def settle(subject: UUID) -> None:
    """What was asked about the account is decided."""
    for settler in _settlers:
        settler(subject)
