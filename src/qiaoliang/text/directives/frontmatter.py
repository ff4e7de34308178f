"""Title and date of a document, read from where offices put them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from qiaoliang.text.directives.numerals import number
from qiaoliang.text.directives.sentences import Span

_DIGIT = {letter: str(value) for value, letter in enumerate("〇一二三四五六七八九")} | {"零": "0"}
_FULL = re.compile(
    r"(\d{4}|[一二][〇零一二三四五六七八九]{3})年(\d{1,2}|[一二三四五六七八九十]{1,2})月(\d{1,2}|[一二三四五六七八九十]{1,3})日"
)
_TITLE_END = re.compile(
    r"(?:讲话|发言|报告|纪要|通知|意见|方案|要点|召开|会议|推进会|致辞|决定|安排|部署|总结|倡议书|公开信|一封信|批复|通报|公告|通告|办法|细则|答复|回复|（\d+）|（摘要|节选）?|计划|推进会|座谈会)$"
)


def document_title(folded: str, found: Sequence[Span]) -> tuple[Span | None, int]:
    """(the title's span or None, how many lines it takes). A title is an unpunctuated first line of at most 60 characters."""
    if len(found) < 2:
        return None, 0
    line = folded[found[0].start : found[0].end]
    if (
        len(line) > 60
        or re.search(r"[，。；：！？]$|^[一二三四五六七八九十]+、|^（", line)
        or not _TITLE_END.search(line)
    ):
        return None, 0
    last = 0
    while last + 1 < min(len(found) - 1, 3) and re.fullmatch(
        r"（[^（）]{1,30}）|\(.{1,30}\)|\d{4}年\d+月\d+日", folded[found[last + 1].start : found[last + 1].end]
    ):
        last += 1
    return found[0], last + 1


def opens_document(line: str) -> bool:
    """True for the title of a whole document inside a text: 在……会议上的讲话, ……通知."""
    return (
        bool(re.search(r"(?:上的(?:讲话|发言|致辞|报告)|会议纪要|工作报告|的通知|实施方案|工作要点)$", line))
        and len(line) >= 8
    )


def document_date(folded: str) -> date | None:
    """The date under the title, else the one that stands alone at the end, else the one the report opens with."""
    for line in (*folded.split("\n")[:5], *reversed(folded.split("\n")[-6:])):
        stripped = line.strip(" （）")
        if (found := _FULL.fullmatch(stripped)) and (day := _date(found)):
            return day
    opening = _FULL.match(folded.lstrip())
    return _date(opening) if opening else None


def _date(found: re.Match[str]) -> date | None:
    year = "".join(_DIGIT.get(letter, letter) for letter in found[1])
    try:
        return date(int(year), number(found[2]), number(found[3]))
    except ValueError:
        return None


def document_year(folded: str) -> int | None:
    """The year a plan is for, when exactly one is named as such: 2026年政府工作报告, 2026年重点工作."""
    years = set(re.findall(r"(20\d\d)年(?:度)?(?:政府工作|重点工作|主要工作|工作|的重点工作|是)", folded))
    return int(years.pop()) if len(years) == 1 else None
