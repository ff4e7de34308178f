"""What a part of the list of all cases costs in each order: ``python bench/orders.py [--rows 10000 100000] [--engine postgres]``.

For each number of rows an empty database is filled as for ``pages.py``; then the rows of a page are asked for, without drawing
it, at the front and far behind a key, by who sees the district and by who sees one unit, with and without a filter. A cost that
grows with the rows is an order without its index.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "src")]
TIMES = 20
#: filters of the list, by what the table calls them
NARROWED: dict[str, dict[str, Any]] = {"all": {}, "state": {"state": "in_progress"}, "closed": {"state": "closed"}}


def one(rows: int) -> dict[str, float]:
    """Name of the question → ms, the middle of several."""
    from qiaoliang.project import setup

    setup.django()
    from bench.ours import ready
    from django.db import connection

    ready(rows)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return {name: _ms(ask) for name, ask in _questions().items()}


def _questions() -> dict[str, Callable[[], Any]]:
    from qiaoliang.base.access.actor import actor_for
    from qiaoliang.base.accounts.models import Account
    from qiaoliang.project.demo import make
    from qiaoliang.work.cases import ordering
    from qiaoliang.work.cases.listing import LISTS

    logins = make.data("district")["login"]
    first = {role: next(one["username"] for one in logins if role in one["roles"]) for role in ("leader", "handler")}
    every, found = LISTS["every"], {}
    for role, username in first.items():
        actor = actor_for(Account.objects.get(username=username))
        for sort, _name in ordering.choices(ordering.EVERYWHERE):
            for name, filters in NARROWED.items():
                asked = {**filters, "sort": sort}
                key = _deep(every, actor, asked) if role == "leader" else ""
                found[f"{role} {sort} {name}"] = _page(every, actor, asked, "")
                if key:
                    found[f"{role} {sort} {name}, page 40"] = _page(every, actor, asked, key)
    return found


def _deep(every: Any, actor: Any, asked: dict[str, Any]) -> str:
    """The key behind 40 pages."""
    key = ""
    for _ in range(40):
        _found, key = every.page(actor, asked, key)
    return str(key)


def _page(every: Any, actor: Any, asked: dict[str, Any], key: str) -> Callable[[], Any]:
    return lambda: every.page(actor, asked, key)


def _ms(ask: Callable[[], Any]) -> float:
    spans = []
    for _ in range(TIMES):
        start = time.perf_counter()
        ask()
        spans.append((time.perf_counter() - start) * 1000)
    return sorted(spans)[TIMES // 2]


def apart(rows: int, engine: str) -> dict[str, float]:
    """The same in a process and a database of its own."""
    from bench.pages import database

    with tempfile.TemporaryDirectory(prefix="qiaoliang-bench-") as folder, database(engine) as url:
        data = {
            "QIAOLIANG_DATA": folder,
            "QIAOLIANG_MODE": "demo",
            "QIAOLIANG_HOSTS": "testserver",
            "DATABASE_URL": url,
        }
        command = [sys.executable, __file__, "--rows", str(rows), "--json"]
        environment = {**os.environ, **data, "DJANGO_SETTINGS_MODULE": "qiaoliang.project.settings"}
        done = subprocess.run(command, env=environment, check=True, stdout=subprocess.PIPE, text=True)  # noqa: S603
        found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
        return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, nargs="+", default=[10_000, 100_000])
    parser.add_argument("--engine", choices=("sqlite", "postgres"), default="sqlite")
    parser.add_argument("--json", action="store_true", help="measure in this process and database")
    asked = parser.parse_args()
    if asked.json:
        print(json.dumps(one(asked.rows[0])))
        return
    found = {rows: apart(rows, asked.engine) for rows in asked.rows}
    print(f"{asked.engine}, ms a part of the list, the middle of {TIMES}")
    for name in found[asked.rows[0]]:
        print(f"{name:40}", *(f"{found[rows].get(name, float('nan')):9.2f}" for rows in asked.rows))


if __name__ == "__main__":
    main()
