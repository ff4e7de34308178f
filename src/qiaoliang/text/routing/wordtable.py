"""Numbers of known words, looked up for all words of many texts at once.

A word is found by a 64-bit polynomial hash over its code points. One running sum over the text gives the hash of every word in it
(Karp and Rabin), so no word is touched singly; slots are probed in order (Knuth, vol. 3, 6.4).
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]
Hashes = npt.NDArray[np.uint64]
_BASE = 0x9E3779B97F4A7C15
_INVERSE = pow(_BASE, -1, 1 << 64)
_MIX = np.uint64(0xC2B2AE3D27D4EB4F)
_ROOM = 8


def codes_of(text: str) -> npt.NDArray[np.uint32]:
    """The code points of a text; half of a surrogate pair counts as a question mark."""
    return np.frombuffer(text.encode("utf-32-le", "replace"), np.uint32)


class WordTable:
    """Grows with a list of words; a word's number is its place in that list."""

    def __init__(self) -> None:
        self.hashes: Hashes = np.zeros(0, np.uint64)
        self._slots = np.full(16, -1, np.int32)
        self._shift = np.uint64(60)

    def follow(self, words: Sequence[str]) -> None:
        """Take up the words that were appended to the list since the last call."""
        known = len(self.hashes)
        if len(words) == known:
            return
        lengths = np.array([len(word) for word in words[known:]], np.int64)
        inside = np.arange(lengths.sum()) - np.repeat(np.cumsum(lengths) - lengths, lengths)
        fresh = hashes(codes_of("".join(words[known:])), inside, lengths)
        self.hashes = np.concatenate([self.hashes, fresh])
        if len(words) * _ROOM > len(self._slots):
            self._grow()
            known = 0
        self._insert(np.arange(known, len(words)))

    def _grow(self) -> None:
        bits = (2 * _ROOM * len(self.hashes)).bit_length()
        self._slots, self._shift = np.full(1 << bits, -1, np.int32), np.uint64(64 - bits)

    def _insert(self, numbers: Ints) -> None:
        slots = self._first(self.hashes[numbers])
        while len(numbers):
            free = self._slots[slots] < 0
            self._slots[slots[free]] = numbers[free]
            left = self._slots[slots] != numbers
            numbers, slots = numbers[left], (slots[left] + 1) & (len(self._slots) - 1)

    def _first(self, wanted: Hashes) -> Ints:
        return (wanted * _MIX >> self._shift).astype(np.int64)

    def numbers(self, wanted: Hashes) -> npt.NDArray[np.int32]:
        """The number of each word by its hash, −1 where it is not known."""
        slots = self._first(wanted)
        found = self._slots[slots]
        if not len(self.hashes):
            return found
        open_ = np.flatnonzero((self.hashes[found] != wanted) & (found >= 0))
        while len(open_):
            slots[open_] = (slots[open_] + 1) & (len(self._slots) - 1)
            found[open_] = self._slots[slots[open_]]
            open_ = open_[(self.hashes[found[open_]] != wanted[open_]) & (found[open_] >= 0)]
        return found


def hashes(codes: npt.NDArray[np.uint32], inside: Ints, lengths: Ints) -> Hashes:
    """The hash of each word; ``inside``: each character's place in its text; ``lengths``: of the words, which fill the codes."""
    most = int(inside.max(initial=0)) + 1
    up, down = _powers(_BASE, most), _powers(_INVERSE, most)
    sums = np.zeros(len(codes) + 1, np.uint64)
    np.cumsum((codes + np.uint64(1)) * up[inside], out=sums[1:])
    ends = np.cumsum(lengths)
    starts = ends - lengths
    return np.asarray((sums[ends] - sums[starts]) * down[inside[starts]])


def _powers(base: int, count: int) -> Hashes:
    powers = np.full(count, base & (1 << 64) - 1, np.uint64)
    powers[0] = 1
    return np.multiply.accumulate(powers)
