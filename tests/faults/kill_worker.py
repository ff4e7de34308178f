"""``python -m tests.faults.kill_worker --kills 200 --jobs 10000``: the worker is killed in the middle of jobs, again and again.

Every job leaves one mark. The worker is a process of its own that tells when it is in the middle of a job and is killed
there with SIGKILL; the next one goes on. In the end every job has its mark once, none was given up, and the last was done
within the lease and thirty seconds of the last kill or of the last mark before it. ``--careless`` is the control: a worker
that says "done" before it does the work.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import signal
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.harness import folders, postgres

ROOT = Path(__file__).parents[2]
#: seconds: a killed worker's job is free again after the lease; one that is not done so long after it is stuck
LEASE, STUCK = 2, 30
KIND, SCOPE = "fault.mark", "mark"


@dataclass(frozen=True)
class Figures:
    """``most_tries`` says how often one job was begun; ``waited`` how long the last job took from the last kill on, in s."""

    jobs: int
    kills: int
    marks: int
    lost: int
    twice: int
    given_up: int
    open: int
    most_tries: int
    waited: float

    @property
    def holds(self) -> bool:
        return (self.lost, self.twice, self.given_up, self.open) == (0, 0, 0, 0)


@contextmanager
def installed(on_postgres: bool) -> Iterator[None]:
    """Django on an empty database of its own, in this process."""
    folder = folders.make("killworker")
    (folder / "static").mkdir()
    os.environ.update(QIAOLIANG_MODE="test", QIAOLIANG_DATA=str(folder), DATABASE_URL="")
    sys.path.insert(0, str(ROOT / "src"))
    try:
        if not on_postgres:
            yield _migrated()
            return
        postgres.SETTINGS |= {"fsync": "on", "synchronous_commit": "on", "full_page_writes": "on"}
        with postgres.temporary_cluster() as address:
            os.environ["DATABASE_URL"] = address
            yield _migrated()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _migrated() -> None:
    from qiaoliang.project import setup

    setup.django()
    from django.core.management import call_command

    call_command("migrate", interactive=False, verbosity=0)


def ask_for(jobs: int) -> None:
    """So many jobs, each with its number."""
    from django.db import connections, transaction

    from qiaoliang.base.jobs.actions import enqueue

    register(lambda: None)
    for start in range(0, jobs, 500):
        with transaction.atomic():
            for number in range(start, min(start + 500, jobs)):
                enqueue(KIND, {"n": number})
    connections.close_all()


def register(in_the_middle: Any) -> None:
    """The job: leave a mark, and be in the middle of it."""
    from qiaoliang.base.core import ids
    from qiaoliang.base.jobs import registry
    from qiaoliang.base.jobs.models import IdempotencyKey

    def mark(payload: dict[str, int], _progress: Any) -> None:
        in_the_middle()
        key = f"{payload['n']}/{ids.uuid7()}"
        IdempotencyKey.objects.create(scope=SCOPE, key=key, request=b"", answer=b"")
        in_the_middle()

    registry.handler(KIND, lease=LEASE, tries=1000)(mark)


def start(careless: bool) -> tuple[int, int]:
    """(process, where it tells) of a worker that works until it is killed or nothing is open."""
    read, write = os.pipe()
    child = os.fork()
    if child:
        os.close(write)
        return child, read
    os.close(read)
    try:
        _work(write, careless)
    finally:
        os._exit(0)


def _work(tell: int, careless: bool) -> None:
    from qiaoliang.base.jobs import worker
    from qiaoliang.base.jobs.models import Job

    def in_the_middle() -> None:
        os.write(tell, b".")
        time.sleep(0.002)

    register(in_the_middle)
    if careless:
        worker._perform = _done_before  # type: ignore[assignment]
    while Job.objects.open().filter(kind=KIND).exists():
        if not worker.run_one():
            time.sleep(0.05)


def _done_before(job: Any, handler: Any) -> None:
    """The control: the job is over for everybody before its work is done."""
    from qiaoliang.base.jobs.progress import Progress

    progress = Progress(job, handler.lease)
    progress.finish()
    handler.run(job.payload, progress)


def run(kills: int, jobs: int, *, careless: bool = False, seed: int = 0) -> Figures:
    """Kill so many workers over so many jobs; then let the last one end."""
    ask_for(jobs)
    chance = random.Random(seed)
    for _ in range(kills):
        child, told = start(careless)
        os.read(told, chance.randint(1, max(1, 2 * jobs // kills)))  # as many as are there: the first is enough
        _read_some(told, chance.randint(0, jobs // kills))
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        os.close(told)
    return _ended(jobs, kills, careless)


def _read_some(told: int, wanted: int) -> None:
    """Until the worker told so often that it is in the middle of something, or has ended."""
    while wanted > 0 and (came := os.read(told, wanted)):
        wanted -= len(came)


def _ended(jobs: int, kills: int, careless: bool) -> Figures:
    """Let a worker do the rest, and count."""
    child, told = start(careless)
    last = time.monotonic()
    while os.read(told, 4096):
        last = time.monotonic()
    begun = time.monotonic()
    os.waitpid(child, 0)
    os.close(told)
    return count(jobs, kills, begun - last)


def count(jobs: int, kills: int, waited: float) -> Figures:
    """What is in the database."""
    from django.db import connections
    from django.db.models import Max

    from qiaoliang.base.jobs.models import IdempotencyKey, Job

    keys = IdempotencyKey.objects.filter(scope=SCOPE).values_list("key", flat=True)
    marks = Counter(int(key.partition("/")[0]) for key in keys)
    rows = Job.objects.filter(kind=KIND)
    found = Figures(
        jobs=jobs, kills=kills, marks=marks.total(), lost=len(set(range(jobs)) - marks.keys()),
        twice=marks.total() - len(marks), given_up=rows.given_up().count(), open=rows.open().count(),
        most_tries=rows.aggregate(most=Max("attempts"))["most"], waited=waited,
    )  # fmt: skip
    connections.close_all()
    return found


def main(words: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.faults.kill_worker", description=__doc__)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--jobs", type=int, default=10_000)
    parser.add_argument("--postgres", action="store_true")
    parser.add_argument("--careless", action="store_true", help="the control: done is said before the work")
    args = parser.parse_args(words)
    begin = time.monotonic()
    with installed(args.postgres):
        found = run(args.kills, args.jobs, careless=args.careless)
    print(f"{'PostgreSQL' if args.postgres else 'SQLite'}, {time.monotonic() - begin:.0f} s: {found}")
    return 0 if found.holds and found.waited <= LEASE + STUCK else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
