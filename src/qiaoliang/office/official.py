"""An official document 公文 as GB/T 9704-2012 lays it out, said once for Word and PDF.

Sizes in the standard's own terms: A4, type area 156 × 225 mm (top 37, left 28), 22 lines of 28 characters, body in 三号 (16 pt)
仿宋, headings 一、 in 黑体, （一） in 楷体, 1. and （1） as the body.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

#: millimetres (GB/T 9704-2012, 5.2)
TOP, LEFT, RIGHT, BOTTOM = 37, 28, 26, 35
WIDTH = 210 - LEFT - RIGHT
LINES, CHARACTERS = 22, 28
#: points
BODY, TITLE, SMALL = 16, 22, 14
#: an exact pitch that gives 22 lines; the standard's 225/22 mm would be 28.99 and leaves no room for a renderer's rounding
PITCH = 28.95
#: points between characters, so that 28 of 16 pt fill 156 mm
TRACKING = -0.25
RED = "E60012"
_LEVELS = (
    re.compile(r"[一二三四五六七八九十百]+、"),
    re.compile(r"（[一二三四五六七八九十百]+）"),
    re.compile(r"\d+[.．]"),
    re.compile(r"（\d+）"),
)


@dataclass(frozen=True)
class Grid:
    """A table inside a document; ``widths`` in characters of the body, or even."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    caption: str = ""
    widths: tuple[float, ...] = ()


@dataclass(frozen=True)
class Official:
    """``mark`` 发文机关标志, ``number`` 发文字号, ``to`` 主送, ``body`` paragraphs and tables, ``attachments`` 附件说明, ``sign`` 署名,
    ``day`` 成文日期, ``note`` 附注, ``copies`` 抄送, ``printed_by`` 印发机关. ``urgency`` 紧急程度. ``compact``: the mark
    stands at the head of the page as on a letter (信函), so that a short paper keeps to one page. A brief 简报 has its ``issue`` (第3期)
    below the mark, with the office and the day on the line above the red rule."""

    mark: str
    title: str
    body: tuple[str | Grid, ...]
    sign: str
    day: date
    number: str = ""
    issue: str = ""
    to: str = ""
    attachments: tuple[str, ...] = ()
    note: str = ""
    copies: str = ""
    printed_by: str = ""
    urgency: str = ""
    compact: bool = False


def paragraphs(text: str) -> tuple[str, ...]:
    """A text as its paragraphs: one a line, without the spaces people type to indent."""
    return tuple(line.strip(" \t　") for line in text.splitlines() if line.strip(" \t　"))


def level(paragraph: str) -> int:
    """1 to 4 for a heading by its number, 0 for plain text."""
    return next((place for place, sign in enumerate(_LEVELS, start=1) if sign.match(paragraph)), 0)


def headed(paragraph: str) -> tuple[int, str, str]:
    """(level, heading, rest): a heading ends with its paragraph or the first full stop, below the first level also with a colon."""
    found = level(paragraph)
    if found not in (1, 2):
        return found, "", paragraph
    ends = [at for at in (paragraph.find(mark) for mark in ("。：" if found == 2 else "。")) if at >= 0]
    cut = min(ends) + 1 if ends else len(paragraph)
    return found, paragraph[:cut], paragraph[cut:]


def day(value: date) -> str:
    """2026年11月3日: Arabic digits, no leading nought (7.3.5.4)."""
    return f"{value.year}年{value.month}月{value.day}日"


def number(word: str, year: int, count: int) -> str:
    """督〔2026〕3号: year in 六角括号, no 第, no leading nought (7.2.5)."""
    return f"{word}〔{year}〕{count}号"


def width(text: str) -> float:
    """How many body characters a text is wide; Latin letters and digits are half as wide."""
    return sum(0.5 if letter.isascii() else 1.0 for letter in text)


def sign_indent(sign: str, dated: str, right: float = 4) -> float:
    """Characters kept free right of the sign so that its middle stands over the date's (7.3.5.1)."""
    return max(right + (width(dated) - width(sign)) / 2, 0.0)


def mark_size(mark: str) -> float:
    """Points of the red mark: as large as fits the type area, at most 42."""
    return min(42.0, int(WIDTH / 25.4 * 72 / max(width(mark), 1) * 2) / 2)


def title_lines(title: str, most: int = 20) -> tuple[str, ...]:
    """The title in lines of about the same width, broken where words most likely end, never inside a number (7.3.1)."""
    rest, lines = title, []
    while width(rest) > most:
        cut = _break(rest, width(rest) / -(-width(rest) // most), most)
        lines.append(rest[:cut])
        rest = rest[cut:]
    return (*lines, rest)


_JOINS, _CLOSES = "的和及与、，》”）", "、，。》”）的"


def _break(text: str, near: float, most: int) -> int:
    """Where to break so that the first line is about ``near`` wide: behind a word that joins if one is close, never before a
    mark, nor between two Latin letters or digits where that can be helped."""
    fitting = [at for at in range(1, len(text)) if width(text[:at]) <= most]
    whole = [at for at in fitting if not (text[at - 1].isascii() and text[at].isascii()) and text[at] not in _CLOSES]
    places = whole or fitting
    joined = [at for at in places if text[at - 1] in _JOINS and abs(width(text[:at]) - near) <= 4]
    return min(joined or places, key=lambda at: abs(width(text[:at]) - near))


def columns(grid: Grid) -> tuple[float, ...]:
    """The share of each column of the type area."""
    widths: Sequence[float] = grid.widths or (1.0,) * len(grid.header)
    return tuple(one / sum(widths) for one in widths)
