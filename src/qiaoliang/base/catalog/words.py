"""Finding an entry's words in what a person wrote."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from functools import lru_cache


@lru_cache(maxsize=8192)
def folded(text: str) -> str:
    """Full width, capitals and spaces are no difference."""
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())


def found_in(text: str, words: Iterable[str]) -> tuple[str, ...]:
    """The words that the text holds, longest first; a word inside another that was found is not counted again."""
    plain = folded(text)
    met: list[str] = []
    for word in sorted(set(words), key=lambda word: (-len(word), word)):
        if folded(word) in plain and not any(word in longer for longer in met):
            met.append(word)
    return tuple(met)
