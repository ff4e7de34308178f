"""The raw limit beside our index: a plain vectorised MinHash in NumPy over groups of four characters, text alone.

128 permutations (a·h + b mod 2⁶¹−1 on 32-bit hashes), 32 bands of 4, texts of one bucket joined when 60 of 128 agree.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import numpy.typing as npt

PERMUTATIONS, BAND = 128, 4
_PRIME = np.uint64((1 << 31) - 1)


def signature(text: str, a: npt.NDArray[np.uint64], b: npt.NDArray[np.uint64]) -> npt.NDArray[np.uint32]:
    """MinHash of one text, PERMUTATIONS numbers."""
    codes = np.frombuffer(text.encode("utf-32-le"), np.uint32).astype(np.uint64)
    if len(codes) < 4:
        codes = np.concatenate([codes, np.zeros(4 - len(codes), np.uint64)])
    hashes = np.unique((codes[:-3] * 1_000_003 + codes[1:-2] * 10_007 + codes[2:-1] * 101 + codes[3:]) % _PRIME)
    return ((hashes[:, None] * a + b) % _PRIME).min(0).astype(np.uint32)


def groups(texts: Iterable[str], count: int) -> list[list[int]]:
    """Row numbers of texts that are alike, groups of two or more."""
    from scipy.sparse import coo_matrix
    from scipy.sparse.csgraph import connected_components

    random = np.random.default_rng(1)
    a = random.integers(1, int(_PRIME), PERMUTATIONS, np.uint64)
    b = random.integers(0, int(_PRIME), PERMUTATIONS, np.uint64)
    table = np.empty((count, PERMUTATIONS), np.uint32)
    for row, text in enumerate(texts):
        table[row] = signature(text, a, b)
    label = np.arange(count)
    for start in range(0, PERMUTATIONS, BAND):
        key = np.zeros(count, np.uint64)
        for column in range(start, start + BAND):
            key = key * np.uint64(1_000_003) ^ table[:, column]
        order = np.argsort(key, kind="stable")
        same = np.flatnonzero(key[order[1:]] == key[order[:-1]])
        first, second = order[same], order[same + 1]
        apart = label[first] != label[second]
        first, second = first[apart], second[apart]
        good = np.concatenate(
            [_agree(table, first[i : i + 50_000], second[i : i + 50_000]) for i in range(0, len(first), 50_000)]
            or [np.zeros(0, bool)]
        )
        ends = label[first[good]], label[second[good]]
        label = connected_components(coo_matrix((np.ones(len(ends[0])), ends), (count, count)), False)[1][label]
    order = np.argsort(label, kind="stable")
    parts = np.split(order, np.flatnonzero(np.diff(label[order])) + 1)
    return [part.tolist() for part in parts if len(part) > 1]


def _agree(
    table: npt.NDArray[np.uint32], first: npt.NDArray[np.int64], second: npt.NDArray[np.int64]
) -> npt.NDArray[np.bool_]:
    return np.asarray((table[first] == table[second]).sum(1) >= 60)
