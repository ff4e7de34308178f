"""A linear model with probabilities that mean what they say.

One hyperplane per label (linear support vector machine, squared hinge); its scores, and the duty list's where there is one, become
probabilities by a softmax whose few numbers are fitted on scores of messages that were left out (Platt's idea for many labels).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
import scipy.sparse as sp

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
FOLDS = 4
#: a label is measured when this many messages of it say different things
_SAID_APART = 3
#: what was learned counts this much at least, however little the left-out messages of a small beginning had in common
_LEAST = 0.2


@dataclass
class Calibration:
    """Turns scores into probabilities: ``softmax(scale · score + prior_scale · seeds + bias)``.

    ``measured`` says whether it was fitted on left-out messages; if not, the numbers are cautious guesses.
    """

    scale: float = 1.5
    prior_scale: float = 0.0
    bias: Floats = field(default_factory=lambda: np.zeros(0))
    measured: bool = False

    def probabilities(self, scores: Floats, seeds: Floats | None) -> Floats:
        logits = self.scale * scores + self.bias
        if seeds is not None and self.prior_scale:
            logits = logits + self.prior_scale * seeds
        return softmax(logits)


def softmax(logits: Floats) -> Floats:
    raised = np.exp(logits - logits.max(axis=1, keepdims=True))
    return np.asarray(raised / raised.sum(axis=1, keepdims=True))


def train(
    rows: sp.csr_matrix, labels: Ints, count: int, weights: Floats | None = None
) -> tuple[npt.NDArray[np.float32], Floats]:
    """Weights (features × labels) and bias; a label without an example gets a bias no message overcomes."""
    from sklearn.svm import LinearSVC

    present = np.unique(labels)
    found, bias = np.zeros((rows.shape[1], count), np.float32), np.full(count, -3.0)
    if len(present) < 2:
        bias[present] = 1.0
        return found, bias
    model = LinearSVC(C=0.7, random_state=0).fit(rows, labels, sample_weight=weights)
    if len(present) == 2:
        found[:, present] = np.stack([-model.coef_[0], model.coef_[0]], 1)
        bias[present] = -model.intercept_[0], model.intercept_[0]
    else:
        found[:, present], bias[present] = model.coef_.T, model.intercept_
    return found, bias


def left_out(
    rows: sp.csr_matrix, labels: Ints, count: int, twins: Ints, extra: tuple[sp.csr_matrix, Ints, Floats] | None = None
) -> Floats:
    """Scores of each row by a model that saw neither it nor its twins (rows with the same number in ``twins``)."""
    fold = np.random.default_rng(0).permutation(int(twins.max()) + 1)[twins] % FOLDS
    scores = np.zeros((len(labels), count))
    for number in range(FOLDS):
        out = fold == number
        if not out.any() or out.all():
            continue
        seen, known, weight = rows[~out], labels[~out], np.ones(int((~out).sum()))
        if extra is not None:
            seen, known = sp.vstack([seen, extra[0]], format="csr"), np.concatenate([known, extra[1]])
            weight = np.concatenate([weight, extra[2]])
        found, bias = train(seen, known, count, weight)
        scores[out] = rows[out] @ found + bias
    return scores


def calibrate(scores: Floats, seeds: Floats | None, labels: Ints, twins: Ints) -> Calibration:
    """The softmax that makes the left-out messages most likely, held gently towards plain numbers when they are few.

    A label whose messages all say the same was left out whole, so nothing was measured about it: its number stays plain.
    """
    from scipy.optimize import minimize

    count = scores.shape[1]
    said = np.bincount(np.unique(np.stack([labels, twins]), axis=1)[0], minlength=count)
    plain = said < _SAID_APART
    if (rows := np.flatnonzero(~plain[labels])).size:
        scores, labels = np.where(plain, -np.inf, scores[rows]), labels[rows]
        seeds = seeds[rows] if seeds is not None else None
    wanted = np.arange(len(labels)), labels

    def loss(x: Floats) -> float:
        logits = x[0] * scores + x[2:] + (x[1] * seeds if seeds is not None else 0.0)
        likely = np.log(softmax(logits)[wanted] + 1e-12).sum()
        return float(-likely + 0.5 * ((x[2:] ** 2).sum() + (x[0] - 2) ** 2 + (x[1] - 0.5) ** 2))

    bounds = [(_LEAST, 20.0), (0.0, 20.0), *((0.0, 0.0) if alone else (-4.0, 4.0) for alone in plain)]
    best = minimize(loss, np.concatenate([[2.0, 0.5], np.zeros(count)]), method="L-BFGS-B", bounds=bounds).x
    return Calibration(float(best[0]), float(best[1]) if seeds is not None else 0.0, best[2:], True)


def twins(pairs: Sequence[tuple[tuple[int, int], float]], count: int, alike: float = 0.5) -> Ints:
    """A number per row, the same for rows that are alike (see :func:`similar_pairs`), so that no twin helps its twin."""
    from scipy.sparse.csgraph import connected_components

    edges = [pair for pair, value in pairs if value >= alike]
    first, second = (np.array([pair[side] for pair in edges], np.int64) for side in (0, 1))
    graph = sp.coo_matrix((np.ones(len(edges)), (first, second)), (count, count))
    return np.asarray(connected_components(graph, directed=False)[1]).astype(np.int64)


def similar_pairs(rows: sp.csr_matrix, most: int = 40) -> list[tuple[tuple[int, int], float]]:
    """Pairs of rows that share rare features, with their cosine over the rare features (those in at most ``most`` rows)."""
    often = np.bincount(rows.indices, minlength=rows.shape[1])
    rare = rows[:, np.flatnonzero((often > 1) & (often <= most))]
    length = np.sqrt(np.asarray(rare.multiply(rare).sum(1)).ravel())
    rare = (sp.diags(1 / np.maximum(length, 1e-9)) @ rare).tocsr()
    found: list[tuple[tuple[int, int], float]] = []
    for start in range(0, rare.shape[0], 1000):
        near = sp.triu((rare[start : start + 1000] @ rare.T).tocsr(), k=start + 1).tocoo()
        keep = near.data > 0.4
        found += [
            ((start + int(i), int(j)), float(v))
            for i, j, v in zip(near.row[keep], near.col[keep], near.data[keep], strict=True)
        ]
    return found


def step(weights: npt.NDArray[np.float32], bias: Floats, row: sp.csr_matrix, label: int, times: int = 3) -> None:
    """Learn one decision at once: the smallest change that puts the label in front by a margin (Crammer's passive-aggressive)."""
    for _ in range(times):
        scores = np.asarray(row @ weights).ravel() + bias
        rival = int(np.argmax(np.where(np.arange(len(scores)) == label, -np.inf, scores)))
        short = 1.0 - scores[label] + scores[rival]
        if short <= 0:
            return
        amount = min(1.0, short / (2 * float(row.multiply(row).sum()) + 1e-9))
        weights[row.indices, label] += amount * row.data
        weights[row.indices, rival] -= amount * row.data


def as_numbers(labels: Sequence[str], known: Sequence[str]) -> Ints:
    place = {label: number for number, label in enumerate(known)}
    return np.array([place[label] for label in labels], np.int64)
