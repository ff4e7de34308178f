"""The token stream, made in the same way when indexing and when asking.

A run of Chinese characters has no spaces, and both databases would take it for one word. So Han text becomes
overlapping pairs and, at the run's end, the last character alone: 区妇联 → 区妇 妇联 联. Latin letters and digits
stay words. A longer word is then a phrase of neighbouring tokens, and one character is the beginning of a token.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

_HAN = "〇㐀-䶿一-鿿豈-﫿\U00020000-\U0003ffff"
_RUNS = re.compile(rf"([{_HAN}]+)|([^\W_{_HAN}]+)|([^\w]|_)+")
#: stands between two texts of one record, so that no phrase reaches from one into the other
BREAK = "0x1fbreak"
LONGEST_TEXT, LONGEST_QUESTION, MOST_PHRASES = 12_000, 200, 12


@dataclass(frozen=True)
class Phrase:
    """Tokens that must stand side by side; ``open_end``: the last one is only the beginning of a token."""

    tokens: tuple[str, ...]
    open_end: bool


def folded(text: str) -> str:
    """Full width, case and accents aside: ＡＢｃ, abc and àbc are the same."""
    wide = unicodedata.normalize("NFKD", text).casefold()
    return unicodedata.normalize("NFC", "".join(letter for letter in wide if not unicodedata.combining(letter)))


def stream(*texts: str) -> list[str]:
    """All tokens of a record's texts, in order; at most the first 12,000 characters of each."""
    found: list[str] = []
    for text in filter(None, texts):
        found += [BREAK] if found else []
        for chunk in _chunks(text[:LONGEST_TEXT]):
            found += [token for run in chunk for token in _tokens(run)]
    return found


def phrases(question: str) -> list[Phrase]:
    """What a person typed, as phrases that must all be there; spaces and punctuation part them."""
    return [_phrase(chunk) for chunk in _chunks(question[:LONGEST_QUESTION])][:MOST_PHRASES]


def _chunks(text: str) -> list[list[str]]:
    """Runs that touch each other, as lists: ``K3路 桥`` → [[k3, 路], [桥]]."""
    chunks: list[list[str]] = [[]]
    for match in _RUNS.finditer(folded(text)):
        if match[1] or match[2]:
            chunks[-1].append(match[0])
        else:
            chunks.append([])
    return [chunk for chunk in chunks if chunk]


def _is_han(run: str) -> bool:
    return bool(re.match(f"[{_HAN}]", run))


def _tokens(run: str) -> list[str]:
    if not _is_han(run):
        # letters beyond ASCII as hex: which of them make a word is the database's opinion, and each has its own
        return [run[:64] if run.isascii() else "0x" + run[:32].encode().hex()]
    return [run[place : place + 2] for place in range(len(run))]


def _phrase(chunk: list[str]) -> Phrase:
    tokens = [token for run in chunk for token in _tokens(run)]
    if not _is_han(chunk[-1]):
        return Phrase(tuple(tokens), open_end=False)
    if len(chunk[-1]) == 1:
        return Phrase(tuple(tokens), open_end=True)
    return Phrase(tuple(tokens[:-1]), open_end=False)  # the record's text may go on where the question ends
