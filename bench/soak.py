"""The product under steady work: ``python bench/soak.py [--minutes 30] [--rows 10000] [--engine sqlite]``.

Server and worker run as in a small installation; the requests of mix.json come at its pace, by their shares. Passes where no
request failed, nothing waited in vain for a lock of the database, and the memory of the last third is within 5 % of the second
third's. Where the machine is too busy for the pace, as many come as can, and the pace reached is printed.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import subprocess
import sys
import threading
import time
from collections import defaultdict
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "src")]

from bench import house, load, process  # noqa: E402
from bench.asks import Ask  # noqa: E402

CONNECTIONS, LOOK_EVERY, DRIFT = 8, 10.0, 0.05
TREE = "import os, sys; from qiaoliang.project.processes import together; sys.exit(together([['serve', '--port', sys.argv[1]], ['worker']], dict(os.environ)))"
LOCKED = re.compile(r"locked|OperationalError|deadlock|Traceback", re.IGNORECASE)


@dataclass
class Run:
    """What came of it so far; ``memory`` has (seconds since the start, MB of server and worker)."""

    spans: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    faults: list[str] = field(default_factory=list)
    memory: list[tuple[float, float]] = field(default_factory=list)
    begun: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)

    def slot(self, start: float, pace: float) -> float:
        """Seconds to wait until the next request is due."""
        with self.lock:
            due = start + self.begun / pace
            self.begun += 1
        return due - time.monotonic()


def work(port: int, asks: dict[str, Ask], mix: dict[str, int], run: Run, start: float, end: float, pace: float) -> None:
    """One connection's requests until the end."""
    chance = random.Random(threading.get_ident())  # noqa: S311
    names, shares = list(mix), list(mix.values())
    line = load.Line(port)
    with closing(line):
        while time.monotonic() < end:
            time.sleep(max(0.0, run.slot(start, pace)))
            name = chance.choices(names, shares)[0]
            began = time.monotonic()
            try:
                status, _size = line.send(asks[name])
            except (OSError, ValueError) as fault:
                run.faults.append(f"{name}: {fault!r}")
                line = load.Line(port)
                continue
            run.spans[name].append((time.monotonic() - began) * 1000)
            if status not in (200, 302):
                run.faults.append(f"{name}: {status}")


def soak(port: int, root: int, asks: dict[str, Ask], minutes: float) -> Run:
    """Work for so long, and look at the memory meanwhile."""
    wanted = json.loads((ROOT / "bench" / "mix.json").read_text())
    run, start = Run(), time.monotonic()
    end = start + minutes * 60
    threads = [
        threading.Thread(
            target=work, args=(port, asks, wanted["shares"], run, start, end, wanted["a_second"]), daemon=True
        )
        for _ in range(CONNECTIONS)
    ]
    for one in threads:
        one.start()
    while (now := time.monotonic()) < end:
        run.memory.append((now - start, process.resident_mb(root)))
        time.sleep(min(LOOK_EVERY, max(0.0, end - now)))
    for one in threads:
        one.join(load.PATIENCE)
    return run


def third(run: Run, number: int, minutes: float) -> float:
    """Mean memory of the first (0), second or last third."""
    part = minutes * 60 / 3
    found = [mb for at, mb in run.memory if number * part <= at < (number + 1) * part]
    return sum(found) / len(found)


def report(run: Run, log: str, minutes: float) -> bool:
    """Print it; whether it passed."""
    done = sum(map(len, run.spans.values()))
    print(f"{done:,} requests in {minutes:g} minutes, {done / minutes / 60:.1f} a second, {len(run.faults)} failed")
    for name, spans in sorted(run.spans.items()):
        one = load.Answers(spans)
        print(
            f"  {name:10} {len(spans):6,}  p50 {one.at(0.5):6.0f} ms  p95 {one.at(0.95):6.0f}  p99 {one.at(0.99):6.0f}"
        )
    thirds = [third(run, number, minutes) for number in range(3)]
    drift = thirds[2] / thirds[1] - 1
    print(f"memory, mean of each third: {', '.join(f'{one:.0f} MB' for one in thirds)}; last to second {drift:+.1%}")
    locked = [line for line in log.splitlines() if LOCKED.search(line)]
    print(f"locks and errors in the log: {len(locked)}")
    for line in [*run.faults[:5], *locked[:5]]:
        print(f"  {line[:300]}")
    return not run.faults and not locked and drift <= DRIFT


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--minutes", type=float, default=30)
    parser.add_argument("--rows", type=int, default=10_000)
    parser.add_argument("--engine", choices=("sqlite", "postgres"), default="sqlite")
    parser.add_argument("--keep", type=Path, help="where the filled database stays")
    asked = parser.parse_args()
    with house.opened("ours", asked.rows, asked.engine, asked.keep) as place:
        asks, port = place.asks(), house.free_port()
        log = place.folder / "soak.log"
        with log.open("wb") as out:
            command = [sys.executable, "-c", TREE, str(port)]
            tree = subprocess.Popen(command, cwd=ROOT, env=place.environment, stdout=out, stderr=out)  # noqa: S603
            try:
                house.wait_for(port, tree)
                run = soak(port, tree.pid, asks, asked.minutes)
            finally:
                tree.terminate()
                tree.wait(60)
        return 0 if report(run, log.read_text(), asked.minutes) else 1


if __name__ == "__main__":
    sys.exit(main())
