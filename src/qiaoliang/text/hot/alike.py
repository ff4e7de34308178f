"""How alike two messages are when the question is "the same issue?": words, title pairs and place names, each of length 1."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain

import numpy as np
import scipy.sparse as sp

from qiaoliang.text.words import bigrams, cut, normalise, once

TITLE_WEIGHT, PLACE_WEIGHT = 0.5, 0.5
#: a word that more than this share of the messages say distinguishes nothing
COMMON = 0.1


def vectors(
    titles: Sequence[str], texts: Sequence[str], names: Sequence[Sequence[str]]
) -> tuple[sp.csr_matrix, sp.csr_matrix, list[str]]:
    """Rows of length 1 for clustering, rows of words alone, and the words of their columns.

    ``titles`` and ``texts`` as people wrote them; ``names`` the place names found in each message.
    """
    heads = [_telling(normalise(title)) for title in titles]
    bodies = [_telling(once(normalise(text))) for text in texts]
    words, vocabulary = tfidf([[*head, *head, *body] for head, body in zip(heads, bodies, strict=True)])
    pairs, _ = tfidf([bigrams(normalise(title)) for title in titles])
    places, _ = tfidf(names)
    joined = sp.hstack([words, TITLE_WEIGHT * pairs, PLACE_WEIGHT * places], format="csr")
    return _unit(joined).astype(np.float32), words, vocabulary


def _telling(text: str) -> list[str]:
    return [word for word in cut(text) if len(word) > 1]


def tfidf(lists: Sequence[Sequence[str]]) -> tuple[sp.csr_matrix, list[str]]:
    """Rows of length 1: logarithmic counts times inverse document frequency; what stands in one list only is left out."""
    place: dict[str, int] = {}
    flat = np.fromiter((place.setdefault(w, len(place)) for w in chain.from_iterable(lists)), np.int64)
    rows = np.repeat(np.arange(len(lists)), [len(words) for words in lists])
    found = sp.csr_matrix((np.ones(len(flat)), (rows, flat)), (len(lists), max(1, len(place))))
    found.sum_duplicates()
    often = np.bincount(found.indices, minlength=found.shape[1])
    keep = np.flatnonzero((often > 1) & (often <= max(2.0, COMMON * len(lists), min(len(lists), 30))))
    found = found[:, keep]
    found.data = 1 + np.log(found.data)
    names = list(place)
    idf = np.log((1 + len(lists)) / (1 + often[keep])) + 1
    return _unit((found @ sp.diags(idf)).tocsr()), [names[number] for number in keep]


def _unit(rows: sp.csr_matrix) -> sp.csr_matrix:
    length = np.sqrt(np.asarray(rows.multiply(rows).sum(1)).ravel())
    return (sp.diags(1 / np.maximum(length, 1e-12)) @ rows).tocsr()
