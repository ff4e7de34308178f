"""What higher floors add here, filled in their ``apps.py``."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager

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
