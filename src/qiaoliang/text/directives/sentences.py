"""Lines, sentences and clauses as spans of the text; nothing is cut inside brackets or quotation marks."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

_OPEN = dict(zip("（“《〔[【‘", "）”》〕]】’", strict=True))
_STOPS = frozenset("。！？；")
_LONGEST_ASIDE = 300  # an unclosed quotation mark must not swallow the rest of a paragraph


class Span(NamedTuple):
    """Half-open interval of code points."""

    start: int
    end: int


def lines(folded: str) -> Iterator[Span]:
    """Every line that holds more than blanks, without the blanks around it."""
    position = 0
    for line in folded.split("\n"):
        trimmed = trim(folded, position, position + len(line))
        if trimmed.start < trimmed.end:
            yield trimmed
        position += len(line) + 1


def trim(folded: str, start: int, end: int) -> Span:
    """The span without white space, dashes and separators at its ends."""
    while start < end and folded[start] in " \r\f\v\u200b\ufeff，、：—；。":
        start += 1
    while end > start and folded[end - 1] in " \r\f\v\u200b":
        end -= 1
    return Span(start, end)


def sentences(folded: str, span: Span) -> Iterator[Span]:
    """Sentences of one line, closed by 。！？；, each with its closing mark."""
    return _pieces(folded, span, _STOPS)


def clauses(folded: str, span: Span) -> Iterator[Span]:
    """Clauses of one sentence, divided at commas, colons and dashes; closing marks are left out."""
    for piece in _pieces(folded, span, frozenset("，：")):
        end = piece.end
        while end > piece.start and folded[end - 1] in "，：。！？；—":
            end -= 1
        yield trim(folded, piece.start, end)


def _pieces(folded: str, span: Span, marks: frozenset[str]) -> Iterator[Span]:
    start, waiting, since = span.start, "", span.start
    for i in range(span.start, span.end):
        letter = folded[i]
        if waiting:
            if letter == waiting[-1]:
                waiting = waiting[:-1]
                if not waiting and folded[i - 1] in _STOPS and letter in "”’" and marks is _STOPS:
                    yield from _piece(folded, start, i + 1)
                    start = i + 1
            elif letter in _OPEN and len(waiting) < 4:
                waiting += _OPEN[letter]
            elif i - since > _LONGEST_ASIDE:
                waiting = ""
        elif letter in _OPEN and folded.find(_OPEN[letter], i, min(span.end, i + _LONGEST_ASIDE)) > 0:
            waiting, since = _OPEN[letter], i
        elif letter in marks:
            yield from _piece(folded, start, i + 1)
            start = i + 1
    yield from _piece(folded, start, span.end)


def _piece(folded: str, start: int, end: int) -> Iterator[Span]:
    piece = trim(folded, start, end)
    if piece.start < piece.end and any(letter.isalnum() for letter in folded[piece.start : piece.end]):
        yield piece
