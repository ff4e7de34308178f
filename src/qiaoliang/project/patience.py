"""How long a page waits for PostgreSQL. A server that stands still (a frozen machine, a line that was cut) says nothing, and
without a limit of our own every thread would wait for it for ever. Commands and the worker wait as long as it takes."""

from __future__ import annotations

import threading
import time
from typing import Any

from django.core.signals import request_finished, request_started
from psycopg import Connection, OperationalError
from psycopg.errors import _WaitTimeout

#: answers a slow line may give late before the page gives up
ANSWERS = 2


class _Request(threading.local):
    """Until when this thread's request waits, and for one answer; None outside a request of the web server."""

    until: float | None = None
    seconds: float = 0.0


_request = _Request()


def limit(seconds: float) -> None:
    """From now on a request waits so long for one answer, and twice as long for all of them; 0: as long as it takes."""

    def begin(**_: object) -> None:
        _request.until, _request.seconds = (time.monotonic() + ANSWERS * seconds if seconds else None), seconds

    def end(**_: object) -> None:
        _request.until = None

    request_started.connect(begin, dispatch_uid="patience", weak=False)
    request_finished.connect(end, dispatch_uid="patience", weak=False)


def _left() -> float | None:
    if _request.until is None:
        return None
    return max(0.01, min(_request.seconds, _request.until - time.monotonic()))


class PatientConnection(Connection[Any]):
    """It is closed when its patience ends: what the server says later belongs to nobody."""

    def wait(self, gen: Any, interval: float = 0.1, timeout: float | None = None) -> Any:
        try:
            return super().wait(gen, interval, timeout or _left())
        except _WaitTimeout as silence:
            if timeout:
                raise
            self.pgconn.finish()
            raise OperationalError("the database does not answer") from silence
