"""The router: which unit or category a message belongs to, with reasons, or that it cannot say.

It starts from a duty list alone, takes each decision at once (:meth:`Router.learn`), and is trained again in the background
(:meth:`Router.train`). It suggests; a person decides.
"""

from __future__ import annotations

import pickle
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from qiaoliang.text.routing import linear
from qiaoliang.text.routing.duties import Duty, Seeds
from qiaoliang.text.routing.features import Features, prepared
from qiaoliang.text.words import is_empty

#: below this probability the router abstains
SURE = 0.5
#: a suggestion less likely than this gets no reasons
WORTH = 0.01
_BATCH = 512
_PSEUDO_WEIGHT = 0.3


class Suggestion(NamedTuple):
    """A label, how likely it is (0–1), and the words of the message that decided."""

    label: str
    p: float
    why: tuple[str, ...]


class Routing(NamedTuple):
    """A few suggestions, likelier first. ``abstained``: the router does not propose the first as an answer."""

    suggestions: tuple[Suggestion, ...]
    abstained: bool
    note: str = ""


@dataclass(frozen=True)
class Contradiction:
    """Two past decisions on messages that say the same, with different labels: their numbers in the training list."""

    first: int
    second: int
    labels: tuple[str, str]
    alike: float


@dataclass
class Router:
    """Labels, features, weights and calibration; empty until :meth:`train` is called or duties are given."""

    duties: tuple[Duty, ...] = ()
    labels: list[str] = field(default_factory=list)
    contradictions: list[Contradiction] = field(default_factory=list)
    rare_labels: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.seeds = Seeds(self.duties) if self.duties else None
        self.features = Features()
        self.weights: npt.NDArray[np.float32] = np.zeros((0, 0), np.float32)
        self.bias = np.zeros(0)
        self.calibration = linear.Calibration()
        self.trained_on = 0
        if self.seeds and not self.labels:
            self.labels = list(self.seeds.labels)

    # -- learning ------------------------------------------------------------------------------------------------------

    def train(self, texts: Sequence[str], labels: Sequence[str], unlabelled: Sequence[str] = ()) -> None:
        """Learn from all decisions so far; ``unlabelled`` messages help while decisions are few and a duty list is there."""
        own = prepared(texts)
        others = prepared(unlabelled) if self.seeds else []
        known = sorted(set(labels))
        self.labels = known if len(texts) >= 50 or not self.seeds else sorted({*known, *self.seeds.labels})
        self.rare_labels = [label for label in known if list(labels).count(label) == 1]
        self.trained_on = len(texts)
        if not own and not others:
            return
        rows = self.features.fit([*own, *others], 1 if len(own) + len(others) < 50 else 2)
        self._fit(rows[: len(own)], own, linear.as_numbers(labels, self.labels), rows[len(own) :], others)

    def _fit(self, rows: Any, own: list[str], numbers: linear.Ints, spare: Any, others: list[str]) -> None:
        count = len(self.labels)
        extra = self._pseudo(rows, own, numbers, spare, others) if others else None
        if len(own):
            self._calibrate(rows, own, numbers, extra)
        weight = np.ones(len(own))
        if extra is not None:
            import scipy.sparse as sp

            rows, numbers = sp.vstack([rows, extra[0]], format="csr"), np.concatenate([numbers, extra[1]])
            weight = np.concatenate([weight, extra[2]])
        self.weights, self.bias = linear.train(rows, numbers, count, weight)

    def _calibrate(self, rows: Any, own: list[str], numbers: linear.Ints, extra: Any) -> None:
        words = rows[:, np.flatnonzero(self.features.block == 0)]
        pairs = linear.similar_pairs(words)
        self._note_contradictions(pairs, numbers)
        if len(own) < 20 or len(np.unique(numbers)) < 2:
            self.calibration = linear.Calibration(1.5, 1.0 if self.seeds else 0.0, np.zeros(len(self.labels)))
            return
        twins = linear.twins(pairs, len(own))
        scores = linear.left_out(rows, numbers, len(self.labels), twins, extra)
        self.calibration = linear.calibrate(scores, self._seed_scores(own), numbers, twins)

    def _note_contradictions(self, pairs: Sequence[tuple[tuple[int, int], float]], numbers: linear.Ints) -> None:
        self.contradictions = [
            Contradiction(i, j, (self.labels[numbers[i]], self.labels[numbers[j]]), round(alike, 3))
            for (i, j), alike in pairs
            if alike >= 0.75 and numbers[i] != numbers[j]
        ]

    def _pseudo(self, rows: Any, own: list[str], numbers: linear.Ints, spare: Any, others: list[str]) -> Any:
        """Messages without a decision, as the duty list and the decisions so far would label them, the surest only."""
        count, seeds = len(self.labels), self._seed_scores(others)
        assert seeds is not None
        found = linear.softmax(2 * seeds)
        for _ in range(2):
            chosen, guess = _surest(found)
            if not len(chosen):
                return None
            import scipy.sparse as sp

            seen, known = sp.vstack([rows, spare[chosen]], format="csr"), np.concatenate([numbers, guess])
            weight = np.concatenate([np.ones(len(own)), np.full(len(chosen), _PSEUDO_WEIGHT)])
            weights, bias = linear.train(seen, known, count, weight)
            found = linear.softmax(2 * (spare @ weights + bias) + seeds)
        chosen, guess = _surest(found)
        return spare[chosen], guess, np.full(len(chosen), _PSEUDO_WEIGHT)

    def _seed_scores(self, texts: Sequence[str]) -> linear.Floats | None:
        """The duty list's opinion as centred numbers per label of the router; None without duty list."""
        if self.seeds is None:
            return None
        raw = self.seeds.score(texts)
        place = {label: number for number, label in enumerate(self.seeds.labels)}
        found = np.stack([raw[:, place[label]] if label in place else np.zeros(len(raw)) for label in self.labels], 1)
        return np.asarray(3 * found / (1 + found.sum(1, keepdims=True)))

    def learn(self, text: str, label: str) -> None:
        """Take one decision at once; a new label or new words make room for themselves."""
        (text,) = prepared([text])
        if not self.features.size:
            self.features.fit([text], 1)
            self.weights = np.zeros((self.features.size, len(self.labels)), np.float32)
            self.bias = np.zeros(len(self.labels))
        else:
            added = self.features.extend(text)
            self.weights = np.concatenate([self.weights, np.zeros((added, self.weights.shape[1]), np.float32)])
        if label not in self.labels:
            self._add_label(label)
        linear.step(self.weights, self.bias, self.features.transform([text]), self.labels.index(label))
        self.trained_on += 1

    def _add_label(self, label: str) -> None:
        self.labels.append(label)
        self.weights = np.concatenate([self.weights, np.zeros((len(self.weights), 1), np.float32)], 1)
        self.bias = np.append(self.bias, -1.0 if len(self.bias) else 0.0)
        if len(self.calibration.bias):
            self.calibration.bias = np.append(self.calibration.bias, 0.0)

    # -- suggesting ----------------------------------------------------------------------------------------------------

    def suggest(self, texts: Sequence[str], most: int = 2) -> Iterator[Routing]:
        """A routing for each text, in order, with at most ``most`` suggestions."""
        for start in range(0, len(texts), _BATCH):
            yield from self._suggest(prepared(texts[start : start + _BATCH]), most)

    def _suggest(self, texts: list[str], most: int) -> list[Routing]:
        if not self.labels:
            return [Routing((), True, "no labels known yet")] * len(texts)
        p, rows = self._probabilities(texts)
        best = np.argsort(-p, axis=1, kind="stable")[:, :most]
        likely = np.take_along_axis(p, best, 1)
        whys = self._why(texts, rows, np.where(likely >= WORTH, best, -1))
        said = self._understood(texts, rows)
        parts = zip(texts, best.tolist(), likely.tolist(), zip(*whys, strict=True), said, strict=True)
        return [self._routing(*part) for part in parts]

    def _probabilities(self, texts: list[str]) -> tuple[linear.Floats, Any]:
        seeds = self._seed_scores(texts) if self.calibration.prior_scale or not self.calibration.measured else None
        if not self.features.size:
            assert seeds is not None
            return linear.softmax(2 * seeds), None
        rows = self.features.transform(texts)
        calibration = self.calibration
        if not calibration.measured:
            calibration = linear.Calibration(1.5, 1.0, np.zeros(len(self.labels)))
        return calibration.probabilities(rows @ self.weights + self.bias, seeds), rows

    def _understood(self, texts: list[str], rows: Any) -> list[bool]:
        if rows is not None:
            return [bool(known) for known in np.diff(rows.indptr)]
        assert self.seeds is not None
        return [bool(total) for total in self.seeds.score(texts).sum(1)]

    def _why(self, texts: list[str], rows: Any, chosen: Any) -> list[list[list[str]]]:
        if rows is not None:
            return self.features.reasons(rows, self.weights, chosen)
        assert self.seeds is not None
        return [
            [self.seeds.why(t, self.labels[n]) if n >= 0 else [] for t, n in zip(texts, column, strict=True)]
            for column in chosen.T.tolist()
        ]

    def _routing(self, text: str, best: list[int], likely: list[float], whys: Any, understood: bool) -> Routing:
        if is_empty(text):
            return Routing((), True, "nothing to read")
        if not understood:
            return Routing((), True, "no known word")
        found = tuple(map(self._suggestion, best, likely, whys))
        return Routing(found, found[0].p < SURE or not found[0].why, "")

    def _suggestion(self, number: int, p: float, why: list[str]) -> Suggestion:
        return Suggestion(self.labels[number], round(p, 4), tuple(why))

    # -- keeping -------------------------------------------------------------------------------------------------------

    def packed(self) -> bytes:
        """The router as bytes, to be kept; they hold words of messages, so they stay with the data."""
        return pickle.dumps(self, protocol=5)

    @staticmethod
    def unpacked(packed: bytes) -> Router:
        """What :meth:`packed` gave. Only for what this installation wrote itself: unpickling runs code."""
        found = pickle.loads(packed)  # noqa: S301
        if not isinstance(found, Router):
            raise ValueError("these bytes hold no router")
        return found

    def save(self, path: Path) -> None:
        """Keep the router in one file of our own."""
        path.write_bytes(self.packed())

    @staticmethod
    def load(path: Path) -> Router:
        """Read what :meth:`save` wrote."""
        return Router.unpacked(path.read_bytes())


def _surest(found: linear.Floats, share: float = 0.6) -> tuple[linear.Ints, linear.Ints]:
    """Rows whose first label leads clearly, the surest ``share`` of each label, and these labels."""
    guess = found.argmax(1)
    lead = found.max(1)
    chosen = [np.zeros(0, np.int64)]
    for label in np.unique(guess):
        mine = np.flatnonzero((guess == label) & (lead > 1.5 / found.shape[1]))
        chosen.append(mine[np.argsort(-lead[mine], kind="stable")[: int(np.ceil(share * len(mine)))]])
    rows = np.concatenate(chosen)
    return rows, guess[rows]
