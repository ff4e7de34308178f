"""``python -m tests.project.keep.load --times 25``: back up again and again while people write, restore each, count.

On SQLite; with ``--postgres`` on a PostgreSQL of its own. The control copies as an uninformed hand would and is looked into
in the same way: on SQLite the database file alone, on PostgreSQL one table after the other, each in a transaction of its
own. A run in which the control finds nothing wrong has failed: then nobody wrote at the wrong moment."""

from __future__ import annotations

import argparse
import os
import shutil
import sqlite3
import sys
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from tests.harness import folders, postgres


@dataclass
class Figures:
    """``sound``: restored and proven; ``missing``: acknowledged before a backup's start and not in it; ``plain_…``: the
    control's copies that were broken (on PostgreSQL: receipts without their case), and those that missed such rows."""

    times: int = 0
    sound: int = 0
    missing: int = 0
    written: int = 0
    plain_broken: int = 0
    plain_missing: int = 0
    seconds: float = 0.0

    @property
    def holds(self) -> bool:
        """All backups sound, and the control not."""
        return self.sound == self.times and self.plain_missing + self.plain_broken > 0

    def __str__(self) -> str:
        return (
            f"{self.sound}/{self.times} sound, {self.missing} acknowledged rows missing; {self.written} matters written"
            f" meanwhile; {self.seconds / max(1, self.times):.2f} s a backup. Control, plain copy: {self.plain_missing}/"
            f"{self.times} miss acknowledged rows, {self.plain_broken} are broken"
        )


def measure(town, folder: Path, new_place: Callable, *, times: int) -> Figures:  # type: ignore[no-untyped-def, type-arg]
    """Inside an entered town."""
    from tests.project.keep import town as towns

    from qiaoliang.project.keep import backup, place, restore
    from qiaoliang.work.cases.models import Case

    found, target = Figures(times=times), folder / "load.zip"
    with towns.Writers() as writers:
        assert writers.enough.wait(60)
        for _ in range(times):
            before = set(writers.so_far())
            if place.is_postgresql():
                lost, broken = 0, _table_by_table(writers)
            else:
                lost, broken = _plain(Path(town.changes["NAME"]), folder / "plain.sqlite3", before)
            found.plain_missing, found.plain_broken = found.plain_missing + lost, found.plain_broken + broken
            before = set(writers.so_far())
            start = time.monotonic()
            backup.make(target)
            found.seconds += time.monotonic() - start
            bare = new_place()
            bare.keys = town.keys
            with bare.entered():
                restore.restore(target, restore.Wish())
                there = set(Case.objects.values_list("code", flat=True))
            towns.drop(bare)
            shutil.rmtree(bare.folder)
            found.missing += len(before - there)
            found.sound += before <= there
            target.unlink()
    found.written = len(writers.so_far())
    if writers.faults:
        raise writers.faults[0]
    return found


def _plain(source: Path, copy: Path, before: set[str]) -> tuple[int, int]:
    """(1 where the copy misses rows, 1 where it cannot be read)."""
    shutil.copy(source, copy)
    with closing(sqlite3.connect(copy)) as plain:
        try:
            there = {row[0] for row in plain.execute("SELECT code FROM cases_case")}
            broken = plain.execute("PRAGMA integrity_check").fetchone()[0] != "ok"
        except sqlite3.DatabaseError:
            there, broken = set(), True
    copy.unlink()
    return int(bool(before - there)), int(broken)


def _table_by_table(writers) -> int:  # type: ignore[no-untyped-def]
    """1 where such a copy has receipts without their case: somebody wrote between the two tables."""
    from qiaoliang.work.cases.models import Case, Receipt

    cases, had = set(Case.objects.values_list("pk", flat=True)), len(writers.so_far())
    while len(writers.so_far()) == had and not writers.faults:
        time.sleep(0.01)
    return int(bool(set(Receipt.objects.values_list("case_id", flat=True)) - cases))


def alone(times: int) -> Figures:
    """With a database of its own, outside pytest."""
    folder = folders.make("load")
    (folder / "home" / "static").mkdir(parents=True)
    os.environ.update(QIAOLIANG_MODE="test", QIAOLIANG_DATA=str(folder / "home"))
    sys.path.insert(0, str(Path(__file__).parents[3] / "src"))
    from qiaoliang.project import setup

    setup.django()
    from tests.project.keep import town as towns

    from qiaoliang.base.core import keys
    from qiaoliang.project.commands.migrate import migrate

    numbers = iter(range(times + 1))
    try:
        migrate(verbosity=0)
        keys.make_missing(folder / "keys")
        town = towns.copy(None, folder / "town", folder / "keys")
        with town.entered():
            towns.people()
            return measure(
                town, folder, lambda: towns.empty(folder / f"bare{next(numbers)}", folder / "keys"), times=times
            )
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=25)
    parser.add_argument("--postgres", action="store_true")
    args = parser.parse_args()
    if args.postgres:
        with postgres.temporary_cluster() as address:
            os.environ["DATABASE_URL"] = address
            found = alone(args.times)
    else:
        os.environ["DATABASE_URL"] = ""
        found = alone(args.times)
    print(found)
    return int(not found.holds)


if __name__ == "__main__":
    sys.exit(main())
