"""Figures about people in small groups are not shown, nor what would give them away.

A table is one total and its groups, for one quarter; quarters do not overlap, so the only sum there is to subtract in it is the
total less the groups that are shown. There are two such tables: by unit, for those who may open the cases, and by theme, for
everybody (``publishing/figures.py``); each circle is shown one, and a third may not cut the same people another way."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TypeVar

#: fewer people than this are not shown (product.md, principle 1)
LEAST = 10
Key = TypeVar("Key")


def hidden(groups: Mapping[Key, int], least: int = LEAST) -> set[Key]:
    """The groups whose figures stay out of sight: the small ones, and as many more as it takes, the smallest first, that
    those left out are at least two and together at least ``least`` people. A group of nobody hides nothing."""
    out = {key for key, count in groups.items() if 0 < count < least}
    more = sorted((key for key, count in groups.items() if count >= least), key=lambda key: groups[key], reverse=True)
    while out and more and (len(out) < 2 or sum(groups[key] for key in out) < least):
        out.add(more.pop())
    return out


def rest(whole: int, shown: Iterable[int]) -> int | None:
    """What the groups that are shown leave of a total that is shown: anybody could work it out, and by :func:`hidden` it is
    nobody or several groups together. None where the total itself is of too few."""
    left = whole - sum(shown)
    return None if 0 < left < LEAST else left
