"""Routing measured as it will be used: macro-F1, calibration, the surest 80 %, the cold start, and messages per CPU-second.

usage: python bench/text/routing.py full|speed|0|200|1000 [FOLDS]     (data: second argument after the folds, or QIAOLIANG_BENCH_DATA)
The data folder holds labelled_raw.jsonl.gz, labelled_segmented.jsonl.gz, groups.json (twins, kept in one fold) and label_tree.json.
``0``, ``200``, ``1000``: that many labels, the tree of the labels that occur, and 3,000 messages without their labels.
"""

from __future__ import annotations

import gzip
import json
import os
import random
import sys
import time
from pathlib import Path

import numpy as np
import numpy.typing as npt

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "src"))

from qiaoliang.text.routing.duties import duties_from_rows
from qiaoliang.text.routing.router import Router, Routing

FOLDS = 5


def _lines(path: Path) -> list[dict[str, str]]:
    with gzip.open(path, "rt", encoding="utf-8") as file:
        return [json.loads(line) for line in file]


class Data:
    """All labelled messages with the fold of each; twins share a fold."""

    def __init__(self, folder: Path) -> None:
        raw, cut = _lines(folder / "labelled_raw.jsonl.gz"), _lines(folder / "labelled_segmented.jsonl.gz")
        self.texts = [f"{m['title']}。{m['text']}" for m in raw] + [m["tokens"] for m in cut]
        self.labels = np.array([m["label"] for m in raw + cut])
        self.raw = np.arange(len(self.texts)) < len(raw)
        keys = [f"raw:{m['id']}" for m in raw] + [f"seg:{m['row']}" for m in cut]
        group = {
            key: number
            for number, keys_ in enumerate(json.loads((folder / "groups.json").read_text()))
            for key in keys_
        }
        draw, fold = random.Random(7), dict[object, int]()  # noqa: S311
        self.fold = np.array([fold.setdefault(group.get(key, key), draw.randrange(FOLDS)) for key in keys])
        tree = json.loads((folder / "label_tree.json").read_text("utf-8"))
        self.tree = tuple(duties_from_rows([row for row in tree if row["一级分类"] in set(self.labels)]))


def macro_f1(wanted: npt.NDArray[np.str_], said: npt.NDArray[np.str_]) -> float:
    scores = []
    for label in sorted(set(wanted)):
        hit = float(((wanted == label) & (said == label)).sum())
        scores.append(2 * hit / ((wanted == label).sum() + (said == label).sum()))
    return float(np.mean(scores))


def report(data: Data, rows: npt.NDArray[np.int64], found: list[Routing]) -> str:
    said = np.array([r.suggestions[0].label if r.suggestions else "" for r in found])
    p = np.array([r.suggestions[0].p if r.suggestions else 0.0 for r in found])
    right, raw = said == data.labels[rows], data.raw[rows]
    second = np.mean([data.labels[row] in [s.label for s in r.suggestions] for row, r in zip(rows, found, strict=True)])
    bins = np.minimum((p * 10).astype(int), 9)
    error = sum(abs(right[bins == b].mean() - p[bins == b].mean()) * (bins == b).mean() for b in set(bins))
    sure = right[np.argsort(-p, kind="stable")[: int(0.8 * len(p))]].mean()
    wanted = data.labels[rows]
    return (
        f"macro-F1 raw {macro_f1(wanted[raw], said[raw]):.4f} segmented {macro_f1(wanted[~raw], said[~raw]):.4f} | top-2 {second:.4f} | "
        f"calibration error {error:.4f} | surest 80 % {sure:.4f} | abstained {np.mean([r.abstained for r in found]):.3f} | n {len(rows)}"
    )


def run(data: Data, labels: int | None, folds: int) -> None:
    draw, rows, found = np.random.default_rng(3), [], []
    for fold in range(folds):
        test, rest = np.flatnonzero(data.fold == fold), np.flatnonzero(data.fold != fold)
        chosen = rest if labels is None else draw.permutation(rest)[:labels]
        spare = [] if labels is None else draw.permutation(np.setdiff1d(rest, chosen))[:3000]
        router = Router() if labels is None else Router(data.tree)
        router.train([data.texts[i] for i in chosen], data.labels[chosen].tolist(), [data.texts[i] for i in spare])
        rows.append(test)
        found += router.suggest([data.texts[i] for i in test])
        print(f"fold {fold}: {report(data, test, found[-len(test) :])}", flush=True)
    print("all:", report(data, np.concatenate(rows), found))


def speed(data: Data) -> None:
    import rjieba

    router = Router()
    router.train(data.texts, data.labels.tolist())
    texts = [data.texts[i] for i in np.flatnonzero(data.raw)] * 5
    rjieba.cut("热身")
    start = time.process_time()
    for text in texts:
        rjieba.cut(text)
    cutting = len(texts) / (time.process_time() - start)
    start = time.process_time()
    count = sum(1 for _ in router.suggest(texts))
    routing = count / (time.process_time() - start)
    print(
        f"raw messages per CPU-second: cutting alone {cutting:,.0f}, routed with reasons {routing:,.0f} ({routing / cutting:.2f})"
    )


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    folder = Path(sys.argv[3] if len(sys.argv) > 3 else os.environ["QIAOLIANG_BENCH_DATA"])
    mode, folds = sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else FOLDS
    if mode == "speed":
        speed(Data(folder))
    else:
        run(Data(folder), None if mode == "full" else int(mode), folds)
