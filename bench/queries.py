"""What the questions that matter cost as a district grows: ``python bench/queries.py [--rows 10000 100000 1000000] [--keep FOLDER]``.

The questions are pages of queries.json; measured are the statements about cases alone, each asked again by itself: median
milliseconds and the least processor time of all of a page's statements. The last column is the largest size against the smallest.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "src")]

from bench import house  # noqa: E402


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, nargs="+", default=[10_000, 100_000])
    parser.add_argument("--engine", choices=("sqlite", "postgres"), default="sqlite")
    parser.add_argument("--keep", type=Path, help="where the filled databases stay")
    asked = parser.parse_args()
    wanted = json.loads((ROOT / "bench" / "queries.json").read_text())
    found = {}
    for rows in asked.rows:
        with house.opened("ours", rows, asked.engine, asked.keep) as place:
            place.asks()
            found[rows] = json.loads(place.run("statements", words=json.dumps(wanted["queries"])))
    heads = ["query", "statements", *(f"{rows:,}: ms (CPU)" for rows in asked.rows), f"× (aim ≤ {wanted['aim']})"]
    print("| " + " | ".join(heads) + " |\n|" + "---|" * len(heads))
    missed = 0
    for name in wanted["queries"]:
        costs = [found[rows][name] for rows in asked.rows]
        times = costs[-1]["cpu"] / costs[0]["cpu"] if costs[0]["cpu"] else 1.0
        missed += times > wanted["aim"]
        cells = [f"{one['ms']:.1f} ({one['cpu']:.1f})" for one in costs]
        print(f"| {name} | {costs[0]['n']:.0f} | {' | '.join(cells)} | {times:.2f} |")
    print(f"{missed} of {len(wanted['queries'])} cost more than {wanted['aim']} times as much processor time")
    return int(missed > 0)


if __name__ == "__main__":
    sys.exit(main())
