"""What a part of the list of all cases costs in each order: ``python bench/orders.py [--rows 10000 100000] [--engine postgres]``.

For each number of rows an empty database gets that many cases, each with its unit and its running clock and nothing else;
then the rows of a page are asked for, without drawing it, at the front and far behind a key, by who sees the district and by
who sees one unit, with and without a filter. A cost that grows with the rows is an order without its index.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "src")]
TIMES, CHUNK = 20, 5000
#: filters of the list, by what the table calls them
NARROWED: dict[str, dict[str, Any]] = {"all": {}, "state": {"state": "in_progress"}, "closed": {"state": "closed"}}


def one(rows: int) -> dict[str, float]:
    """Name of the question → ms, the middle of several."""
    from qiaoliang.project import setup

    setup.django()
    from django.core.management import call_command
    from django.db import connection
    from django.utils import timezone

    from qiaoliang.project.demo import make

    call_command("migrate", verbosity=0)
    make._foundations(timezone.now() - timedelta(days=800))
    _fill(rows)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return {name: _ms(ask) for name, ask in _questions().items()}


def _fill(rows: int) -> None:
    from bench import words

    from qiaoliang.base.core import clock, codes, ids
    from qiaoliang.base.organizations.models import Organization
    from qiaoliang.work.cases.models import Assignment, Case, Deadline

    chance, now = random.Random(7), clock.now()  # noqa: S311
    units = list(Organization.objects.exclude(kind="district").order_by("code")[:40])
    moments = words.moments(rows, now)
    for start in range(0, rows, CHUNK):
        cases, parts, clocks = [], [], []
        for moment in moments[start : start + CHUNK]:
            state, due = words.state_after(now - moment, chance), moment + timedelta(days=15)
            ended = moment + timedelta(days=chance.randrange(3, 18)) if state == "closed" else None
            case = Case(
                id=ids.uuid7(), code=codes.new_code(), title=words.title(chance), text="", state=state, received_at=moment,
                lead=units[words.unit_of(len(units), chance)], due_at=due, ended_at=ended, answered_at=ended,
                happened_at=ended or moment + (now - moment) * chance.random(),
            )  # fmt: skip
            cases.append(case)
            parts.append(Assignment(case=case, organization=case.lead, part="lead", start=moment))
            clocks += [] if ended else [_clock(Deadline, case)]
        for model, made in ((Case, cases), (Assignment, parts), (Deadline, clocks)):
            model._default_manager.bulk_create(made)  # type: ignore[attr-defined]


def _clock(model: Any, case: Any) -> Any:
    due = case.due_at
    return model(
        case=case, step="answer", start=case.received_at, due_at=due, first_due_at=due, amount=Decimal(10), unit="wd"
    )


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
