"""A case's words as the machine reads them: without what looks like contact data, so that none gets into a model or a row."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import SequenceMatcher

from qiaoliang.work.cases import masking
from qiaoliang.work.cases.models import Case

#: no further than this are two texts compared for what they share
COMPARED = 800
#: a phrase that two texts share is at least so long, and cut after so many characters
LEAST, LONGEST = 3, 12


def words(case: Case) -> str:
    """Title and text."""
    return "。".join(filter(None, (masking.left_out(case, "title").strip(), masking.left_out(case, "text").strip())))


def place(case: Case) -> str:
    """Where it is, as the person said it, else the area that was chosen. Ask for ``area`` with the case."""
    return masking.left_out(case, "place").strip() or (case.area.name if case.area else "")


def said_in(text: str, found: Iterable[str]) -> list[str]:
    """Those of the words that a reader can see in the text."""
    return [word for word in found if word in text]


def shared(first: str, second: str, most: int = 4) -> list[str]:
    """The longest phrases that stand in both texts, without their punctuation."""
    first, second = first[:COMPARED], second[:COMPARED]
    blocks = SequenceMatcher(None, first, second, autojunk=False).get_matching_blocks()
    phrases = (part for block in blocks for part in _phrases(first[block.a : block.a + block.size]))
    longest = sorted(dict.fromkeys(phrases), key=len, reverse=True)
    return [one[:LONGEST] for one in longest[:most]]


def _phrases(text: str) -> list[str]:
    spaced = "".join(sign if sign.isalnum() else " " for sign in text)
    return [part for part in spaced.split() if len(part) >= LEAST]
