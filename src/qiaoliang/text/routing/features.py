"""Messages as rows of numbers: words, and pairs and triples of characters, the beginning counted apart.

Blocks, each of length 1 before weighting (Salton's tf-idf with logarithmic counts):

- ``word``: the words as cut; what a person is shown as a reason comes from here first;
- ``pair``, ``triple``: overlapping Han characters, which forgive wrong cuts and words never seen;
- ``head word``, ``head pair``, ``head triple``: the first ``HEAD`` characters, usually the title, where people say what it is about.

Numbers, latin codes and house numbers count as one sign, so that a place code does not vote for a unit.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain, pairwise
from typing import Any

import numpy as np
import numpy.typing as npt
import scipy.sparse as sp

from qiaoliang.text.routing.wordtable import WordTable, hashes, split
from qiaoliang.text.words import READ, cut_all, normalise_all, once

HEAD = 40
#: how far a message is read for its subject, in characters without the blanks; reading on moved macro-F1 by 0.001
TOLD = 600
BLOCKS = (("word", 1.0), ("pair", 1.0), ("triple", 1.0), ("head word", 0.7), ("head pair", 0.5), ("head triple", 0.5))
_WORD_BLOCKS = (0, 3)
_BITS = 20
_BATCH = 2000
_MULTIPLY = np.uint64(0x9E3779B97F4A7C15)
_HAN = re.compile(r"[\u4e00-\u9fff]")
_LOGS = (1 + np.log(np.maximum(1, np.arange(READ + 1)))).astype(np.float32)
Ints = npt.NDArray[np.int64]
Rows = npt.NDArray[np.int32]
Values = npt.NDArray[np.float32]


def prepared(texts: Sequence[str]) -> list[str]:
    """The texts as the features read them: normalised, what was pasted twice only once, no further than people need to say their subject."""
    plain = normalise_all([text[:READ] for text in texts])
    return [_opening(once(text) if text.find(text[:12], 12) > 0 else text) for text in plain]


def _opening(text: str) -> str:
    return text if len(text) <= TOLD else text[: TOLD + text.count(" ", 0, 2 * TOLD)]


@dataclass
class Counts:
    """Positions of what occurs: message number, and the key inside its block."""

    rows: Rows
    keys: npt.NDArray[np.int64] | Rows


class Features:
    """Learns which words and character groups occur in at least two training messages, and weighs them."""

    def __init__(self) -> None:
        self.words: dict[str, int] = {}
        self.table = WordTable()
        self.tables: list[npt.NDArray[np.int32]] = []
        self.idf = np.zeros(0, np.float32)
        self.block = np.zeros(0, np.int8)
        self.spoken = np.zeros(0, np.int32)
        self.names: list[str] = []

    @property
    def size(self) -> int:
        return len(self.idf)

    def fit(self, texts: Sequence[str], at_least: int = 2) -> sp.csr_matrix:
        """Choose the features from these (prepared) texts; gives their rows, so that nothing is cut twice."""
        cuts = [cut_all(text) for text in texts]
        self.words = _frequent(cuts, at_least)
        self.names, self.table = list(self.words), WordTable()
        found = self._counts(texts, cuts)
        self.tables, idf, block, spoken, start = [], [], [], [], 0
        for number, counts in enumerate(found):
            pairs = np.unique(counts.rows.astype(np.int64) << 32 | counts.keys)
            keys, often = np.unique(pairs & 0xFFFFFFFF, return_counts=True)
            keep = np.flatnonzero(often >= at_least)
            # what is said most stands together, so that scoring finds most of its weights close at hand
            keep = keep[np.argsort(-often[keep], kind="stable")]
            table = np.full(max(1, len(self.words)) if number in _WORD_BLOCKS else 1 << _BITS, -1, np.int32)
            table[keys[keep]] = start + np.arange(len(keep), dtype=np.int32)
            self.tables.append(table)
            idf.append(np.log((len(texts) + 1) / (often[keep] + 1)) + 1)
            block.append(np.full(len(keep), number, np.int8))
            spoken.append(self._spoken(number, keys[keep]))
            start += len(keep)
        self.idf, self.block = np.concatenate(idf).astype(np.float32), np.concatenate(block)
        self.spoken = np.concatenate(spoken)
        return self._rows(len(texts), found)

    def transform(self, texts: Sequence[str]) -> sp.csr_matrix:
        """One row of length 1 for each (prepared) text; a text in which nothing is known has an empty row."""
        parts = [self._transform(texts[i : i + _BATCH]) for i in range(0, len(texts), _BATCH)]
        return (
            sp.vstack(parts, format="csr") if len(parts) > 1 else parts[0] if parts else sp.csr_matrix((0, self.size))
        )

    def _transform(self, texts: Sequence[str]) -> sp.csr_matrix:
        return self._rows(len(texts), self._counts(texts, [cut_all(text) for text in texts]))

    def _counts(self, texts: Sequence[str], cuts: Sequence[Sequence[str]]) -> list[Counts]:
        signs = Signs.of(texts, cuts)
        self.table.follow(self.names)
        known = self.table.numbers(signs.hashes)
        place = np.flatnonzero(known >= 0)
        keys, rows, early = known[place], signs.word_rows[place], signs.word_heads[place]
        pairs, triples = signs.grams()
        words = Counts(rows, keys), Counts(rows[early], keys[early])
        return [words[0], pairs[0], triples[0], words[1], pairs[1], triples[1]]

    def _rows(self, count: int, found: list[Counts]) -> sp.csr_matrix:
        bits = max(1, self.size.bit_length())
        packed = [_packed(c.rows, table[c.keys], bits, count) for table, c in zip(self.tables, found, strict=True)]
        rows, cols, often = _counted(np.concatenate(packed), bits)
        values = _LOGS[np.minimum(often, len(_LOGS) - 1)] * self.idf[cols]
        values *= self._scale(count, rows, cols, values)
        start = np.zeros(count + 1, np.int32)
        np.cumsum(np.bincount(rows, minlength=count), out=start[1:])
        return sp.csr_matrix((values, cols, start), (count, self.size))

    def _scale(self, count: int, rows: Rows, cols: Rows, values: Values) -> Values:
        place = rows * np.int32(len(BLOCKS)) + self.block[cols]
        # what follows each other is mostly of one row and block, so sums run over few stretches
        edges = np.flatnonzero(np.concatenate([np.ones(min(1, len(place)), bool), place[1:] != place[:-1]]))
        stretch, weights = place[edges], np.array([weight for _, weight in BLOCKS])
        squares = np.add.reduceat(values * values, edges) if len(edges) else values
        length = np.sqrt(np.bincount(stretch, squares, count * len(BLOCKS))).reshape(count, -1)
        present = np.sqrt((length > 0) @ (weights**2))
        factor = (weights / np.maximum(length * present[:, None], 1e-30)).astype(np.float32).ravel()
        return np.repeat(factor[stretch], np.diff(edges, append=len(place)))

    def reasons(
        self, rows: sp.csr_matrix, weights: npt.NDArray[np.float32], chosen: Ints, most: int = 5
    ) -> list[list[list[str]]]:
        """For each column of ``chosen`` (rows × places) and each row, the words that speak most for it, best first.

        ``chosen`` names columns of ``weights`` (features × labels); where it is negative there are no words.
        """
        told = np.flatnonzero(self.spoken[rows.indices] >= 0)
        owner = np.repeat(np.arange(rows.shape[0]), np.diff(rows.indptr))[told]
        feature, value = rows.indices[told], rows.data[told]
        found = []
        for column in np.asarray(chosen).T:
            shown = np.flatnonzero(column[owner] >= 0)
            mine, of = owner[shown], feature[shown]
            found.append(self._best(mine, value[shown] * weights[of, column[mine]], of, len(column), most))
        return found

    def _best(self, owner: Ints, gain: Values, feature: Rows, count: int, most: int) -> list[list[str]]:
        keep = np.flatnonzero(gain > 0.01)
        owner, gain = owner[keep], gain[keep]
        # one sort of packed numbers: row, then gain downwards, then where it stood
        steps = 0xFFFFF - np.minimum(gain * 100_000, 0xFFFFF).astype(np.int64)
        packed = owner << 44 | steps << 24 | np.arange(len(owner))
        packed.sort()
        words = self.spoken[feature[keep[packed & 0xFFFFFF]]]
        ends = np.searchsorted(owner, np.arange(count + 1)).tolist()
        return [
            _distinct(self.names, words[start : min(end, start + 3 * most)].tolist(), most) if end > start else []
            for start, end in pairwise(ends)
        ]

    def extend(self, text: str) -> int:
        """Make room for what this (prepared) text says for the first time; gives the number of features added."""
        words = cut_all(text)
        for word in words:
            if word not in self.words and _HAN.search(word):
                self.words[word] = len(self.words)
                self.names.append(word)
        added: list[Ints] = []
        idf = float(np.log(50.0) + 1)
        for number, counts in enumerate(self._counts([text], [words])):
            table = self._room(number)
            keys = np.unique(counts.keys)
            fresh = keys[table[keys] < 0]
            table[fresh] = self.size + sum(len(keys) for keys in added) + np.arange(len(fresh), dtype=np.int32)
            added.append(fresh)
        total = sum(len(keys) for keys in added)
        self.idf = np.concatenate([self.idf, np.full(total, idf, np.float32)])
        self.block = np.concatenate([self.block, *(np.full(len(f), n, np.int8) for n, f in enumerate(added))])
        self.spoken = np.concatenate([self.spoken, *(self._spoken(n, f) for n, f in enumerate(added))])
        return total

    def _room(self, number: int) -> npt.NDArray[np.int32]:
        table = self.tables[number]
        if number in _WORD_BLOCKS and len(table) < len(self.words):
            table = np.concatenate([table, np.full(2 * len(self.words) - len(table), -1, np.int32)])
            self.tables[number] = table
        return table

    def _spoken(self, number: int, keys: Ints) -> npt.NDArray[np.int32]:
        """The word a feature stands for when a person can be shown it, else −1."""
        if number not in _WORD_BLOCKS:
            return np.full(len(keys), -1, np.int32)
        return np.array([key if len(self.names[key]) > 1 else -1 for key in keys.tolist()], np.int32)


def _distinct(names: Sequence[str], words: Sequence[int], most: int) -> list[str]:
    chosen: list[str] = []
    said = ""
    for number in words:
        word = names[number]
        if word in said:
            continue
        for other in chosen:
            if other in word:
                break
        else:
            chosen.append(word)
            said += " " + word
            if len(chosen) == most:
                break
    return chosen


def _frequent(cuts: Sequence[Sequence[str]], at_least: int) -> dict[str, int]:
    often: dict[str, int] = {}
    for words in cuts:
        for word in set(words):
            often[word] = often.get(word, 0) + 1
    kept = (word for word, count in often.items() if count >= at_least and _HAN.search(word))
    return {word: number for number, word in enumerate(kept)}


def _hash(codes: npt.NDArray[np.uint64]) -> Ints:
    with np.errstate(over="ignore"):
        return np.asarray((codes * _MULTIPLY >> np.uint64(64 - _BITS)).astype(np.int64))


def _packed(rows: Rows, cols: Rows, bits: int, count: int) -> npt.NDArray[Any]:
    """Row and column of what is known as one number each; 32-bit numbers sort twice as fast."""
    keep = np.flatnonzero(cols >= 0)
    kind: type[np.unsignedinteger[Any]] = np.uint32 if count << bits <= 1 << 32 else np.uint64
    return np.asarray(rows[keep].astype(kind) << kind(bits) | cols[keep].astype(kind))


def _counted(packed: npt.NDArray[Any], bits: int) -> tuple[Rows, Rows, Rows]:
    """Each pair of row and column once, in order, and how often it stood there."""
    packed.sort()
    kind = packed.dtype.type
    first = np.flatnonzero(np.concatenate([np.ones(min(1, len(packed)), bool), packed[1:] != packed[:-1]]))
    often = np.diff(first, append=len(packed)).astype(np.int32)
    packed = packed[first]
    return (packed >> kind(bits)).astype(np.int32), (packed & kind((1 << bits) - 1)).astype(np.int32), often


@dataclass
class Signs:
    """The characters of many cut texts in one row: what they are, whose they are, and which belong to the beginning."""

    codes: npt.NDArray[np.uint32]
    rows: Rows
    heads: npt.NDArray[np.bool_]
    hashes: npt.NDArray[np.uint64]
    word_rows: Rows
    word_heads: npt.NDArray[np.bool_]

    @staticmethod
    def of(texts: Sequence[str], cuts: Sequence[Sequence[str]]) -> Signs:
        counts = np.fromiter(map(len, cuts), np.int64)
        sizes = np.fromiter(map(len, texts), np.int64)
        rows = np.arange(len(texts), dtype=np.int32)
        codes, ends = split("\0".join(chain.from_iterable(cuts)))
        starts = np.concatenate([ends[:0], [0], ends[:-1]])[: len(ends)]
        of_word = np.repeat(rows, counts)
        early = starts - (np.cumsum(sizes) - sizes)[of_word] < HEAD
        reach = np.bincount(of_word[early], (ends - starts)[early], len(texts)).astype(np.int64)
        heads = np.repeat(np.tile([True, False], len(texts)), np.stack([reach, sizes - reach], 1).ravel())
        return Signs(codes, np.repeat(rows, sizes), heads, hashes(codes, starts, ends), of_word, early)

    def grams(self) -> list[tuple[Counts, Counts]]:
        """Pairs and triples of Han characters, all and those of the beginnings; nothing reaches over a mark, a digit or a text's end."""
        shown = np.flatnonzero(self.codes != 32) if (self.codes == 32).any() else slice(None)
        codes, rows, heads = self.codes[shown].astype(np.uint64), self.rows[shown], self.heads[shown]
        han = codes - np.uint64(0x4E00) < np.uint64(0xA000 - 0x4E00)
        pair = codes[:-1] << np.uint64(21) | codes[1:]
        good = han[:-1] & han[1:] & (rows[:-1] == rows[1:])
        triple = pair[:-1] << np.uint64(21) | codes[2:]
        return [_kept(pair, good, rows, heads[1:]), _kept(triple, good[:-1] & good[1:], rows, heads[2:])]


def _kept(
    grams: npt.NDArray[np.uint64], good: npt.NDArray[np.bool_], rows: Rows, heads: npt.NDArray[np.bool_]
) -> tuple[Counts, Counts]:
    place = np.flatnonzero(good)
    keys, owner, early = _hash(grams[place]), rows[place], np.flatnonzero(heads[place])
    return Counts(owner, keys), Counts(owner[early], keys[early])
