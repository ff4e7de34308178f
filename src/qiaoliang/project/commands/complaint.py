"""How a command says no: clear sentences on stderr, exit status 2."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager


class Complaint(Exception):
    """The command cannot be done; each argument is one sentence."""


@contextmanager
def refused() -> Iterator[None]:
    """Print a complaint or an action's refusal and go on after the block."""
    from qiaoliang.base.core.errors import Refusal

    try:
        yield
    except Complaint as no:
        print(*no.args, sep="\n", file=sys.stderr)
    except Refusal as no:
        print(no, file=sys.stderr)
