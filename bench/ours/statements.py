"""What a page asks about cases, statement by statement: taken down while the page is made, then asked again by itself."""

from __future__ import annotations

import itertools
import statistics
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import quote

from bench import words
from bench.ours.pages import signed_in
from django.db import connection
from django.test import Client

TIMES = 25
#: statements about anything else cost the same in every district
ABOUT = ("cases_", "search_")


def measured(queries: dict[str, Any]) -> dict[str, dict[str, float]]:
    """Name → milliseconds (median) and processor time (the least, which neighbours on the machine disturb least) of all its
    statements, and how many there are."""
    where, clients = places(), {"": Client(), **signed_in()}
    return {name: _cost(_taken_down(clients[one["who"]], one, where)) for name, one in queries.items()}


def places() -> dict[str, str]:
    from qiaoliang.base.organizations.models import Organization
    from qiaoliang.work.cases.models import Case

    unit = Organization.objects.exclude(kind="district").order_by("code")[0]
    last = Case.objects.select_related("category").exclude(category=None).latest("id")
    since = last.received_at.date() - timedelta(days=120)
    return {
        "unit": quote(f"{unit.name}（{unit.code}）"), "word": quote(words.WORD), "case": str(last.pk), "code": last.code,
        "category": last.category.code if last.category else "", "since": str(since), "until": str(since + timedelta(days=30)),
    }  # fmt: skip


def _taken_down(client: Client, one: dict[str, Any], places: dict[str, str]) -> list[tuple[str, Any]]:
    """The page's questions about cases with their values."""
    path = one["path"].format(**places)
    post = {name: value.format(**places) for name, value in one.get("post", {}).items()}
    said: list[tuple[str, Any]] = []

    def note(execute: Callable[..., Any], sql: str, values: Any, many: bool, context: Any) -> Any:
        if sql.startswith("SELECT") and any(table in sql for table in ABOUT):
            said.append((sql, values))
        return execute(sql, values, many, context)

    for _ in range(2):  # the first one warms the process
        said.clear()
        with connection.execute_wrapper(note):
            answer = client.post(path, post) if post else client.get(path)
        if answer.status_code >= 400 and not post:
            raise AssertionError(f"{path}: {answer.status_code}")
    return list(said)


def _cost(said: list[tuple[str, Any]]) -> dict[str, float]:
    spans, server = [], []
    for _ in range(TIMES):
        cpu, start = _cpu_ms(), time.perf_counter()
        for sql, values in said:
            with connection.cursor() as cursor:
                cursor.execute(sql, values)
                cursor.fetchall()
        spans.append((time.perf_counter() - start) * 1000)
        server.append(_cpu_ms() - cpu)
    return {"ms": statistics.median(spans), "cpu": min(server), "steps": _steps(said), "n": len(said)}


def _steps(said: list[tuple[str, Any]]) -> int:
    """How many hundred steps of SQLite's machine they take, which no neighbour changes (the index of words works beside them);
    PostgreSQL counts none."""
    if connection.vendor != "sqlite":
        return 0
    counted = itertools.count(1)
    connection.connection.set_progress_handler(lambda: next(counted) and 0, 100)
    for sql, values in said:
        with connection.cursor() as cursor:
            cursor.execute(sql, values)
            cursor.fetchall()
    connection.connection.set_progress_handler(None, 100)
    return next(counted) - 1


def _cpu_ms() -> float:
    """Of this process, and of PostgreSQL's for this connection."""
    own = time.process_time() * 1000
    if connection.vendor != "postgresql":
        return own
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        pid = cursor.fetchone()[0]
    return own + int(Path(f"/proc/{pid}/schedstat").read_text().split()[0]) / 1e6
