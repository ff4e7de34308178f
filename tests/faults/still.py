"""``python -m tests.faults.still --rounds 20``: PostgreSQL stands still, or the line to it is bad, while people use the pages.

In each round the database is stopped with SIGSTOP, or the line waits two seconds, is cut, or swallows all that is sent;
residents send matters meanwhile, and a page is asked for all the time. Every answer must come within ten seconds, pages must be
there again five seconds after the fault is over, and whatever was acknowledged must be there once. ``--patient`` is the
control: a web server that waits for its database as long as it takes.
"""

from __future__ import annotations

import argparse
import os
import signal
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from tests.faults import kill9
from tests.faults.line import BadLine, opened
from tests.harness import folders, postgres

#: seconds
ANSWER, RECOVER = 10.0, 5.0


@dataclass
class Figures:
    """``slowest``: the longest that somebody waited for an answer while the fault was there; ``back``: how long after its
    end the first page came, both in s; the rest as in kill9."""

    rounds: int = 0
    refused: int = 0
    slowest: float = 0.0
    back: float = 0.0
    acknowledged: int = 0
    lost: int = 0
    duplicate: int = 0
    faults: list[str] = field(default_factory=list)

    def holds(self, answer: float = ANSWER, recover: float = RECOVER) -> bool:
        return self.slowest <= answer and self.back <= recover and not (self.lost or self.duplicate or self.faults)


class Watcher(threading.Thread):
    """Asks for a page again and again, and notes how long each answer took and when the last good one came."""

    def __init__(self, port: int) -> None:
        super().__init__(daemon=True)
        self.port, self.over = port, threading.Event()
        self.spans: list[tuple[float, float, bool]] = []

    def run(self) -> None:
        number = 900_000
        while not self.over.wait(0.1):
            number, begun = number + 1, time.monotonic()
            try:
                kill9.Browser(self.port, number).get("/report/")
                good = True
            except kill9.Lost:
                good = False
            self.spans.append((begun, time.monotonic(), good))

    def slowest(self, since: float, until: float) -> float:
        """The longest of those asked for in this time; one without an answer yet counts until now."""
        asked = [end - begun for begun, end, _good in self.spans if since <= begun <= until]
        hanging = time.monotonic() - self.spans[-1][1] if self.spans else 0.0
        return max([*asked, hanging if hanging > 1 else 0.0])

    def back(self, since: float, patience: float) -> float:
        """Seconds from ``since`` to the end of the first page that came whole."""
        until = time.monotonic() + patience
        while time.monotonic() < until:
            if good := [end for _begun, end, good in self.spans if good and end >= since]:
                return good[0] - since
            time.sleep(0.02)
        return patience


@contextmanager
def stopped(cluster: Path, _line: BadLine) -> Iterator[None]:
    """All of PostgreSQL's processes stand still."""
    first = int((cluster / "data" / "postmaster.pid").read_text().split()[0])
    with _signalled(first):
        yield


@contextmanager
def _signalled(first: int) -> Iterator[None]:
    group = os.getpgid(first)  # its own: the harness starts it in a session of its own
    children = [int(one) for one in Path(f"/proc/{first}/task/{first}/children").read_text().split()]
    everybody = [first, *children]  # a backend has a group of its own
    for pid in everybody:
        _tell(pid, signal.SIGSTOP)
    try:
        yield
    finally:
        for pid in everybody:
            _tell(pid, signal.SIGCONT)
        os.killpg(group, signal.SIGCONT)


def _tell(pid: int, what: signal.Signals) -> None:
    with suppress(ProcessLookupError):
        os.kill(pid, what)


@contextmanager
def slow(_cluster: Path, line: BadLine) -> Iterator[None]:
    line.delay = 2.0
    yield
    line.delay = 0.0


@contextmanager
def cut(_cluster: Path, line: BadLine) -> Iterator[None]:
    line.cut()
    yield


@contextmanager
def half_open(_cluster: Path, line: BadLine) -> Iterator[None]:
    line.silent = True
    yield
    line.silent = False
    line.cut()


FAULTS: dict[str, Callable[[Path, BadLine], object]] = {
    "stopped": stopped,
    "slow": slow,
    "cut": cut,
    "half_open": half_open,
}


def run(fault: str, rounds: int, seconds: float, *, patient: bool = False) -> Figures:
    """So many rounds of one fault, each lasting so long, on a PostgreSQL of its own."""
    found = Figures(rounds)
    postgres.SETTINGS |= {"fsync": "on", "synchronous_commit": "on", "full_page_writes": "on"}
    near = folders.make("line")
    with postgres.temporary_cluster() as address:
        cluster = Path(address.partition("host=")[2])
        with (
            opened(cluster, near) as line,
            kill9.house(f"postgresql://{postgres.OWNER}@/postgres?host={near}") as place,
        ):
            place.environment["QIAOLIANG_DATABASE_PATIENCE"] = "0" if patient else ""
            _rounds(place, cluster, line, fault, seconds, found)
    near.rmdir()
    return found


def _rounds(place: kill9.House, cluster: Path, line: BadLine, fault: str, seconds: float, found: Figures) -> None:
    people = kill9.Run(place, dropped=0.0)
    place.open()
    clients = [threading.Thread(target=people._client, args=(number,), daemon=True) for number in range(2)]
    watcher = Watcher(place.port)
    for thread in (*clients, watcher):
        thread.start()
    for _ in range(found.rounds):
        _let_everybody_through(people, len(clients))
        begun = time.monotonic()
        with FAULTS[fault](cluster, line):  # type: ignore[attr-defined]
            time.sleep(seconds)
            found.slowest = max(found.slowest, watcher.slowest(begun, time.monotonic()))
        found.back = max(found.back, watcher.back(time.monotonic(), 60))
    people._stop.set()
    for thread in clients:
        thread.join(kill9.LAST)
    watcher.over.set()
    watcher.join(kill9.ANSWER)
    place.close()
    counted = kill9.figures(place, people.acknowledged)
    found.acknowledged, found.lost, found.duplicate = counted.acknowledged, counted.lost, counted.duplicate
    found.refused, found.faults = people.unanswered, people.faults


def _let_everybody_through(people: kill9.Run, clients: int) -> None:
    """Until each client had a matter received since the last fault: nobody is cut off in every round anew."""
    had = Counter(people.received)
    while not people.faults and any(people.received[one] <= had[one] for one in range(clients)):
        time.sleep(0.05)


def main(words: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.faults.still", description=__doc__)
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--faults", nargs="+", choices=tuple(FAULTS), default=list(FAULTS))
    parser.add_argument("--seconds", type=float, default=30, help="how long each fault lasts")
    parser.add_argument("--patient", action="store_true", help="the control: pages wait as long as it takes")
    args = parser.parse_args(words)
    held = True
    for fault in args.faults:
        found = run(fault, args.rounds, args.seconds, patient=args.patient)
        held = held and found.holds()
        print(f"{fault}, {args.seconds:g} s each: {found}", flush=True)
    return 0 if held else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
