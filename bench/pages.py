"""What the desk's pages cost beside the least that Django does for the same, and beside django-helpdesk:
``python bench/pages.py [--rows 10000 100000] [--engines sqlite postgres] [--keep FOLDER]``.

Makes a database of its own for each side and engine, fills it, starts the same server before it, asks each page over HTTP and
prints a table with ratios. ``CPU`` is processor time of a request in server and database together, which other work on the
machine does not change much, ``calls`` the function calls of a request, which it does not change at all; times on a busy
machine say little, ratios more. PostgreSQL is a server of its own with commits
that wait for the disk; SQLite is FULL. ``--keep``: the filled databases stay there for the next run (a million cases take
a while). django-helpdesk comes from the package index into a virtual environment outside the project.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "src")]

from bench import helpdesk, house, load, process  # noqa: E402

#: page → at most so many times the minimal view's p50
AIMS = {"create": 4.0, "list": 1.0, "own list": 1.0, "search": 1.5, "case": 3.0, "overview": 0.5}
WARM, AT_ONCE = 8, 8


@dataclass(frozen=True)
class Cost:
    """One page: milliseconds of a request by one connection, requests a second by one and by eight, processor time in ms of a
    request, bytes on the wire, the server's highest memory in MB, questions to the database, function calls of a request."""

    p50: float
    p95: float
    p99: float
    one: float
    eight: float
    cpu: float
    size: int
    memory: float
    queries: int
    calls: int


def measured(place: house.House, times: int, only: list[str]) -> dict[str, Cost]:
    """Each page of a side."""
    asks = place.asks()
    counts = place.counts()
    with place.serving() as (port, server):
        return {
            name: _page(place, port, server, ask, times, counts[name])
            for name, ask in asks.items()
            if name in (only or AIMS)
        }


def _page(place: house.House, port: int, server: int, ask: load.Ask, times: int, counts: dict[str, int]) -> Cost:
    load.send(port, ask, WARM, 4)
    process.forget_peak(server)
    before = place.cpu_ms(server)
    one = load.send(port, ask, times)
    cpu = (place.cpu_ms(server) - before) / times
    eight = load.send(port, ask, times, AT_ONCE)
    if one.faults or eight.faults:
        raise SystemExit(f"{place.side}: {(one.faults + eight.faults)[0]}")
    memory = process.resident_mb(server, "VmHWM")
    return Cost(one.at(0.5), one.at(0.95), one.at(0.99), one.a_second, eight.a_second, cpu, one.size, memory, **counts)


def table(found: dict[str, dict[str, Cost]]) -> str:
    """A line for each page and side; the ratios are to the minimal view of the same run."""
    heads = ("page", "side", "p50 ms", "p95", "p99", "req/s at 1", "at 8", "CPU ms", "bytes", "peak MB", "queries", "calls", "p50 ×", "CPU ×", "calls ×", "aim")  # fmt: skip
    lines = ["| " + " | ".join(heads) + " |", "|" + "---|" * len(heads)]
    for name in found["minimal"]:  # ours has pages more
        least = found["minimal"][name]
        for side, pages in found.items():
            one = pages[name]
            cells = [f"{value:.1f}" for value in (one.p50, one.p95, one.p99, one.one, one.eight, one.cpu)]
            cells += [f"{one.size:,}", f"{one.memory:.0f}", str(one.queries), f"{one.calls:,}"]
            cells += [f"{one.p50 / least.p50:.2f}", f"{one.cpu / least.cpu:.2f}" if least.cpu else ""]
            cells.append(f"{one.calls / least.calls:.2f}")
            aim = f"≤ {AIMS[name]:g}" if side == "ours" else ""
            lines.append(f"| {name} | {side} | {' | '.join(cells)} | {aim} |")
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, nargs="+", default=[10_000, 100_000])
    parser.add_argument("--times", type=int, default=100, help="requests a page and connection count")
    parser.add_argument("--engines", nargs="+", choices=("sqlite", "postgres"), default=["sqlite", "postgres"])
    parser.add_argument("--sides", nargs="+", choices=("minimal", "ours", "helpdesk"), default=["minimal", "ours", "helpdesk"])  # fmt: skip
    parser.add_argument("--pages", nargs="+", choices=tuple(AIMS), default=[], help="these only")
    parser.add_argument("--keep", type=Path, help="where the filled databases stay")
    parser.add_argument("--json", type=Path, help="write all figures there, too")
    asked = parser.parse_args()
    everything: dict[str, dict[str, dict[str, dict[str, float]]]] = {}
    with helpdesk.python(asked.keep) if "helpdesk" in asked.sides else helpdesk.none() as theirs:
        for engine in asked.engines:
            for rows in asked.rows:
                found: dict[str, dict[str, Cost]] = {}
                for side in asked.sides:
                    python = theirs if side == "helpdesk" else sys.executable
                    with house.opened(side, rows, engine, asked.keep, python) as place:
                        found[side] = measured(place, asked.times, asked.pages)
                load_now = os.getloadavg()[0]
                print(f"\n{engine}, {rows:,} cases, {asked.times} requests a page, {datetime.now(UTC):%Y-%m-%d}, {os.cpu_count()} processors, load {load_now:.1f}")  # fmt: skip
                print(table(found) if "minimal" in found else found, flush=True)
                everything[f"{engine} {rows}"] = {
                    side: {name: asdict(cost) for name, cost in pages.items()} for side, pages in found.items()
                }
    if asked.json:
        asked.json.write_text(json.dumps(everything, indent=1))


if __name__ == "__main__":
    main()
