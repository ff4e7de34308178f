"""Numbering and headings of official documents (GB/T 9704: 一、（一）1.（1）) and of speech (一是, 二要, 第三，)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from qiaoliang.text.directives.sentences import Span, sentences, trim
from qiaoliang.text.directives.words import opening_verb

_NUMERAL = "[一二三四五六七八九十]"
_LEVELS = (
    re.compile(rf"第{_NUMERAL}+(?:章|节|部分)\s*|{_NUMERAL}{{1,3}}、\s*"),
    re.compile(rf"（{_NUMERAL}{{1,3}}）\s*"),
    re.compile(r"\d{1,2}[.、](?!\d)\s*|\d{1,2}．\s*"),
    re.compile(r"（\d{1,2}）\s*|[①-⑳]\s*"),
)
#: 一是 / 二要 / 第三， inside running text: an item, weaker than any heading.
ITEM = re.compile(
    rf"(?:第{_NUMERAL}{{1,2}}(?=[，、：])|{_NUMERAL}{{1,2}}(?:方面)?是(?!否|年)|{_NUMERAL}(?=要[^求])|{_NUMERAL}{{1,2}}、|"
    r"其[一二三四五六](?=[，、是])|首先(?=[，要])|其次(?=[，要])|再次(?=[，要])|最后(?=[，要])|——)"
)
#: A numbered sentence that hands something to somebody is no heading: 二、区教育局要于8月底前…
_ASSIGNS = re.compile(r"^由|[局委办会联镇乡街]要|《|[月年周]底?前|工作日内|原则同意|\d+(?:个|家|名|万元|%)")
_LONGEST = 45
_TOPIC = 26


class Heading(NamedTuple):
    """A heading: its span without the numbering, and its level (1 is highest, 9 a topic sentence)."""

    start: int
    end: int
    level: int


def numbering(folded: str, span: Span) -> tuple[int, int] | None:
    """(level, end of the number) when a line opens with 一、（一）1. or （1）."""
    for level, pattern in enumerate(_LEVELS, 1):
        if found := pattern.match(folded, span.start, span.end):
            return level, found.end()
    return None


def line_heading(folded: str, span: Span, following: bool, style: int | None) -> tuple[Heading | None, int]:
    """The heading a line is or opens with, and where its body begins (the line's end when it is a heading throughout)."""
    if style is not None:
        number = numbering(folded, span)
        return Heading(number[1] if number else span.start, span.end, style), span.end
    number = numbering(folded, span)
    if number is None:
        return _unnumbered(folded, span, following)
    level, body = number
    first = next(iter(sentences(folded, Span(body, span.end))), None)
    if first is None:
        return Heading(body, span.end, level), span.end
    rest = trim(folded, first.end, span.end)
    if folded[first.end - 1] == "。" and _ASSIGNS.search(folded[first.start : first.end]):
        return Heading(body, body, level), body
    closed = folded[first.end - 1] in "。！？；"
    short = first.end - first.start <= _LONGEST + 2
    if short and (rest.start < rest.end or not closed):
        return Heading(first.start, first.end - closed, level), first.end
    if short and following and "，" not in folded[first.start : first.end]:
        return Heading(first.start, first.end - closed, level), first.end
    return Heading(body, body, level), body


def _unnumbered(folded: str, span: Span, following: bool) -> tuple[Heading | None, int]:
    line = folded[span.start : span.end]
    closed = line[-1] in "。！？；：，"
    if following and len(line) <= _LONGEST and not closed and not re.search(r"[，；。]", line):
        return Heading(span.start, span.end, 5), span.end
    sentence = line.endswith("。") and "，" not in line and line.count("。") == 1
    if following and len(line) <= _TOPIC and sentence and not _ASSIGNS.search(line):
        return Heading(span.start, span.end - 1, 8), span.end
    return None, span.start


def topic_sentences(folded: str, bodies: Sequence[Span]) -> dict[int, Heading]:
    """Paragraphs that open with a short verb sentence naming their topic, when the document does so throughout.

    Keyed by the paragraph's start; empty when fewer than three paragraphs, or under a third of the long ones, do it.
    """
    found: dict[int, Heading] = {}
    longer = 0
    for body in bodies:
        parts = list(sentences(folded, body))
        if len(parts) < 3:
            continue
        longer += 1
        first = folded[parts[0].start : parts[0].end]
        if (
            first.endswith("。")
            and len(first) <= _TOPIC
            and "，" not in first
            and opening_verb(first)
            and "要" not in first[:2]
        ):
            found[body.start] = Heading(parts[0].start, parts[0].end - 1, 9)
    return found if len(found) >= 3 and len(found) * 3 >= longer else {}
