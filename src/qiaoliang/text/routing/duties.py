"""Duty lists and category trees as seeds: which words speak for which label before anybody has decided anything."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from qiaoliang.text.routing.themes import themes
from qiaoliang.text.words import normalise

#: names of the column that holds the label (unit or category), in the order they are looked for
LABEL_COLUMNS = ("label", "标签", "责任单位", "单位", "部门", "unit", "一级分类", "类别", "分类", "category")
_PARTS = re.compile(r"[、，,。；;：:（）()\s/“”\"《》]+")
_EMPTY = frozenset(
    {
        "其他",
        "其它",
        "管理",
        "工作",
        "负责",
        "有关",
        "相关",
        "以及",
        "承担",
        "组织",
        "指导",
        "监督",
        "服务",
        "建设",
        "政策",
    }
)
_HEAD = 40
_SHARE_HEAD = 1.0


@dataclass(frozen=True)
class Duty:
    """One line of a duty list: the unit or category, and what it does or is called below."""

    label: str
    text: str


def duties_from_rows(rows: Iterable[Mapping[str, str]]) -> list[Duty]:
    """Rows of a duty list or category tree; raises ValueError when no column names the label (see LABEL_COLUMNS)."""
    found: list[Duty] = []
    for row in rows:
        name = next((column for column in LABEL_COLUMNS if column in row), None)
        if name is None:
            raise ValueError(f"no label column; expected one of {', '.join(LABEL_COLUMNS)}")
        if row[name].strip():
            rest = "、".join(value for column, value in row.items() if column != name and column != "id")
            found.append(Duty(row[name].strip(), rest))
    return found


class Seeds:
    """Terms with a weight per label, made from duties and from what residents call the same things."""

    def __init__(self, duties: Sequence[Duty]) -> None:
        self.labels = sorted({duty.label for duty in duties})
        weights: dict[str, dict[str, float]] = {}
        for duty in duties:
            for term, weight in _terms(duty):
                of = weights.setdefault(term, {})
                of[duty.label] = max(of.get(duty.label, 0.0), weight)
        self.terms = sorted(weights)
        self.weights = np.array([self._row(weights[term]) for term in self.terms]).reshape(-1, len(self.labels))

    def _row(self, of: Mapping[str, float]) -> npt.NDArray[np.float64]:
        row = np.array([of.get(label, 0.0) for label in self.labels])
        share = row / row.sum()
        return np.asarray(row * share)

    def score(self, texts: Sequence[str]) -> npt.NDArray[np.float64]:
        """How much each text speaks for each label, (texts × labels), 0 where no term occurs; texts prepared."""
        return np.array([self._score(text) for text in texts]).reshape(-1, len(self.labels))

    def _score(self, text: str) -> npt.NDArray[np.float64]:
        text = text.replace(" ", "")
        head = text[:_HEAD]
        total = np.zeros(len(self.labels))
        for number, term in enumerate(self.terms):
            if term in text:
                count = text.count(term)
                total += self.weights[number] * (1 + np.log(count) + (_SHARE_HEAD if term in head else 0.0))
        return total

    def why(self, text: str, label: str, most: int = 5) -> list[str]:
        """The terms that occur in the text and speak most for the label."""
        place = self.labels.index(label)
        found = [(self.weights[n][place], term) for n, term in enumerate(self.terms) if term in text]
        return [term for weight, term in sorted(found, key=lambda pair: (-pair[0], pair[1])) if weight > 0][:most]


def _terms(duty: Duty) -> Iterable[tuple[str, float]]:
    text = normalise(f"{duty.label}、{duty.text}")
    for part in _PARTS.split(text):
        if 1 < len(part) <= 8 and part not in _EMPTY:
            yield part, 1.0
            yield from ((word, 0.4) for word in _words(part) if word not in _EMPTY)
        elif part:
            yield from ((word, 0.5) for word in _words(part) if word not in _EMPTY)
    for signs, words in themes():
        # a sign in the unit's own name says more than one in a single line of its tree
        weight = 1.0 if any(sign in duty.label for sign in signs) else 0.7
        if any(sign in text for sign in signs):
            yield from ((word, weight) for word in words)


def _words(part: str) -> Iterable[str]:
    from qiaoliang.text.words import cut

    return (word for word in cut(part) if len(word) > 1)
