"""Numbers of known words, looked up for all words of many texts at once.

A word is found by a 64-bit polynomial hash over its code points. One running sum over the text gives the hash of every word in it
(Karp and Rabin), so no word is touched singly; slots are probed in order (Knuth, vol. 3, 6.4).
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]
Hashes = npt.NDArray[np.uint64]
_BASE = 0x9E3779B97F4A7C15
_INVERSE = pow(_BASE, -1, 1 << 64)
_MIX = np.uint64(0xC2B2AE3D27D4EB4F)
_ROOM = 8


def split(joined: str) -> tuple[npt.NDArray[np.uint32], Ints]:
    """The code points of words joined by NUL, without the NUL, and where each word ends; half of a surrogate pair is a question mark."""
    codes = np.frombuffer(joined.encode("utf-32-le", "replace"), np.uint32)
    if not len(codes):
        return codes, np.zeros(0, np.int64)
    marks = np.flatnonzero(codes == 0)
    ends = np.append(marks, len(codes)) - np.arange(len(marks) + 1)
    return codes[codes != 0], ends


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
        codes, ends = split("\0".join(words[known:]))
        fresh = hashes(codes, np.concatenate([[0], ends[:-1]]), ends)
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


def hashes(codes: npt.NDArray[np.uint32], starts: Ints, ends: Ints) -> Hashes:
    """The hash of each word ``codes[start:end]``, the same wherever the word stands."""
    up, down = _powers(len(codes).bit_length())
    sums = np.zeros(len(codes) + 1, np.uint64)
    np.cumsum((codes + np.uint64(1)) * up[: len(codes)], out=sums[1:])
    return np.asarray((sums[ends] - sums[starts]) * down[starts])


@lru_cache(maxsize=4)
def _powers(bits: int) -> tuple[Hashes, Hashes]:
    """Powers of the base and of its inverse for ``2 ** bits`` places."""
    return _accumulated(_BASE, 1 << bits), _accumulated(_INVERSE, 1 << bits)


def _accumulated(base: int, count: int) -> Hashes:
    powers = np.full(count, base & (1 << 64) - 1, np.uint64)
    powers[0] = 1
    return np.multiply.accumulate(powers)
