"""Which function does which kind of job, and what runs by itself at intervals. Filled from ``apps.py`` (ready)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from qiaoliang.base.jobs.progress import Progress

Run = Callable[[dict[str, Any], "Progress"], None]
Function = TypeVar("Function", bound=Callable[..., None])


@dataclass(frozen=True)
class Handler:
    """``stepwise`` handlers commit in steps of their own (long imports); all others run in one transaction with the
    mark *done*, so their effect in the database happens exactly once. ``lease`` in seconds. ``long`` ones, which may take
    minutes, are done beside the others, so that no message waits for them."""

    run: Run
    stepwise: bool
    lease: int
    tries: int
    long: bool = False


handlers: dict[str, Handler] = {}
#: kind → seconds between two runs
periods: dict[str, int] = {}
_words: dict[str, Any] = {}


def word(kind: str) -> str:
    """What the work is called in the reader's language, or its code."""
    return str(_words.get(kind, kind))


def handler(
    kind: str, word: Any = "", *, stepwise: bool = False, lease: int = 60, tries: int = 8, long: bool = False
) -> Callable[[Function], Function]:
    """Register ``fn(payload, progress)``; ``word`` says what it does, for the pages. A stepwise handler must bear being run again from any of its commits."""

    def keep(run: Function) -> Function:
        handlers[kind] = Handler(run, stepwise, lease, tries, long)
        if word:
            _words[kind] = word
        return run

    return keep


def every(kind: str, *, seconds: int) -> None:
    """Let the worker enqueue ``kind`` at this interval."""
    periods[kind] = seconds
