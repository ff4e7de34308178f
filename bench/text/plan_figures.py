"""Measure the directive engine against annotated speeches: tasks, units, exhortations, deadlines, speed.

    python bench/text/plan_figures.py DATA_FOLDER [SPEECH.txt]        (or QIAOLIANG_BENCH_DATA=DATA_FOLDER)

DATA_FOLDER holds speeches.jsonl.gz, tasks_gold.json, deadlines.json. A prediction matches a gold item when their overlap is at
least half their union, or covers 80 % of the gold item and is at most 2.5 times as long. The rules are written by hand, so no
document can be left out of training; F1 of the worst and the median annotated document stands in for it. With SPEECH.txt
every sentence of that text is accounted for: what it holds, and how many letters are left to nobody.
"""

from __future__ import annotations

import gzip
import json
import os
import sys
import time
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

from plan_score import document_f1, spread

from qiaoliang.text.directives import read_plan
from qiaoliang.text.directives.deadlines import Anchor, resolve
from qiaoliang.text.directives.folding import fold
from qiaoliang.text.directives.sentences import lines, sentences


def main() -> int:
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else os.environ.get("QIAOLIANG_BENCH_DATA", ""))
    if not (folder / "speeches.jsonl.gz").is_file():
        sys.stderr.write(f"{__doc__}\n")
        return 2
    with gzip.open(folder / "speeches.jsonl.gz", "rt", encoding="utf-8") as rows:
        speeches = {row["key"]: row for row in map(json.loads, rows)}
    plans = {key: read_plan(row["text"], title=row["title"]).as_json() for key, row in speeches.items()}
    out = Path(os.environ.get("QIAOLIANG_BENCH_OUT", "var/plan-predictions.json"))
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_text(json.dumps(plans, ensure_ascii=False), "utf-8")
    sys.stdout.write(f"predictions for the scorer: {out}\n")
    _counts(plans)
    _by_document(plans, json.loads((folder / "tasks_gold.json").read_text("utf-8")))
    for speech in sys.argv[2:]:
        _accounted(Path(speech).read_text("utf-8"))
    _deadlines(json.loads((folder / "deadlines.json").read_text("utf-8")))
    _speed(next(row["text"] for row in speeches.values() if len(row["text"]) > 3000))
    return 0


def _counts(plans: dict[str, Any]) -> None:
    for key, plan in plans.items():
        kinds = [task["kind"] for task in plan["tasks"]]
        sys.stdout.write(f"{key:24} " + "  ".join(f"{kind} {kinds.count(kind):3}" for kind in "DTCE") + "\n")


def _by_document(plans: dict[str, Any], golds: list[dict[str, Any]]) -> None:
    figures = {gold["key"]: document_f1(plans[gold["key"]]["tasks"], gold) for gold in golds}
    for key, figure in figures.items():
        sys.stdout.write(f"F1 {key:24} {figure:.3f}\n")
    sys.stdout.write(f"F1 by annotated document: {spread(list(figures.values()))}\n")


def _accounted(text: str) -> None:
    plan, folded = read_plan(text), fold(text)
    held: Counter[str] = Counter()
    for line in lines(folded):
        for sentence in sentences(folded, line):
            kinds = {t.kind for t in plan.tasks if t.start < sentence.end and sentence.start < t.end}
            held["+".join(sorted(kinds)) or "none"] += 1
    told = [(part.start, part.end) for part in (*plan.tasks, *plan.uncovered)]
    lost = sum(c.isalnum() and not any(a <= at < b for a, b in told) for at, c in enumerate(text))
    sys.stdout.write(f"sentences {sum(held.values())}: {dict(held.most_common())}; letters told by no part: {lost}\n")


def _deadlines(rows: list[dict[str, Any]]) -> None:
    anchor, right = Anchor(date(2026, 3, 18)), 0
    for row in rows:
        day = resolve(fold(row["phrase"]), anchor).day
        right += (day.isoformat() if day else None) == row["date"]
    sys.stdout.write(f"deadline phrases right: {right}/{len(rows)}\n")


def _speed(text: str) -> None:
    long = (text * 6)[:20_000]
    begun = time.perf_counter()
    read_plan(long)
    sys.stdout.write(f"20,000 characters: {time.perf_counter() - begun:.2f} s\n")


if __name__ == "__main__":
    sys.exit(main())
