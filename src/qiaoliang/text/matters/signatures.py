"""Short signatures of many texts at once: what they say, and which places they name.

What: one-permutation MinHash (Li, Owen, Zhang 2012) over groups of four characters, punctuation left out: one hash per group instead
of one per group and permutation. Empty bins borrow from the next filled one (Shrivastava 2014). Two texts agree in about as many
bins as their groups overlap (Jaccard).

Where: the two characters before a sign such as 小区, 路 or 小学, enough to tell two estates apart. Streets and estates count; a town
counts only when nothing finer is named, a district or city never, since a whole district shares it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
import numpy.typing as npt

from qiaoliang.text.places import GENERIC

BINS, ROWS_PER_BAND = 48, 3
BANDS = BINS // ROWS_PER_BAND
PLACES = 12
#: characters of a message that are compared
READ = 2000
_FINE = [
    "小区", "社区", "花园", "新城", "新村", "家园", "家苑", "公寓", "之城", "际城", "山庄", "公馆", "广场", "大厦", "商场", "市场", "大道", "公路",
    "小学", "中学", "大学", "学院", "学校", "儿园", "医院", "工地", "酒店",
]  # fmt: skip
_FINE_ONE = "路街巷村苑府城湾园庭郡墅桥"
_COARSE = ["街道"]
_COARSE_ONE = "乡镇"
_NEVER = frozenset("的在是了我你他她它这那该此本每各某有无不们个条到从往去于与或及也都就")
_GENERIC = GENERIC | {
    "希望", "恳请", "请问", "咨询", "投诉", "举报", "反映", "严重", "非常", "解决", "处理", "目前", "现在", "没有", "但是", "可是", "因为", "由于",
    "大型", "幼儿", "创业", "人才", "工业", "产业", "科技", "文化", "体育",
}  # fmt: skip
_SHINGLE = np.uint64(0x9E3779B97F4A7C15)
_MIX = np.uint64(0xBF58476D1CE4E5B9)
_EMPTY = np.uint32(0xFFFFFFFF)
_HAN = 0x4E000000  # names of Han characters are not below, codes are
U64 = npt.NDArray[np.uint64]


@dataclass(frozen=True)
class Signatures:
    """One row per text: ``bins`` (uint16 × BINS), ``places`` (uint32 × PLACES, first named first, 0 = none), ``filled``."""

    bins: npt.NDArray[np.uint16]
    places: npt.NDArray[np.uint32]
    filled: npt.NDArray[np.bool_]


def signatures(texts: Sequence[str]) -> Signatures:
    """The signatures of normalised texts; a text without four letters or Han characters in a row is not ``filled``."""
    codes = np.frombuffer("\n".join([text[:READ] for text in texts]).encode("utf-32-le", "replace"), np.uint32)
    lengths = np.fromiter((min(READ, len(text)) + 1 for text in texts), np.int64, len(texts))
    rows = np.repeat(np.arange(len(texts), dtype=np.int32), lengths)[: len(codes)]
    told = _TELLS()[np.minimum(codes, 0xFFFF)]
    letters: U64 = codes[told].astype(np.uint64)
    bins, filled = _bins(letters, rows[told], len(texts))
    return Signatures(bins, _places(letters, rows[told], len(texts)), filled)


@cache
def _TELLS() -> npt.NDArray[np.bool_]:
    found = np.array([chr(code).isalnum() for code in range(0x10000)])
    found[0xD800:0xE000] = False
    return found


def _bins(codes: U64, rows: npt.NDArray[np.int32], count: int) -> tuple[npt.NDArray[np.uint16], npt.NDArray[np.bool_]]:
    least = np.full(count * BINS, _EMPTY, np.uint32)
    if len(codes) >= 4:
        whole = rows[:-3] == rows[3:]
        mixed = codes[:-3] << np.uint64(48) ^ codes[1:-2] << np.uint64(32) ^ codes[2:-1] << np.uint64(16) ^ codes[3:]
        mixed = mixed[whole] * _SHINGLE
        mixed ^= mixed >> np.uint64(31)
        mixed *= _MIX
        bins = ((mixed >> np.uint64(40)) * np.uint64(BINS) >> np.uint64(24)).astype(np.int64)
        np.minimum.at(
            least, rows[:-3][whole].astype(np.int64) * BINS + bins, (mixed & np.uint64(0xFFFFFFFE)).astype(np.uint32)
        )
    table = least.reshape(count, BINS)
    return _densified(table), (table != _EMPTY).any(1)


def _densified(table: npt.NDArray[np.uint32]) -> npt.NDArray[np.uint16]:
    sparse = np.flatnonzero((table == _EMPTY).any(1))
    if len(sparse):
        few = table[sparse]
        for shift in (1, 2, 4, 8, 16, 32):
            empty = few == _EMPTY
            few[empty] = np.roll(few, -shift, 1)[empty] + (np.roll(few, -shift, 1)[empty] != _EMPTY) * np.uint32(shift)
        table[sparse] = few
    return np.asarray((table >> np.uint32(1) ^ table >> np.uint32(17)).astype(np.uint16))


@cache
def _signs() -> tuple[npt.NDArray[np.int8], npt.NDArray[np.bool_], U64]:
    """Kind of a sign by its last character and the pair it ends, 1 fine and 2 coarse; characters no name has; pairs that are none."""
    pair = np.zeros(1 << 22, np.int8)
    for kind, signs in ((1, _FINE), (2, _COARSE)):
        pair[[_slot(sign) for sign in signs]] = kind
    never = np.ones(0x10000, np.bool_)
    never[0x4E00:0xA000] = False
    never[[ord(sign) for sign in _NEVER]] = True
    generic = np.sort(np.array([ord(word[0]) << 16 | ord(word[1]) for word in _GENERIC], np.uint64))
    return pair, never, generic


def _slot(sign: str) -> int:
    return (ord(sign[0]) * 2654435761 + ord(sign[1]) * 40503) % (1 << 32) >> 10


@cache
def _lasts() -> tuple[npt.NDArray[np.bool_], npt.NDArray[np.int8]]:
    ends = np.zeros(0x10000, np.bool_)
    ends[[ord(sign[1]) for sign in (*_FINE, *_COARSE)]] = True
    single = np.zeros(0x10000, np.int8)
    single[[ord(sign) for sign in _FINE_ONE]] = 1
    single[[ord(sign) for sign in _COARSE_ONE]] = 2
    return ends, single


def _places(codes: U64, rows: npt.NDArray[np.int32], count: int) -> npt.NDArray[np.uint32]:
    """Hashes of the names each text says: streets and estates first, then towns, then codes, each kind by first mention."""
    found = np.zeros((count, PLACES), np.uint32)
    narrow = np.minimum(codes, np.uint64(0xFFFF)).astype(np.int64)
    named = _names(narrow, rows, *_sign_ends(narrow))
    coded = _codes(narrow, rows)
    names = np.concatenate([named[0], coded[0]])
    owner, kind = np.concatenate([named[1], coded[1]]), np.concatenate([named[2], coded[2]])
    order = np.lexsort((kind, owner))
    names, owner = names[order], owner[order]
    first = np.unique(owner.astype(np.uint64) << np.uint64(32) | names, return_index=True)[1]
    first.sort()
    names, owner = names[first], owner[first]
    rank = np.arange(len(owner)) - np.searchsorted(owner, owner)
    fits = rank < PLACES
    found[owner[fits], rank[fits]] = names[fits]
    return found


def _codes(
    codes: npt.NDArray[np.int64], rows: npt.NDArray[np.int32]
) -> tuple[U64, npt.NDArray[np.int32], npt.NDArray[np.int8]]:
    """Blocks, districts and buildings that go by a code: a capital letter with up to three digits (``A3区``, ``B12栋``)."""
    letter = (codes >= 65) & (codes <= 90)
    digit = np.concatenate([(codes >= 48) & (codes <= 57), np.zeros(4, np.bool_)])
    padded = np.concatenate([codes, np.zeros(4, np.int64)])
    at = np.flatnonzero(letter)
    name = codes[at].astype(np.uint64)
    going = np.ones(len(at), np.bool_)
    for step in (1, 2, 3):
        going = going & digit[at + step]
        name = np.where(going, name << np.uint64(6) | (padded[at + step] - 47).astype(np.uint64), name)
    told = digit[at + 1] | np.isin(padded[at + 1], [ord(sign) for sign in "市区县"])
    return name[told], rows[at[told]], np.full(int(told.sum()), 3, np.int8)


def _sign_ends(
    codes: npt.NDArray[np.int64],
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64], npt.NDArray[np.int8]]:
    """Positions of the last character of each sign, of its first, and its kind; a sign of two characters beats one of one."""
    ends, single = _lasts()
    maybe = np.flatnonzero(ends[codes] | (single[codes] > 0))
    maybe = maybe[maybe >= 3]
    slot = (codes[maybe - 1] * 2654435761 + codes[maybe] * 40503) % (1 << 32) >> 10
    double = np.where(ends[codes[maybe]], _signs()[0][slot], 0)
    kind = np.where(double > 0, double, single[codes[maybe]])
    start = np.where(double > 0, maybe - 1, maybe)
    keep = kind > 0
    return maybe[keep], start[keep], kind[keep].astype(np.int8)


def _names(
    codes: npt.NDArray[np.int64],
    rows: npt.NDArray[np.int32],
    at: npt.NDArray[np.int64],
    start: npt.NDArray[np.int64],
    kind: npt.NDArray[np.int8],
) -> tuple[U64, npt.NDArray[np.int32], npt.NDArray[np.int8]]:
    _, never, generic = _signs()
    keep = start >= 2
    at, start, kind = at[keep], start[keep], kind[keep]
    first, second = codes[start - 2], codes[start - 1]
    pair = (first << 16 | second).astype(np.uint64)
    good = (rows[start - 2] == rows[at]) & ~never[first] & ~never[second]
    good &= generic[np.minimum(np.searchsorted(generic, pair), len(generic) - 1)] != pair
    return pair[good], rows[at[good]], kind[good]


def keys(found: Signatures) -> tuple[npt.NDArray[np.uint32], npt.NDArray[np.int32]]:
    """Bucket keys and the row of each: every band with the first place and with the place of the smallest hash."""
    count = len(found.bins)
    bands = found.bins.reshape(count, BANDS, ROWS_PER_BAND).astype(np.uint64)
    mixed = (bands[:, :, 0] << np.uint64(32) | bands[:, :, 1] << np.uint64(16) | bands[:, :, 2]) * _SHINGLE
    first, least = found.places[:, 0].astype(np.uint64), _least_place(found.places)
    two = np.flatnonzero((first != least) & found.filled)
    rows = np.concatenate([np.flatnonzero(found.filled), two])
    place = np.concatenate([first[found.filled], least[two]])
    mixed = (mixed[rows] ^ mixed[rows] >> np.uint64(29)) + place[:, None] * _MIX
    mixed = (mixed ^ mixed >> np.uint64(32)) * _MIX
    # the band stands in the top bits, so that sorted keys of one band lie together
    band = np.arange(BANDS, dtype=np.uint64) << np.uint64(28)
    key = (mixed >> np.uint64(36)) | band[None, :]
    return key.astype(np.uint32).ravel(), np.repeat(rows, BANDS).astype(np.int32)


def _least_place(places: npt.NDArray[np.uint32]) -> U64:
    mixed = places.astype(np.uint64) * _SHINGLE >> np.uint64(20)
    mixed[places < _HAN] |= np.uint64(1 << 60)
    mixed[places == 0] = np.uint64(0xFFFFFFFFFFFFFFFF)
    chosen = mixed.argmin(1)
    return np.asarray(places[np.arange(len(places)), chosen].astype(np.uint64))


def alike(
    bins: npt.NDArray[np.uint16], first: npt.NDArray[np.int64], second: npt.NDArray[np.int64]
) -> npt.NDArray[np.float32]:
    """Share of bins in which the rows ``first`` and ``second`` agree, pair by pair (an estimate of Jaccard)."""
    parts = [
        (bins[first[i : i + 100_000]] == bins[second[i : i + 100_000]]).mean(1, dtype=np.float32)
        for i in range(0, len(first), 100_000)
    ]
    return np.concatenate(parts) if parts else np.zeros(0, np.float32)


def same_place(
    places: npt.NDArray[np.uint32], first: npt.NDArray[np.int64], second: npt.NDArray[np.int64]
) -> npt.NDArray[np.bool_]:
    """Whether two rows can speak of the same place, pair by pair.

    They share a name, or neither names any, and not each names one that the other does not: who says less may mean the same, who
    says something else does not. Meant for texts already known to be alike, where the words around the names are the same.
    """
    parts = [
        _same_place(places[first[i : i + 50_000]], places[second[i : i + 50_000]]) for i in range(0, len(first), 50_000)
    ]
    return np.concatenate(parts) if parts else np.zeros(0, np.bool_)


def _same_place(a: npt.NDArray[np.uint32], b: npt.NDArray[np.uint32]) -> npt.NDArray[np.bool_]:
    equal = (a[:, :, None] == b[:, None, :]) & (a[:, :, None] != 0)
    only_a = ((a != 0) & ~equal.any(2)).any(1)
    only_b = ((b != 0) & ~equal.any(1)).any(1)
    nowhere = (a[:, 0] == 0) & (b[:, 0] == 0)
    return np.asarray(nowhere | (equal.any((1, 2)) & ~(only_a & only_b)))
