"""How precise anybody can be on the generated same-matter messages, if two originals that say the same are two matters there.

usage: python bench/text/same_matter_bound.py GENERATOR.py COUNT
GENERATOR: the program that makes the messages (functions ``generate(count)`` and ``paraphrase(text, random)``). Prints the pair
precision of a reader who sees each original before it was paraphrased and puts together what is the same word for word, place
included: whatever tells such messages apart is in none of their columns. Then the same when the largest of those sets are left
unsaid until recall falls to 0.90, and when the worst are, which only somebody who knows the answer could choose.
"""

from __future__ import annotations

import importlib.util
import json
import random
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from typing import Any


def originals(path: str, count: int) -> dict[int, Counter[int]]:
    """For each original text: how many messages of which group were made from it."""
    spec = importlib.util.spec_from_file_location("generator", path)
    assert spec is not None
    assert spec.loader is not None
    generator: Any = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(generator)
    known: dict[str, int] = {}
    made: defaultdict[int, Counter[int]] = defaultdict(Counter)
    paraphrase: Callable[[str, random.Random], str] = generator.paraphrase

    def numbered(text: str, draw: random.Random) -> str:
        paraphrase(text, draw)
        return str(known.setdefault(text, len(known)))

    def keep(line: str) -> None:
        message = json.loads(line)
        made[int(message["text"])][message["group"]] += 1

    generator.paraphrase, generator.print = numbered, keep
    generator.generate(count)
    return made


def pairs(counts: Iterable[int]) -> int:
    return sum(count * (count - 1) // 2 for count in counts)


def figures(sets: Iterable[tuple[int, int]], true: int, least: float = 1.0) -> str:
    """Precision and recall of the sets (hits, said), taken in order until ``least`` of the true pairs are found."""
    hit = said = 0
    for right, all_ in sets:
        hit, said = hit + right, said + all_
        if hit >= least * true:
            break
    return f"precision {hit / said:.3f} recall {hit / true:.3f}"


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    made = originals(sys.argv[1], int(sys.argv[2]))
    sets = [(pairs(groups.values()), pairs([groups.total()])) for groups in made.values() if groups.total() > 1]
    true = sum(right for right, _ in sets)
    mixed = [groups for groups in made.values() if len(groups) > 1]
    print(
        f"{len(made):,} originals; {len(mixed):,} of them used for several groups, up to {max(map(len, mixed), default=1)}"
    )
    print("same original, same matter:", figures(sets, true))
    print("without the largest sets:  ", figures(sorted(sets, key=lambda s: s[1]), true, 0.9))
    print("without the worst sets:    ", figures(sorted(sets, key=lambda s: -s[0] / s[1]), true, 0.9))
