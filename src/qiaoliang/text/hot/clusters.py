"""Groups of alike rows by average linkage; large sets are first divided where nothing connects them."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import scipy.sparse as sp

#: the largest set that is compared all with all, in rows: 6,000 rows take about 150 MB
WHOLE = 6000
#: rows whose groups are farther apart than this (1 − mean cosine) stay apart
APART = 0.845
Ints = npt.NDArray[np.int64]


def groups(rows: sp.csr_matrix, apart: float = APART) -> list[Ints]:
    """Row numbers of each group of two or more, in no particular order; rows are of length 1."""
    filled = np.flatnonzero(np.diff(rows.indptr))
    return _groups(rows, filled, apart, 0.2)


def _groups(rows: sp.csr_matrix, chosen: Ints, apart: float, tie: float) -> list[Ints]:
    if len(chosen) < 2:
        return []
    if len(chosen) <= WHOLE:
        return _linked(rows, chosen, apart)
    parts = _connected(rows[chosen], tie)
    return [group for part in parts for group in _groups(rows, chosen[part], apart, tie + 0.1)]


def _linked(rows: sp.csr_matrix, chosen: Ints, apart: float) -> list[Ints]:
    from scipy.cluster.hierarchy import fcluster, linkage

    mine = rows[chosen]
    near = (mine @ mine.T).toarray()
    distance = np.maximum(0.0, 1.0 - near[np.triu_indices(len(chosen), 1)])
    del near
    label = fcluster(linkage(distance, "average"), apart, "distance")
    return _parts(chosen, label)


def _parts(chosen: Ints, label: Ints) -> list[Ints]:
    order = np.argsort(label, kind="stable")
    cuts = np.flatnonzero(np.diff(label[order])) + 1
    return [part for part in np.split(chosen[order], cuts) if len(part) > 1]


def _connected(rows: sp.csr_matrix, tie: float) -> list[Ints]:
    """Sets of rows joined by chains of cosines above ``tie``; compared block by block, over features that are not everywhere."""
    from scipy.sparse.csgraph import connected_components

    if tie > 0.95:
        return list(np.array_split(np.arange(rows.shape[0]), rows.shape[0] // WHOLE + 1))
    often = np.bincount(rows.indices, minlength=rows.shape[1])
    rare = rows[:, np.flatnonzero((often > 1) & (often < max(200, 0.01 * rows.shape[0])))].tocsr()
    first, second = [], []
    for start in range(0, rows.shape[0], 500):
        near = (rare[start : start + 500] @ rare.T).tocoo()
        keep = near.data > tie
        first.append(near.row[keep] + start)
        second.append(near.col[keep])
    ends = np.concatenate(first), np.concatenate(second)
    graph = sp.coo_matrix((np.ones(len(ends[0]), np.int8), ends), (rows.shape[0],) * 2)
    label = connected_components(graph, directed=False)[1]
    return _parts(np.arange(rows.shape[0]), label)
