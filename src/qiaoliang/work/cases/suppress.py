"""Figures about people in small groups are not shown, nor what would give them away.

The table is one total and its groups, for one quarter; quarters do not overlap and no other table cuts the same people
another way, so the only sum there is to subtract is the total less the groups that are shown."""

from __future__ import annotations

from collections.abc import Mapping
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
