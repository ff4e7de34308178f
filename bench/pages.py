"""What the desk's pages cost beside the least that Django does for the same, and beside django-helpdesk:
``python bench/pages.py [--rows 10000 100000] [--engines sqlite postgres] [--keep FOLDER]``.

Makes a database of its own for each side and engine, fills it, starts the same server before it, asks each page over HTTP, the
sides in turns, and prints a table with ratios. ``CPU`` is processor time of a request in server and database together, which other work on the
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
from contextlib import ExitStack
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "src")]

from bench import helpdesk, house, load, process  # noqa: E402
from bench.asks import Ask  # noqa: E402

#: page → at most so many times the minimal view's p50
AIMS = {"create": 4.0, "list": 1.0, "own list": 1.0, "search": 1.5, "case": 3.0, "overview": 0.5}
WARM, AT_ONCE, TURNS = 8, 8, 10


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


@dataclass
class Side:
    """A side with its server, and what came of one page so far."""

    place: house.House
    port: int
    server: int
    asks: dict[str, Ask]
    counts: dict[str, dict[str, int]]
    one: load.Answers = field(default_factory=load.Answers)
    eight: load.Answers = field(default_factory=load.Answers)
    cpu: float = 0.0

    def begin(self, name: str) -> None:
        """Warm the server for a page."""
        self.one, self.eight, self.cpu = load.Answers(), load.Answers(), 0.0
        load.send(self.port, self.asks[name], WARM, 4)
        process.forget_peak(self.server)

    def turn(self, name: str, times: int) -> None:
        """So many requests of the page by one connection, and as many by several."""
        before = self.place.cpu_ms(self.server)
        self.one += load.send(self.port, self.asks[name], times)
        self.cpu += self.place.cpu_ms(self.server) - before
        self.eight += load.send(self.port, self.asks[name], times, AT_ONCE)
        if self.one.faults or self.eight.faults:
            raise SystemExit(f"{self.place.side}: {(self.one.faults + self.eight.faults)[0]}")

    def cost(self, name: str) -> Cost:
        one, eight, memory = self.one, self.eight, process.resident_mb(self.server, "VmHWM")
        cpu = self.cpu / len(one.spans)
        times = (one.at(0.5), one.at(0.95), one.at(0.99), one.a_second, eight.a_second)
        return Cost(*times, cpu, one.size, memory, **self.counts[name])


def measured(sides: list[Side], times: int, only: list[str]) -> dict[str, dict[str, Cost]]:
    """Side → page → cost. The sides take turns: a machine that is slower for a while is so for all of them."""
    found: dict[str, dict[str, Cost]] = {side.place.side: {} for side in sides}
    for name in only or AIMS:
        asked = [side for side in sides if name in side.asks]
        for side in asked:
            side.begin(name)
        for _ in range(TURNS):
            for side in asked:
                side.turn(name, max(1, times // TURNS))
        for side in asked:
            found[side.place.side][name] = side.cost(name)
    return found


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
                with ExitStack() as stack:
                    sides = []
                    for name in asked.sides:
                        python = theirs if name == "helpdesk" else sys.executable
                        place = stack.enter_context(house.opened(name, rows, engine, asked.keep, python))
                        asks, counts = place.asks(), place.counts()
                        sides.append(Side(place, *stack.enter_context(place.serving()), asks, counts))
                    found = measured(sides, asked.times, asked.pages)
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
