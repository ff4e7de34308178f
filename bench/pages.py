"""What the desk's pages cost beside the least that Django does for the same: ``python bench/pages.py [--rows 10000]``.

Makes an empty database of its own for each side, fills it, asks each page, prints one table with ratios; ``--engine postgres``
starts a PostgreSQL of its own, with commits that wait for the disk as in production. ``--side ours`` measures one side alone.
Both sides run one after the other on the same machine; a ratio is worth more than a time, and a time on a busy machine little.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "src")]
SETTINGS = {"minimal": "bench.minimal.settings", "ours": "qiaoliang.project.settings"}
TIMES = 200


def one_side(side: str, rows: int, times: int) -> dict[str, Any]:
    """Each page's costs, in this process."""
    import django

    os.environ["DJANGO_SETTINGS_MODULE"] = SETTINGS[side]
    if side == "ours":
        from qiaoliang.project import setup

        setup.django()
        from bench.ours import ready
    else:
        django.setup()
        from bench.minimal.pages import ready
    from bench import measure

    pages = ready(rows)
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return {name: vars(measure.of(ask, times)) for name, ask in pages.items()}


def apart(side: str, rows: int, times: int, engine: str) -> dict[str, Any]:
    """The same in a process and a database of its own."""
    with tempfile.TemporaryDirectory(prefix="qiaoliang-bench-") as folder, database(engine) as url:
        environment = {
            **os.environ,
            "QIAOLIANG_DATA": folder,
            "QIAOLIANG_MODE": "demo",
            "QIAOLIANG_HOSTS": "testserver",
            "DATABASE_URL": url,
        }
        command = [sys.executable, __file__, "--side", side, "--rows", str(rows), "--times", str(times), "--json"]
        done = subprocess.run(command, env=environment, check=True, stdout=subprocess.PIPE, text=True)  # noqa: S603
        found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
        return found


def database(engine: str) -> Any:
    """Its address: an empty PostgreSQL, or none (SQLite in the data folder)."""
    if engine == "sqlite":
        return contextlib.nullcontext("")
    from tests.harness import postgres

    postgres.SETTINGS |= {"fsync": "on", "synchronous_commit": "on", "full_page_writes": "on", "shared_buffers": "1GB"}
    return postgres.temporary_cluster()


def table(minimal: dict[str, Any], ours: dict[str, Any]) -> str:
    """Ours beside the minimal view, and how many times as dear."""
    lines = [
        "| page | p50 ms | p95 ms | CPU ms | queries | bytes | p50 ratio | CPU ratio |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for name, mine in ours.items():
        least = minimal[name]
        both = [f"{mine[key]:.1f} / {least[key]:.1f}" for key in ("p50", "p95", "cpu")]
        both += [f"{mine[key]} / {least[key]}" for key in ("queries", "size")]
        ratios = [f"{mine[key] / least[key]:.2f}" for key in ("p50", "cpu")]
        lines.append(f"| {name} | {' | '.join(both + ratios)} |")
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=10_000)
    parser.add_argument("--times", type=int, default=TIMES)
    parser.add_argument("--engine", choices=("sqlite", "postgres"), default="sqlite")
    parser.add_argument("--side", choices=tuple(SETTINGS))
    parser.add_argument("--json", action="store_true", help="measure in this process and database")
    asked = parser.parse_args()
    if asked.json:
        print(json.dumps(one_side(asked.side, asked.rows, asked.times)))
        return
    sides = [asked.side] if asked.side else list(SETTINGS)
    found = {side: apart(side, asked.rows, asked.times, asked.engine) for side in sides}
    print(f"{asked.engine}, {asked.rows:,} cases, {asked.times} requests a page; ours / minimal")
    print(table(found["minimal"], found["ours"]) if len(found) == 2 else json.dumps(found, indent=1))


if __name__ == "__main__":
    main()
