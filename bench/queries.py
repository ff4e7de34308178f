"""What the questions that matter cost as a district grows: ``python bench/queries.py [--rows 10000 100000 1000000] [--keep FOLDER]``.

The questions are pages of queries.json; measured are the statements about cases alone, each asked again by itself: median
milliseconds and the least processor time of all of a page's statements, in three rounds through all sizes. The column × is the
largest size against the smallest; on SQLite the steps of its machine stand beside it, the same on a quiet and a busy machine.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "src")]

from bench import house  # noqa: E402

#: what else the machine does changes within minutes: each size is asked early and late
ROUNDS = 3


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, nargs="+", default=[10_000, 100_000])
    parser.add_argument("--engine", choices=("sqlite", "postgres"), default="sqlite")
    parser.add_argument("--keep", type=Path, help="where the filled databases stay")
    asked = parser.parse_args()
    wanted = json.loads((ROOT / "bench" / "queries.json").read_text())
    with tempfile.TemporaryDirectory(prefix="qiaoliang-bench-") as made:
        rounds = [_round(asked, asked.keep or Path(made), json.dumps(wanted["queries"])) for _ in range(ROUNDS)]
    found = {
        rows: {name: _least(one[rows][name] for one in rounds) for name in wanted["queries"]} for rows in asked.rows
    }
    heads = ["query", "statements", *(f"{rows:,}: ms (CPU)" for rows in asked.rows), f"× (aim ≤ {wanted['aim']})"]
    heads += ["steps ×"] if asked.engine == "sqlite" else []
    print("| " + " | ".join(heads) + " |\n|" + "---|" * len(heads))
    missed = 0
    for name in wanted["queries"]:
        costs = [found[rows][name] for rows in asked.rows]
        times = costs[-1]["cpu"] / costs[0]["cpu"] if costs[0]["cpu"] else 1.0
        missed += times > wanted["aim"]
        cells = [f"{one['ms']:.1f} ({one['cpu']:.1f})" for one in costs]
        cells.append(f"{times:.2f}")
        cells += [f"{costs[-1]['steps'] / max(1, costs[0]['steps']):.2f}"] if asked.engine == "sqlite" else []
        print(f"| {name} | {costs[0]['n']:.0f} | {' | '.join(cells)} |")
    print(f"{missed} of {len(wanted['queries'])} cost more than {wanted['aim']} times as much processor time")
    return int(missed > 0)


def _round(asked: argparse.Namespace, keep: Path, queries: str) -> dict[int, dict[str, dict[str, float]]]:
    """Each size once: name of the question → what it cost."""
    found = {}
    for rows in asked.rows:
        with house.opened("ours", rows, asked.engine, keep) as place:
            place.asks()
            found[rows] = json.loads(place.run("statements", words=queries))
    return found


def _least(costs: Iterable[dict[str, float]]) -> dict[str, float]:
    """Of the rounds the one that took the processor least."""
    return min(costs, key=lambda cost: cost["cpu"])


if __name__ == "__main__":
    sys.exit(main())
