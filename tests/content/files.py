"""The written content as plain data, and the few measures its tests share. No Django."""

from __future__ import annotations

import difflib
import re
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import cache
from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np

SOURCE = Path(__file__).parents[2] / "src" / "qiaoliang"
#: what a generator can fill in
SLOTS = frozenset(
    {
        *("place", "road", "estate", "village", "town", "enterprise"),
        *("days", "amount", "people", "month", "date", "visit", "promise"),
    }
)
#: slots that are numbers and need a range
NUMBERS = frozenset({"days", "amount", "people"})
#: public short numbers that are not in the catalogue's list of bodies: the lines of union, women and league, SMS to the police
LINES = frozenset({"12351", "12338", "12355", "12333", "12110"})
REGISTERS = ("hurried", "polite", "angry")

_SLOT = re.compile(r"\{(\w*)\}")
_NUMBER = re.compile(r"\d(?:[\d\s-]*\d)?")


@cache
def load(name: str) -> Mapping[str, Any]:
    """One of ``catalog``, ``district``, ``cases`` as its file says it."""
    folder = "base/catalog/data" if name == "catalog" else "project/demo/data"
    return tomllib.loads((SOURCE / folder / f"{name}.toml").read_text(encoding="utf-8"))


def strings(value: Any) -> Iterator[str]:
    """Every text inside, however deep."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for one in value.values():
            yield from strings(one)
    elif isinstance(value, list):
        for one in value:
            yield from strings(one)


def slots(value: Any) -> set[str]:
    return {slot for text in strings(value) for slot in _SLOT.findall(text)}


def hotlines() -> set[str]:
    return {body["phone"] for body in load("catalog")["referral"]} | LINES


def phone_like(text: str, allowed: set[str]) -> list[str]:
    """Digit runs (spaces and hyphens inside count as one) of five or more digits that are no allowed short number."""
    runs = (re.sub(r"\D", "", run) for run in _NUMBER.findall(text))
    return [run for run in runs if len(run) >= 5 and run not in allowed]


def plain(text: str) -> str:
    """Without slots, digits and punctuation: what two texts must not share."""
    return re.sub(r"\{\w+\}|[\W\d_]", "", text)


def near_copies(texts: Mapping[str, str], share: float) -> list[tuple[str, str]]:
    """Pairs whose normalised texts share more than ``share`` by difflib; letter counts give a cheap upper bound first."""
    names, bodies = list(texts), [plain(text) for text in texts.values()]
    counts = _letters(bodies)
    sizes = counts.sum(axis=1)
    found = []
    for i, j in combinations(range(len(bodies)), 2):
        if 2 * min(sizes[i], sizes[j]) <= share * (sizes[i] + sizes[j]):
            continue
        if 2 * np.minimum(counts[i], counts[j]).sum() <= share * (sizes[i] + sizes[j]):
            continue
        if difflib.SequenceMatcher(None, bodies[i], bodies[j], autojunk=False).ratio() > share:
            found.append((names[i], names[j]))
    return found


def _letters(bodies: list[str]) -> np.ndarray:
    columns = {letter: place for place, letter in enumerate(sorted(set("".join(bodies))))}
    counts = np.zeros((len(bodies), len(columns)), dtype=np.int32)
    for row, body in enumerate(bodies):
        for letter, times in Counter(body).items():
            counts[row, columns[letter]] = times
    return counts
