"""The same matter, at scale: recall, precision, time, memory, and one new message against all stored.

usage: python bench/text/same_matter.py MESSAGES.jsonl [--plain]
MESSAGES: lines {"id", "text", "group"} as a generator of paraphrases and of the same words elsewhere makes them. The column
``place``, if there is one, is not read. ``--plain`` runs the plain NumPy MinHash instead, in a process of its own so that memory is its own.
"""

from __future__ import annotations

import json
import resource
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "src"))
sys.path.insert(0, str(Path(__file__).resolve().parent))


def texts(path: str) -> Iterator[str]:
    with Path(path).open(encoding="utf-8") as file:
        for line in file:
            yield json.loads(line)["text"]


def score(path: str, found: Sequence[Sequence[int]]) -> str:
    with Path(path).open(encoding="utf-8") as file:
        of = [json.loads(line)["group"] for line in file]

    def pairs(counts: Counter[int]) -> int:
        return sum(n * (n - 1) // 2 for n in counts.values())

    true, said = pairs(Counter(of)), sum(len(g) * (len(g) - 1) // 2 for g in found)
    hit = sum(pairs(Counter(of[row] for row in group)) for group in found)
    return f"pair precision {hit / max(1, said):.3f} recall {hit / max(1, true):.3f} (true {true}, said {said})"


def ours(path: str, count: int) -> list[list[int]]:
    from qiaoliang.text.matters.index import MatterIndex

    start, cpu = time.perf_counter(), time.process_time()
    index = MatterIndex()
    index.add_many([str(row) for row in range(count)], texts(path))
    groups = index.groups()
    print(
        f"ours: {time.perf_counter() - start:.1f} s, {time.process_time() - cpu:.1f} CPU-s for {count:,}, {_memory():.0f} MB at most"
    )
    asked = []
    for row, text in enumerate(texts(path)):
        if row == 2000:
            break
        began = time.perf_counter()
        index.add(f"again {row}", "再次反映：" + text)
        asked.append(1000 * (time.perf_counter() - began))
    print(
        f"one new message against {count:,}: p50 {np.percentile(asked, 50):.1f} ms, p95 {np.percentile(asked, 95):.1f} ms, worst {max(asked):.0f} ms"
    )
    return [[int(row) for row in group] for group in groups]


def plain(path: str, count: int) -> list[list[int]]:
    from plain_minhash import groups

    start, cpu = time.perf_counter(), time.process_time()
    found = groups(texts(path), count)
    print(
        f"plain: {time.perf_counter() - start:.1f} s, {time.process_time() - cpu:.1f} CPU-s for {count:,}, {_memory():.0f} MB at most"
    )
    return found


def _memory() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    total = sum(1 for _ in texts(sys.argv[1]))
    found = (plain if "--plain" in sys.argv else ours)(sys.argv[1], total)
    print(score(sys.argv[1], found))
