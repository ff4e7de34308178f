"""Representative sentences, quoted as they were written, never invented; never one that gives somebody away."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from qiaoliang.text.contacts import find_contacts
from qiaoliang.text.words import cut, normalise, sentences

SHORTEST, LONGEST = 10, 90


@dataclass(frozen=True, slots=True)
class Quote:
    """``text`` stands word for word in the message ``id``."""

    id: str
    text: str


def representative(messages: Sequence[tuple[str, str]]) -> Quote | None:
    """The sentence that says most of what the others say, of ``(id, text)`` messages; None when none can be shown.

    Sentences of 10 to 90 characters without contact-like text; a word counts by how many *messages* say it.
    """
    found = quotes(messages, 1)
    return found[0] if found else None


def quotes(messages: Sequence[tuple[str, str]], most: int = 3) -> list[Quote]:
    """Up to ``most`` such sentences from different messages, best first; each next one says something the earlier did not."""
    said = Counter(word for _, text in messages for word in _words(text))
    pool = [(Quote(id, sentence), _words(sentence)) for id, text in messages for sentence in _quotable(text)]
    chosen: list[Quote] = []
    known: set[str] = set()
    while pool and len(chosen) < most:
        best = max(
            pool, key=lambda item: (_value(item[1] - known, said, len(messages)), -len(item[0].text), item[0].id)
        )
        if chosen and _value(best[1] - known, said, len(messages)) <= 0:
            break
        chosen.append(best[0])
        known |= best[1]
        pool = [item for item in pool if item[0].id != best[0].id]
    return chosen


def _quotable(text: str) -> list[str]:
    fitting = [s for s in sentences(text) if SHORTEST <= len(s) <= LONGEST]
    return [sentence for sentence in fitting if not find_contacts(sentence)]


def _words(text: str) -> set[str]:
    return {word for word in cut(normalise(text)) if len(word) > 1}


def _value(words: set[str], said: Counter[str], count: int) -> float:
    shared = sum(said[word] / count for word in words if said[word] > 1 or count == 1)
    return shared / math.sqrt(3 + len(words))
