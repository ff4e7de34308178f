"""When Python looks for garbage in a server.

Its collector walks through every object there is, half a million of code, models, templates and what is kept, whenever a quarter
as many are new: a tenth of a second in the middle of somebody's page. What stays for ever is left out of that, once the application is loaded and again
when the first pages were drawn; and what is new is looked at in larger portions, since nearly all of a page is let go without it."""

from __future__ import annotations

import gc
from itertools import count

from django.core.signals import request_finished

#: requests after which a server has drawn and put together what it keeps
SETTLED = 300
#: objects that are new before the youngest are looked at, and rounds before the older are
PORTION, ROUNDS = 10_000, 20

_requests = count(1)


def settle() -> None:
    """For a process that serves: from here on what is there stays."""
    gc.set_threshold(PORTION, ROUNDS, ROUNDS)
    gc.collect()
    gc.freeze()
    request_finished.connect(_once_more, dispatch_uid="garbage")


def _once_more(**_: object) -> None:
    if next(_requests) == SETTLED:
        request_finished.disconnect(dispatch_uid="garbage")
        gc.freeze()  # without a look at all of it: the little that is garbage now stays, and nobody waits
