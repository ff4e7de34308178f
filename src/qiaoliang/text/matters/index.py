"""Earlier messages about the same matter, at a million stored; takes one message at a time and persists.

Sorted segments of 64-bit entries (key above, row below) plus a small table of the newest; segments of like size are merged, so that
a lookup touches few. On disk: the arrays of the last :meth:`save` and a journal of what came since, so a kill loses nothing added.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import IO, Any

import numpy as np
import numpy.typing as npt

from qiaoliang.text.matters import generations
from qiaoliang.text.matters.signatures import BINS, PLACES, Signatures, alike, keys, same_place, signatures
from qiaoliang.text.words import normalise_all

#: texts agreeing in this share of their character groups are the same matter when the place agrees too …
SAME = 0.3
#: … and in this share when neither names a place
SAME_NOWHERE = 0.5
_BATCH = 20_000
_NEWEST = 20_000
_MOST = 2000
Ints = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Match:
    """An earlier message about the same matter; ``alike`` is the share of its text that agrees (0–1)."""

    id: str
    alike: float


class MatterIndex:
    """Messages by what they say and where. ``folder``: where it persists; without one it lives in memory."""

    def __init__(self, folder: Path | None = None) -> None:
        self.ids: list[str] = []
        self._bins = np.zeros((0, BINS), np.uint16)
        self._places = np.zeros((0, PLACES), np.uint32)
        self._segments: list[npt.NDArray[np.uint64]] = []
        self._newest: dict[int, list[int]] = {}
        self._indexed = 0
        self._folder, self._journal = folder, _open_journal(folder)
        if folder is not None:
            self._restore(folder)

    def __len__(self) -> int:
        return len(self.ids)

    # -- adding and asking ---------------------------------------------------------------------------------------------

    def add(self, id: str, text: str, place: str = "") -> list[Match]:
        """Take one message; gives the earlier ones about the same matter, the most alike first."""
        self._write({"id": id, "text": text, "place": place})
        found = signatures(_joined([text], [place]))
        matches = self._matches(found)
        self._append([id], found)
        for key in keys(found)[0].tolist():
            self._newest.setdefault(key, []).append(len(self.ids) - 1)
        if len(self.ids) - self._indexed >= _NEWEST:
            self._flush()
        return matches

    def find(self, text: str, place: str = "") -> list[Match]:
        """Earlier messages about the same matter, the most alike first; changes nothing."""
        return self._matches(signatures(_joined([text], [place])))

    def add_many(self, ids: Sequence[str], texts: Iterable[str], places: Sequence[str] = ()) -> None:
        """Take many messages at once, streaming; much faster than one by one. Call :meth:`save` to keep them."""
        self._flush()
        start, stream = 0, iter(texts)
        entries: list[npt.NDArray[np.uint64]] = []
        self._reserve(len(self.ids) + len(ids))
        while batch := list(islice(stream, _BATCH)):
            where = places[start : start + len(batch)] or [""] * len(batch)
            found = signatures(_joined(batch, where))
            entries.append(_entries(found, len(self.ids)))
            self._append(ids[start : start + len(batch)], found)
            start += len(batch)
        self._segments.append(_sorted(entries))
        self._indexed = len(self.ids)
        self._merge()

    def _matches(self, found: Signatures) -> list[Match]:
        if not found.filled[0]:
            return []
        rows = np.unique(np.fromiter(self._candidates(keys(found)[0]), np.int64))
        bins, places = self._bins[rows], self._places[rows]
        share = (bins == found.bins[0]).mean(1) if len(rows) else np.zeros(0)
        joined = np.concatenate([found.places, places])
        other = np.arange(1, len(rows) + 1)
        good = _confirmed(share, joined, np.zeros(len(rows), np.int64), other)
        order = np.flatnonzero(good)[np.argsort(-share[good], kind="stable")]
        return [Match(self.ids[rows[n]], round(float(share[n]), 3)) for n in order]

    def _candidates(self, wanted: npt.NDArray[np.uint32]) -> Iterator[int]:
        low = wanted.astype(np.uint64) << np.uint64(32)
        for segment in self._segments:
            starts, ends = np.searchsorted(segment, low), np.searchsorted(segment, low + np.uint64(0xFFFFFFFF), "right")
            for start, end in zip(starts.tolist(), ends.tolist(), strict=True):
                yield from (segment[max(start, end - _MOST) : end] & np.uint64(0xFFFFFFFF)).tolist()
        for key in wanted.tolist():
            yield from self._newest.get(key, ())[-_MOST:]

    # -- all groups ----------------------------------------------------------------------------------------------------

    def groups(self) -> list[list[str]]:
        """All groups of two or more messages about the same matter, the largest first, each in the order of arrival."""
        self._flush()
        label = self._labels()
        order = np.argsort(label, kind="stable")
        cuts = np.flatnonzero(np.diff(label[order])) + 1
        found = [part for part in np.split(order, cuts) if len(part) > 1]
        found.sort(key=lambda part: (-len(part), int(part[0])))
        return [[self.ids[row] for row in part] for part in found]

    def _labels(self) -> Ints:
        from scipy.sparse import coo_matrix
        from scipy.sparse.csgraph import connected_components

        label = np.arange(len(self.ids))
        for band in _by_band(self._segments):
            first, second = _neighbours(band)
            apart = label[first] != label[second]
            first, second = first[apart], second[apart]
            good = _confirmed(alike(self._bins, first, second), self._places, first, second)
            ends = label[first[good]], label[second[good]]
            graph = coo_matrix((np.ones(len(ends[0]), np.int8), ends), (len(label),) * 2)
            label = connected_components(graph, directed=False)[1][label].astype(np.int64)
        return label

    # -- keeping -------------------------------------------------------------------------------------------------------

    def save(self, folder: Path | None = None) -> None:
        """Write everything, then begin an empty journal. Until the last step, one rename, the old index stays whole."""
        target = folder or self._folder
        if target is None:
            raise ValueError("this index has no folder")
        target.mkdir(parents=True, exist_ok=True)
        self._flush()
        segment = _sorted(self._segments)
        self._segments = [segment]
        parts: dict[str, npt.NDArray[Any]] = {
            "bins": self._bins[: len(self)],
            "places": self._places[: len(self)],
            "keys": segment,
        }
        generations.write(target, parts, self.ids)
        if self._journal and target == self._folder:
            self._journal.seek(0)
            self._journal.truncate()

    def _restore(self, folder: Path) -> None:
        newest = generations.current(folder)
        if newest is not None:
            self.ids = json.loads((newest / "ids.json").read_text("utf-8"))
            self._bins, self._places = np.load(newest / "bins.npy"), np.load(newest / "places.npy")
            self._segments = [np.load(newest / "keys.npy", mmap_mode="r")]
            self._indexed = len(self.ids)
        journal, self._journal = self._journal, None
        assert journal is not None
        journal.seek(0)
        known = set(self.ids)
        for line in journal:
            entry = _entry(line)
            if entry and entry["id"] not in known:
                self.add(entry["id"], entry["text"], entry["place"])
        self._journal = journal

    def _write(self, entry: dict[str, str]) -> None:
        if self._journal:
            self._journal.write(json.dumps(entry, ensure_ascii=False) + "\n")
            self._journal.flush()

    def close(self) -> None:
        """Give back the journal's file."""
        if self._journal:
            self._journal.close()
            self._journal = None

    # -- inside --------------------------------------------------------------------------------------------------------

    def _append(self, ids: Sequence[str], found: Signatures) -> None:
        start = len(self.ids)
        self._reserve(start + len(ids), double=True)
        self._bins[start : start + len(ids)] = found.bins
        self._places[start : start + len(ids)] = found.places
        self.ids.extend(ids)

    def _reserve(self, count: int, double: bool = False) -> None:
        if count > len(self._bins):
            room = max(count, 2 * len(self._bins), 1024) if double else count
            self._bins = _grown(self._bins, room)
            self._places = _grown(self._places, room)

    def _flush(self) -> None:
        if self._newest:
            entries = [np.uint64(key << 32) | np.array(rows, np.uint64) for key, rows in self._newest.items()]
            self._segments.append(_sorted(entries))
            self._newest, self._indexed = {}, len(self.ids)
            self._merge()

    def _merge(self) -> None:
        while len(self._segments) > 1 and len(self._segments[-2]) < 3 * len(self._segments[-1]):
            last = self._segments.pop()
            self._segments[-1] = _sorted([self._segments[-1], last])


