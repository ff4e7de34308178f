"""A message cut into the pieces in which people say one thing each: by sentence, a long sentence by its commas too."""

from __future__ import annotations

import re
from collections.abc import Iterable

#: a sentence with its own end and what blanks follow it
_SENTENCE = re.compile(r"(?:[^。！？!?；;\n.]|\.(?!\s))*(?:[。！？!?；;\n]+[”」’）)]*|\.(?=\s))\s*|.+$", re.DOTALL)
_CLAUSE = re.compile(r"[^，,]*[，,]+\s*|[^，,]+$")
#: a sentence longer than this is cut at its commas, too
LONG = 12
#: a clause shorter than this stays with the one after it
SHORT = 4
#: with more pieces than this only sentences are cut
MOST = 40


def pieces(text: str, whole: Iterable[tuple[int, int]] = ()) -> list[tuple[int, int]]:
    """(start, end) of each piece, in order; together they are the text. Nothing inside the spans ``whole`` is cut."""
    sentences = [(found.start(), found.end()) for found in _SENTENCE.finditer(text)]
    fine = [span for one in sentences for span in _clauses(text, *one)]
    kept = fine if len(fine) <= MOST else sentences
    return _joined(text, kept, list(whole))


def _clauses(text: str, start: int, end: int) -> list[tuple[int, int]]:
    if end - start <= LONG:
        return [(start, end)]
    spans, at = [], start
    for found in _CLAUSE.finditer(text[start:end]):
        if start + found.end() - at >= SHORT:
            spans.append((at, start + found.end()))
            at = start + found.end()
    if at < end:
        spans = [*spans[:-1], (spans[-1][0], end)] if spans else [(start, end)]
    return spans


def _joined(text: str, spans: list[tuple[int, int]], whole: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Without pieces that say nothing, and without a cut inside what must stay in one."""
    made: list[tuple[int, int]] = []
    for start, end in spans:
        inside = any(first < start < last for first, last in whole)
        if made and (inside or not re.search(r"\w", text[start:end])):
            made[-1] = (made[-1][0], end)
        else:
            made.append((start, end))
    if len(made) > 1 and not re.search(r"\w", text[made[0][0] : made[0][1]]):
        made[:2] = [(made[0][0], made[1][1])]
    return made
