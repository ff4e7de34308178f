"""How long a list of tens of thousands of cases takes to become a table, and in how much memory:
``python bench/exports.py [--rows 100000] [--take 50000] [--keep FOLDER]``.

The worker's own step writes it; beside it stands the same file written from cells that are at hand, by the library alone.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "src")]

from bench import house, process  # noqa: E402


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--take", type=int, default=50_000, help="rows of the table")
    parser.add_argument("--engine", choices=("sqlite", "postgres"), default="sqlite")
    parser.add_argument("--keep", type=Path, help="where the filled databases stay")
    asked = parser.parse_args()
    print("| table | rows | size MB | s | memory more, MB | the library alone, s | × |\n|---|---|---|---|---|---|---|")
    with (
        tempfile.TemporaryDirectory(prefix="qiaoliang-bench-") as made,
        house.opened("ours", asked.rows, asked.engine, asked.keep or Path(made)) as place,
    ):
        place.asks()
        for kind in ("xlsx", "csv"):
            command = [sys.executable, "-m", "bench.exports", "inside", kind, str(asked.take)]
            settings = {"DJANGO_SETTINGS_MODULE": "qiaoliang.project.settings"}
            done = subprocess.run(  # noqa: S603
                command, cwd=ROOT, env=place.environment | settings, stdout=subprocess.PIPE, text=True, check=True
            )
            one = json.loads(done.stdout.splitlines()[-1])
            print(
                f"| {kind} | {one['rows']:,} | {one['size']:.1f} | {one['s']:.1f} | {one['memory']:.0f} "
                f"| {one['alone']:.1f} | {one['s'] / one['alone']:.1f} |"
            )


def inside(kind: str, take: int) -> dict[str, float]:
    """In a process of its own, with the district's settings: a supervisor takes the newest ``take`` cases."""
    import os

    import django

    django.setup()
    from qiaoliang.base.access.actor import actor_for
    from qiaoliang.base.accounts.models import Account
    from qiaoliang.project.demo import make
    from qiaoliang.work.cases.exports import sealing
    from qiaoliang.work.cases.exports.actions import take as step
    from qiaoliang.work.cases.models import Case

    oldest = Case.objects.order_by("-received_at")[take].received_at
    name = next(one["username"] for one in make.data("district")["login"] if "supervisor" in one["roles"])
    actor = actor_for(Account.objects.get(username=name))
    export, _file = step.take(actor, "every", f"since={oldest:%Y-%m-%d}" if take else "", kind)
    before, begun = process.resident_mb(os.getpid()), time.monotonic()
    process.forget_peak(os.getpid())
    step.write(actor, export, lambda _done, _all: None)
    spent = time.monotonic() - begun
    memory = process.resident_mb(os.getpid(), "VmHWM") - before
    export.refresh_from_db()
    data = sealing.file(export)
    return {"rows": export.rows, "size": len(data) / 1e6, "s": spent, "memory": memory, "alone": _alone(kind, data)}


def _alone(kind: str, data: bytes) -> float:
    """Seconds in which the library writes the cells that the table holds."""
    import csv
    import io

    import xlsxwriter
    from python_calamine import CalamineWorkbook

    if kind == "csv":
        cells: Iterable[Sequence[Any]] = list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))
        return _timed(lambda: csv.writer(io.StringIO()).writerows(cells))
    cells = CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0).to_python()

    def write() -> None:
        book = xlsxwriter.Workbook(io.BytesIO(), {"constant_memory": True, "default_date_format": "yyyy-mm-dd hh:mm"})
        sheet = book.add_worksheet()
        for number, row in enumerate(cells):
            sheet.write_row(number, 0, row)
        book.close()

    return _timed(write)


def _timed(do: Callable[[], Any]) -> float:
    begun = time.monotonic()
    do()
    return time.monotonic() - begun


if __name__ == "__main__":
    if sys.argv[1:2] == ["inside"]:
        print(json.dumps(inside(sys.argv[2], int(sys.argv[3]))))
    else:
        main()