def _joined(texts: Sequence[str], places: Sequence[str]) -> list[str]:
    return normalise_all([f"{place}。{text}" if place else text for text, place in zip(texts, places, strict=True)])


def _grown(table: npt.NDArray[Any], room: int) -> npt.NDArray[Any]:
    new = np.zeros((room, table.shape[1]), table.dtype)
    new[: len(table)] = table
    return new


def _entries(found: Signatures, start: int) -> npt.NDArray[np.uint64]:
    key, rows = keys(found)
    return np.asarray(key.astype(np.uint64) << np.uint64(32) | (rows + start).astype(np.uint64))


def _sorted(parts: list[npt.NDArray[np.uint64]]) -> npt.NDArray[np.uint64]:
    found = np.concatenate(parts) if parts else np.zeros(0, np.uint64)
    parts.clear()
    found.sort()
    return found


def _by_band(segments: Sequence[npt.NDArray[np.uint64]]) -> Iterator[npt.NDArray[np.uint64]]:
    """The entries of one band after the other, sorted."""
    for band in range(16):
        low, high = np.uint64(band << 60), np.uint64((band << 60) | ((1 << 60) - 1))
        parts = [s[np.searchsorted(s, low) : np.searchsorted(s, high, "right")] for s in segments]
        yield parts[0] if len(parts) == 1 else _sorted(list(parts))


def _neighbours(entries: npt.NDArray[np.uint64]) -> tuple[Ints, Ints]:
    """Pairs of rows with the same key: each with the one before it and with the first of its bucket."""
    key, rows = entries >> np.uint64(32), (entries & np.uint64(0xFFFFFFFF)).astype(np.int64)
    same = key[1:] == key[:-1]
    begins = np.concatenate([[True], ~same]) if len(key) else np.zeros(0, np.bool_)
    first = np.flatnonzero(begins)[np.cumsum(begins) - 1]
    after = np.flatnonzero(same) + 1
    far = after[first[after] < after - 1]
    return np.concatenate([rows[after - 1], rows[first[far]]]), np.concatenate([rows[after], rows[far]])


def _confirmed(
    share: npt.NDArray[np.floating], places: npt.NDArray[np.uint32], first: Ints, second: Ints
) -> npt.NDArray[np.bool_]:
    needed = np.where(places[first, 0] == 0, SAME_NOWHERE, SAME)
    good = share >= needed
    chosen = np.flatnonzero(good)
    good[chosen] = same_place(places, first[chosen], second[chosen])
    return np.asarray(good)


def _open_journal(folder: Path | None) -> IO[str] | None:
    if folder is None:
        return None
    folder.mkdir(parents=True, exist_ok=True)
    return (folder / "journal.jsonl").open("a+", encoding="utf-8")


def _entry(line: str) -> dict[str, str] | None:
    """One line of the journal; None for a line a kill cut short."""
    try:
        found: dict[str, str] = json.loads(line)
    except json.JSONDecodeError:
        return None
    return found
