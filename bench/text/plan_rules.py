"""In how many documents each rule of the directive engine fires, and what each is worth on annotated documents.

usage: python bench/text/plan_rules.py DATA_FOLDER        (or QIAOLIANG_BENCH_DATA=DATA_FOLDER; speeches.jsonl.gz, tasks_gold.json)
A rule is a pattern of a module under ``directives``: named, one of a named row, or written where it is used (by its beginning);
the verbs of the word list are told in one line. Patterns are counted where they match at all, whether or not another rule decided
in the end. Rules that fire in one document or none are then switched off one by one: F1 of each annotated document beside before.
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

from plan_score import document_f1, spread

from qiaoliang.text import directives
from qiaoliang.text.directives import engine, words

NEVER = re.compile("(?!)")
_LOOKS = frozenset({"search", "match", "fullmatch"})
_WALKS = frozenset({"finditer", "findall", "sub", "split"})


class Counted:
    """A pattern that counts its matches, and that can be switched off."""

    def __init__(self, name: str, pattern: re.Pattern[str], fired: Counter[str]) -> None:
        self.name, self.inner, self.fired = name, pattern, fired

    def __getattr__(self, name: str) -> Any:
        inner = getattr(self.inner, name)
        if name in _LOOKS:
            return lambda *given, **named: self._one(inner(*given, **named))
        if name in _WALKS:
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


class Rules:
    """Every pattern of the engine, counted; stands in for the module ``re`` where a pattern is written in place."""

    def __init__(self) -> None:
        self.fired: Counter[str] = Counter()
        self.counted: dict[re.Pattern[str], Counted] = {}
        for module in pkgutil.iter_modules(directives.__path__):
            holder = importlib.import_module(f"{directives.__name__}.{module.name}")
            for name, value in list(vars(holder).items()):
                if isinstance(value, re.Pattern):
                    setattr(holder, name, self.rule(f"{module.name}.{name}", value))
                elif isinstance(value, tuple) and value and all(isinstance(part, re.Pattern) for part in value):
                    row = (self.rule(f"{module.name}.{name}[{at}]", part) for at, part in enumerate(value))
                    setattr(holder, name, tuple(row))
            if vars(holder).get("re") is re:
                vars(holder)["re"] = _InPlace(module.name, self)

    def rule(self, name: str, pattern: re.Pattern[str]) -> Counted:
        return self.counted.setdefault(pattern, Counted(name, pattern, self.fired))


class _InPlace:
    def __init__(self, module: str, rules: Rules) -> None:
        self.module, self.rules = module, rules

    def __getattr__(self, name: str) -> Any:
        if name not in _LOOKS | _WALKS:
            return getattr(re, name)
        return lambda pattern, *given: getattr(self._rule(pattern), name)(*given)

    def _rule(self, pattern: Any) -> Any:
        if not isinstance(pattern, str):
            return pattern
        compiled = re.compile(pattern)
        return self.rules.rule(f"{self.module}: {pattern[:36]}", compiled)


def main() -> int:
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else os.environ.get("QIAOLIANG_BENCH_DATA", ""))
    if not (folder / "speeches.jsonl.gz").is_file():
        sys.stderr.write(f"{__doc__}\n")
        return 2
    with gzip.open(folder / "speeches.jsonl.gz", "rt", encoding="utf-8") as rows:
        speeches = {row["key"]: row for row in map(json.loads, rows)}
    golds = {gold["key"]: gold for gold in json.loads((folder / "tasks_gold.json").read_text("utf-8"))}
    rules = Rules()
    where, times = defaultdict[str, set[str]](set), Counter[str]()
    verbs = defaultdict[str, set[str]](set)
    for key, row in speeches.items():
        rules.fired.clear()
        for task in engine.read_plan(row["text"], title=row["title"]).tasks:
            verbs[task.action].add(key)
        for name, often in (+rules.fired).items():
            where[name].add(key)
            times[name] += often
    names = sorted({rule.name for rule in rules.counted.values()}, key=lambda name: (len(where[name]), name))
    for name in names:
        print(
            f"{name:44} documents {len(where[name]):2}  annotated {len(where[name] & set(golds)):2}  times {times[name]}"
        )
    _summary(names, where, verbs)
    _switched_off(rules, [name for name in names if len(where[name]) == 1], speeches, golds)
    return 0


def _summary(names: list[str], where: dict[str, set[str]], verbs: dict[str, set[str]]) -> None:
    for kind, some in (
        ("named", [n for n in names if ":" not in n and "[" not in n]),
        ("in a row", [n for n in names if "[" in n and ":" not in n]),
        ("in place", [n for n in names if ":" in n]),
    ):
        often = Counter(min(len(where[name]), 2) for name in some)
        print(f"{kind}: {len(some)} patterns, in no document {often[0]}, in one {often[1]}, in two or more {often[2]}")
    used = [verb for verb in verbs if verb in words.WORK]
    once = [verb for verb in used if len(verbs[verb]) == 1]
    print(f"verbs that opened a task: {len(used)} of {len(words.WORK)} listed, {len(once)} of them in one document")


def _switched_off(rules: Rules, rare: list[str], speeches: dict[str, Any], golds: dict[str, Any]) -> None:
    before = _figures(speeches, golds)
    print(f"F1 by annotated document: {spread(list(before.values()))}")
    for name in rare:
        for rule in rules.counted.values():
            if rule.name == name:
                kept, rule.inner = rule.inner, NEVER
                after = _figures(speeches, golds)
                rule.inner = kept
                moved = {key: f"{after[key] - before[key]:+.3f}" for key in golds if after[key] != before[key]}
                print(f"without {name:44} {moved or 'nothing moves'}")


def _figures(speeches: dict[str, Any], golds: dict[str, Any]) -> dict[str, float]:
    plans = {key: engine.read_plan(speeches[key]["text"], title=speeches[key]["title"]).as_json() for key in golds}
    return {key: document_f1(plans[key]["tasks"], gold) for key, gold in golds.items()}


if __name__ == "__main__":
    sys.exit(main())
