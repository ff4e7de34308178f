"""In how many documents each rule of the directive engine fires: a rule that fires in one document only was made for it.

usage: python bench/text/plan_rules.py DATA_FOLDER        (or QIAOLIANG_BENCH_DATA=DATA_FOLDER; speeches.jsonl.gz, tasks_gold.json)
A rule is a named pattern of a module under ``directives``; the verbs of the word list are told in one line. Prints rule, documents, annotated
documents, times. Patterns are counted where they match at all, whether or not another rule decided in the end.
"""

from __future__ import annotations

import gzip
import importlib
import json
import os
import pkgutil
import re
import sys
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "src"))

from qiaoliang.text import directives
from qiaoliang.text.directives import engine, words


class Counted:
    """A pattern that counts its matches."""

    def __init__(self, name: str, pattern: re.Pattern[str], fired: Counter[str]) -> None:
        self.name, self.inner, self.fired = name, pattern, fired

    def __getattr__(self, name: str) -> Any:
        inner = getattr(self.inner, name)
        if name in {"search", "match", "fullmatch"}:
            return lambda *given: self._one(inner(*given))
        if name in {"finditer", "findall", "sub", "split"}:
            return lambda *given: self._many(inner, given)
        return inner

    def _many(self, inner: Any, given: tuple[Any, ...]) -> Any:
        text = next(part for part in reversed(given) if isinstance(part, str))
        self.fired[self.name] += sum(1 for _ in self.inner.finditer(text))
        return inner(*given)

    def _one(self, found: re.Match[str] | None) -> re.Match[str] | None:
        if found is not None:
            self.fired[self.name] += 1
        return found


def count_patterns(fired: Counter[str]) -> list[str]:
    counted: dict[re.Pattern[str], Counted] = {}
    for module in pkgutil.iter_modules(directives.__path__):
        holder = importlib.import_module(f"{directives.__name__}.{module.name}")
        for name, value in list(vars(holder).items()):
            if isinstance(value, re.Pattern):
                setattr(holder, name, counted.setdefault(value, Counted(f"{module.name}.{name}", value, fired)))
    return [pattern.name for pattern in counted.values()]


def main() -> int:
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else os.environ.get("QIAOLIANG_BENCH_DATA", ""))
    if not (folder / "speeches.jsonl.gz").is_file():
        sys.stderr.write(f"{__doc__}\n")
        return 2
    with gzip.open(folder / "speeches.jsonl.gz", "rt", encoding="utf-8") as rows:
        speeches = {row["key"]: row for row in map(json.loads, rows)}
    annotated = {gold["key"] for gold in json.loads((folder / "tasks_gold.json").read_text("utf-8"))}
    fired: Counter[str] = Counter()
    names, where, times = count_patterns(fired), defaultdict[str, set[str]](set), Counter[str]()
    verbs = defaultdict[str, set[str]](set)
    for key, row in speeches.items():
        fired.clear()
        for task in engine.read_plan(row["text"], title=row["title"]).tasks:
            verbs[task.action].add(key)
        for name, often in (+fired).items():
            where[name].add(key)
            times[name] += often
    for name in sorted(names, key=lambda name: (len(where[name]), name)):
        print(
            f"{name:32} documents {len(where[name]):2}  annotated {len(where[name] & annotated):2}  times {times[name]}"
        )
    used = [verb for verb in verbs if verb in words.WORK]
    once = [verb for verb in used if len(verbs[verb]) == 1]
    rare = [name for name in names if len(where[name]) <= 1]
    print(
        f"patterns: {len(names)}, in no document {sum(not where[n] for n in names)}, in one {sum(len(where[n]) == 1 for n in names)}: {', '.join(sorted(rare))}"
    )
    print(f"verbs that opened a task: {len(used)} of {len(words.WORK)} listed, {len(once)} of them in one document")
    return 0


if __name__ == "__main__":
    sys.exit(main())
