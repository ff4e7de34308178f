"""Hot issues with their heat explained: people, growth, days open, one matter or many.

Heat counts people. Someone who writes again because nothing happened counts a little more, up to ``AGAIN`` times; whoever writes
alone is not an issue of many, however often. Supporters (those who agreed without writing) count by their logarithm.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
import numpy.typing as npt
import scipy.sparse as sp

from qiaoliang.text.digest import Quote, representative
from qiaoliang.text.hot.alike import vectors
from qiaoliang.text.hot.clusters import groups
from qiaoliang.text.places import PlaceFinder, learn
from qiaoliang.text.words import normalise, once

AGAIN = 3.0
#: a group of this many messages is believed half; smaller ones less
BELIEVED = 6.0
#: the hottest issues get a quoted sentence; beyond them nobody looks
QUOTED = 200
_RECENT = 30
_VAGUE = frozenset(
    [
        "小区", "业主", "政府", "领导", "问题", "希望", "解决", "居民", "反映", "投诉", "咨询", "请求", "关于", "建议", "情况", "部门", "有关",
        "尊敬", "您好", "感谢", "我们", "严重", "影响", "什么", "时候", "能否", "请问", "西地", "相关", "存在", "居住", "市民", "违规",
    ]
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Message:
    """One message as hot issues need it. ``user`` tells people apart (empty: unknown, each message counts as one person)."""

    id: str
    title: str
    text: str
    day: date | None = None
    user: str = ""
    supporters: int = 0


@dataclass(frozen=True)
class Issue:
    """One issue: its messages, where, what, how many people, and why it is hot.

    ``kind``: ``incident`` when one place carries it, else ``topic``. ``trend``: new, growing, steady, fading or unknown.
    """

    ids: tuple[str, ...]
    place: str
    matter: tuple[str, ...]
    people: int
    supporters: int
    first: date | None
    last: date | None
    kind: str
    trend: str
    heat: float
    quote: Quote | None

    @property
    def days(self) -> int:
        """Days from the first to the last message, both counted; 0 when no date is known."""
        return (self.last - self.first).days + 1 if self.first and self.last else 0


def hot_issues(
    messages: Sequence[Message],
    *,
    since: date | None = None,
    until: date | None = None,
    places: PlaceFinder | None = None,
) -> list[Issue]:
    """Issues that at least two people raise, hottest first, among the messages with ``since`` ≤ day < ``until``.

    Messages without a day count when no window is asked for. ``places`` knows the district's names; without it they are learned.
    """
    inside = [m for m in messages if _inside(m.day, since, until)]
    if len(inside) < 2:
        return []
    plain = [normalise(m.title + "。" + once(m.text)) for m in inside]
    finder = places or PlaceFinder(learned=learn(plain))
    names = [finder.names(text) for text in plain]
    rows, words, vocabulary = vectors([m.title for m in inside], [m.text for m in inside], names)
    end = until or max((m.day for m in inside if m.day), default=None)
    several = (group for group in groups(rows) if len({inside[row].user or row for row in group}) > 1)
    made = [_issue(inside, names, words, vocabulary, group, end) for group in several]
    found = sorted(made, key=lambda issue: (-issue.heat, issue.ids))
    said = {m.id: f"{m.title}。{m.text}" for m in inside}
    return [_quoted(issue, said) for issue in found[:QUOTED]] + found[QUOTED:]


def _quoted(issue: Issue, said: Mapping[str, str]) -> Issue:
    return replace(issue, quote=representative([(id, said[id]) for id in issue.ids]))


def _inside(day: date | None, since: date | None, until: date | None) -> bool:
    if since is None and until is None:
        return True
    return day is not None and (since is None or day >= since) and (until is None or day < until)


def _issue(
    messages: Sequence[Message],
    names: Sequence[Sequence[str]],
    words: sp.csr_matrix,
    vocabulary: Sequence[str],
    group: npt.NDArray[np.int64],
    end: date | None,
) -> Issue:
    mine = [messages[number] for number in group]
    days = sorted(m.day for m in mine if m.day)
    place, kind = _place([names[number] for number in group])
    trend, growth = _trend(days, end)
    people = Counter(m.user or f"message {m.id}" for m in mine)
    supporters = sum(max(0, m.supporters) for m in mine)
    cohesion = _cohesion(words[group])
    return Issue(
        ids=tuple(m.id for m in mine),
        place=place,
        matter=_matter(words[group], vocabulary, place),
        people=len(people),
        supporters=supporters,
        first=days[0] if days else None,
        last=days[-1] if days else None,
        kind=kind,
        trend=trend,
        heat=heat(list(people.values()), supporters, cohesion, growth, (days[-1] - days[0]).days + 1 if days else 0),
        quote=None,
    )


def heat(times: Sequence[int], supporters: int, cohesion: float, growth: float, days: int) -> float:
    """People (each up to ``AGAIN``) and the logarithm of supporters, times how much it is one matter, recent growth, days open.

    ``times``: how often each person wrote; ``cohesion`` and ``growth`` between 0 and 1.
    """
    voices = sum(min(AGAIN, 1 + math.log2(count)) for count in times) + math.log2(1 + supporters)
    count = sum(times)
    one = math.pow(cohesion, 0.85) * count / (count + BELIEVED)
    return round(voices * one * (1 + 0.3 * growth) * (1 + 0.1 * math.log2(1 + days / 30)), 4)


def _totals(rows: sp.csr_matrix) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.float64], npt.NDArray[np.int64]]:
    """The columns some row fills, their sums, and how many rows fill them."""
    columns, place, often = np.unique(rows.indices, return_inverse=True, return_counts=True)
    sums = np.bincount(place, rows.data, len(columns)).astype(np.float64)
    return columns.astype(np.int64), sums, often.astype(np.int64)


def _cohesion(rows: sp.csr_matrix) -> float:
    """The mean cosine between two different messages of the group."""
    count = rows.shape[0]
    total = _totals(rows)[1]
    return max(0.0, float(total @ total - rows.data @ rows.data) / float(count * (count - 1)))


def _place(names: Sequence[Sequence[str]]) -> tuple[str, str]:
    counts = Counter(name for found in names for name in set(found))
    if not counts:
        return "", "topic"
    name, count = max(counts.items(), key=lambda item: (item[1], len(item[0]), item[0]))
    return (name, "incident") if count >= 0.5 * len(names) else ("", "topic")


def _matter(rows: sp.csr_matrix, vocabulary: Sequence[str], place: str, most: int = 4) -> tuple[str, ...]:
    columns, total, often = _totals(rows)
    weight = total * np.log1p(often)
    chosen: list[str] = []
    for number in np.argsort(-weight, kind="stable")[:40]:
        word = vocabulary[columns[number]]
        if len(word) > 1 and not word.isascii() and word not in _VAGUE and word not in place and len(chosen) < most:
            chosen.append(word)
    return tuple(chosen)


def _trend(days: Sequence[date], end: date | None) -> tuple[str, float]:
    """What the last 30 days say against the time before, and their share of the messages."""
    if not days or end is None:
        return "unknown", 0.0
    recent = sum((end - day).days < _RECENT for day in days)
    share, before = recent / len(days), max(1, (end - days[0]).days - _RECENT)
    if recent == len(days):
        return "new", share
    rate = (recent / _RECENT) / ((len(days) - recent) / before)
    return ("growing" if rate >= 1.5 and recent > 1 else "fading" if rate < 0.5 else "steady"), share
