"""What pages cost when many officers look at them in turn: ``python bench/readers.py [--rows 10000 100000 1000000] [--keep FOLDER]``.

Sixty handlers and sixty heads of units, drawn once, open each page twice; printed is the second time: the median of their
processor time and, in brackets, the most that any of them took. It is the server's alone: on PostgreSQL the database's own is not in it.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "src")]

from bench import house  # noqa: E402

PAGES = {
    "waiting for me": "/desk/todo",
    "all cases": "/desk/cases/",
    "by date due": "/desk/cases/?sort=due",
    "in progress": "/desk/cases/?state=in_progress",
    "a common word": "/desk/cases/?q={word}",
    "agenda": "/desk/calendar",
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, nargs="+", default=[10_000, 100_000])
    parser.add_argument("--engine", choices=("sqlite", "postgres"), default="sqlite")
    parser.add_argument("--keep", type=Path, help="where the filled databases stay")
    asked, found = parser.parse_args(), {}
    with tempfile.TemporaryDirectory(prefix="qiaoliang-bench-") as made:
        for rows in asked.rows:
            with house.opened("ours", rows, asked.engine, asked.keep or Path(made)) as place:
                place.asks()
                found[rows] = json.loads(place.run("readers", words=json.dumps(PAGES)))
    heads = ["page", "readers", *(f"{rows:,}: ms (most)" for rows in asked.rows)]
    print("| " + " | ".join(heads) + " |\n|" + "---|" * len(heads))
    for name, first in found[asked.rows[0]].items():
        cells = [f"{found[rows][name]['ms']:.1f} ({found[rows][name]['most']:.0f})" for rows in asked.rows]
        print(f"| {name} | {first['n']:.0f} | {' | '.join(cells)} |")


if __name__ == "__main__":
    main()
