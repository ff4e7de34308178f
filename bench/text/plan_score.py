"""F1 of a reading against annotated tasks, document by document; a match as told in ``plan_figures``."""

from __future__ import annotations

from statistics import median
from typing import Any

Item = dict[str, Any]


def overlap(found: Item, gold: Item) -> float:
    """Shared characters over all characters of the two; 0.0 when they do not match."""
    shared = max(0, min(found["end"], gold["end"]) - max(found["start"], gold["start"]))
    length = gold["end"] - gold["start"]
    ratio = shared / (found["end"] - found["start"] + length - shared)
    covers = shared >= 0.8 * length and found["end"] - found["start"] <= 2.5 * length
    return ratio if ratio >= 0.5 or covers else 0.0


def document_f1(tasks: list[Item], gold: Item) -> float:
    """F1 over tasks, targets and commitments inside the annotated scope; one prediction for one annotation."""
    first, last = gold["scope"]
    found = [t for t in tasks if t["kind"] != "E" and t["start"] >= first - 2 and t["end"] <= last + 2]
    pairs = [(overlap(t, g), g["kind"] in "IE", i, j) for i, t in enumerate(found) for j, g in enumerate(gold["items"])]
    taken: dict[int, int] = {}
    for _, _, i, j in sorted((p for p in pairs if p[0]), key=lambda pair: (pair[1], -pair[0])):
        if i not in taken and j not in taken.values():
            taken[i] = j
    hits = sum(gold["items"][j]["kind"] in "DCT" for j in taken.values())
    free = sum(
        gold["items"][taken[i]]["kind"] == "I" if i in taken else any(_grazes(task, item) for item in gold["items"])
        for i, task in enumerate(found)
    )
    wanted = sum(item["kind"] in "DCT" for item in gold["items"])
    return 2 * hits / (len(found) - free + wanted)


def _grazes(found: Item, gold: Item) -> bool:
    """A prediction over a heading or a purpose is neither right nor wrong."""
    shared = max(0, min(found["end"], gold["end"]) - max(found["start"], gold["start"]))
    length = found["end"] - found["start"] + gold["end"] - gold["start"] - shared
    return gold["kind"] == "I" and shared > 0.2 * length


def spread(values: list[float]) -> str:
    return f"least {min(values):.3f}  median {median(values):.3f}  mean {sum(values) / len(values):.3f}"
