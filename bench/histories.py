"""``python bench/histories.py --count 10000``: random histories of cases through the product's own actions.

Each history is one case in the small district of the tests (:mod:`tests.work.cases.machine`): steps that carry it on, any
step by anybody whether it fits or not, and time that passes with the worker behind it. After every step all that a case
promises is looked at (:mod:`tests.work.cases.promises`). A broken promise is counted, with the seed that tells its
history again (``--seed N --count 1``), and the run goes on to the end.

Printed: steps taken, refusals, states reached, promises broken. The exit code is 1 where one was broken.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import sys
import time
from collections import Counter
from concurrent.futures import ProcessPoolExecutor, as_completed
from multiprocessing import get_context
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "src")]

from tests.harness import folders  # noqa: E402

#: histories that one process tells before it reports
PIECE = 50
_here: dict[str, Any] = {}


def open_district() -> None:
    """A database of this process's own, with the district in it, in memory where there is room."""
    folder = folders.make("histories", in_memory=True)
    (folder / "static").mkdir()
    os.environ.update(QIAOLIANG_MODE="test", QIAOLIANG_DATA=str(folder), DATABASE_URL="")
    from qiaoliang.project import setup

    setup.django()
    from django.utils import translation
    from tests.work.cases import world as worlds

    from qiaoliang.base.core import keys
    from qiaoliang.project.commands.migrate import migrate

    keys.make_missing(folder / "keys")
    os.environ["QIAOLIANG_KEYS"] = str(folder / "keys")
    keys.forget_loaded()
    migrate(verbosity=0)
    translation.activate("zh-hans")
    opened = worlds.opened()
    _here.update(folder=folder, opened=opened, world=opened.__enter__())


def tell(seeds: list[int], steps: int) -> tuple[Counter[str], Counter[str], dict[str, int]]:
    """Tell one history a seed: what was done, which promises broke how often, and one seed for each of them."""
    from tests.work.cases.machine import machine_of, walk

    from qiaoliang.base.core.remembered import still

    machine, told = machine_of(_here["world"])
    broken: Counter[str] = Counter()
    seen: dict[str, int] = {}
    for seed in seeds:
        with still():  # no history changes the rules, so their version is asked for once
            fault = walk(machine, seed, steps)
        if fault:
            broken[fault] += 1
            seen.setdefault(fault, seed)
    return told, broken, seen


def close_district() -> None:
    shutil.rmtree(_here["folder"], ignore_errors=True)


def tell_alone(seeds: list[int], steps: int) -> tuple[Counter[str], Counter[str], dict[str, int]]:
    """In a worker process: the district is opened once, its folder goes with the process."""
    if not _here:
        import atexit

        open_district()
        atexit.register(close_district)
    return tell(seeds, steps)


def run(
    seeds: list[int], steps: int, processes: int, until: float = 0
) -> tuple[Counter[str], Counter[str], dict[str, int]]:
    told: Counter[str] = Counter()
    broken: Counter[str] = Counter()
    seen: dict[str, int] = {}
    pieces = [seeds[start : start + PIECE] for start in range(0, len(seeds), PIECE)]
    with ProcessPoolExecutor(processes, mp_context=get_context("spawn")) as pool:
        waiting = [pool.submit(tell_alone, piece, steps) for piece in pieces]
        for done in as_completed(waiting):
            one, faults, first = done.result()
            told, broken, seen = told + one, broken + faults, {**first, **seen}
            so_far = f"{told['histories']:,} histories, {sum(broken.values())} broken"
            print(f"\r{so_far}", end="", file=sys.stderr, flush=True)
            if until and time.monotonic() > until:
                for one_more in waiting:
                    one_more.cancel()
                break
    print(file=sys.stderr)
    return told, broken, seen


def report(told: Counter[str], broken: Counter[str], seen: dict[str, int], seconds: float) -> None:
    """What was done, as lines."""
    groups: dict[str, dict[str, int]] = {"state": {}, "time": {}, "": {}}
    histories, refused = told.pop("histories", 0), told.pop("refused", 0)
    for name, count in sorted(told.items()):
        group, _colon, rest = name.rpartition(":")
        groups[group][rest] = count
    taken = sum(groups[""].values())
    print(f"{histories:,} histories in {seconds:,.0f} s, {taken:,} steps taken, {refused:,} refused")
    for title, group in (("steps by people", ""), ("steps by time", "time"), ("states reached", "state")):
        said = ", ".join(f"{name} {count:,}" for name, count in groups[group].items())
        print(f"{title} ({len(groups[group])}): {said}")
    print(f"promises broken: {sum(broken.values())}")
    for fault, count in broken.most_common():
        print(f"  {count} × {fault} (seed {seen[fault]})")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=200)
    parser.add_argument("--steps", type=int, default=20, help="turns of one history")
    parser.add_argument("--processes", type=int, default=1)
    parser.add_argument("--minutes", type=float, default=0, help="stop after so long with what was told by then")
    parser.add_argument("--seed", type=int, default=None, help="the first seed; without it a new one each time")
    args = parser.parse_args()
    first = args.seed if args.seed is not None else random.SystemRandom().randrange(2**31)
    print(f"seeds {first} to {first + args.count - 1}, {args.steps} turns each")
    start = time.monotonic()
    told, broken, seen = run(
        list(range(first, first + args.count)), args.steps, args.processes, args.minutes and start + args.minutes * 60
    )
    report(told, broken, seen, time.monotonic() - start)
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
