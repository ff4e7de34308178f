"""Requests to a page in this process, one after the other: wall time, CPU of this process and of the database server,
queries, bytes. Django's test client stands for the web server on both sides alike."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Cost:
    """Milliseconds a request, but for ``queries`` and ``size`` (bytes of the body)."""

    p50: float
    p95: float
    cpu: float
    queries: int
    size: int

    def __str__(self) -> str:
        return str(asdict(self))


def server_cpu_ms() -> float:
    """CPU of the connection's PostgreSQL backend so far, in ms; 0 on SQLite, which works in this process."""
    from django.db import connection

    if connection.vendor != "postgresql":
        return 0.0
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        pid = cursor.fetchone()[0]
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) * 1000 / os.sysconf("SC_CLK_TCK")


def of(ask: Callable[[], Any], times: int) -> Cost:
    """What ``ask`` costs, after three unmeasured ones. Its answer must be a page or a redirect, never an error."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    for _ in range(3):
        _right(ask())
    with CaptureQueriesContext(connection) as asked:
        answer = _right(ask())
        queries = len(asked)  # a later request empties the log
    spans, server, cpu = [], server_cpu_ms(), time.process_time()
    for _ in range(times):
        start = time.perf_counter()
        _right(ask())
        spans.append((time.perf_counter() - start) * 1000)
    cpu = (time.process_time() - cpu) * 1000 + server_cpu_ms() - server
    spans.sort()
    return Cost(spans[len(spans) // 2], spans[int(len(spans) * 0.95)], cpu / times, queries, len(answer.content))


def _right(answer: Any) -> Any:
    if answer.status_code not in (200, 302):
        raise AssertionError(f"{answer.status_code}: {answer.content[:300]!r}")
    return answer
