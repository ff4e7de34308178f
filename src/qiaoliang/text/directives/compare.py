"""Two documents side by side: which tasks are new, which are said again, which are gone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from qiaoliang.text.directives.folding import fold
from qiaoliang.text.directives.model import Task

#: Share of two-character pieces in common from which two tasks count as the same one said again.
SAME = 0.5


@dataclass(frozen=True)
class Repeated:
    """A task of the new document and the earlier one it says again, with their likeness (Dice, 0 to 1)."""

    new: Task
    old: Task
    likeness: float


@dataclass(frozen=True)
class Comparison:
    """What changed from an earlier document to a later one; exhortations are left aside."""

    new: tuple[Task, ...]
    repeated: tuple[Repeated, ...]
    dropped: tuple[Task, ...]


def compare_tasks(earlier: Sequence[Task], later: Sequence[Task]) -> Comparison:
    """Pair each task with at most one other, the most alike first; what stays alone is new or dropped."""
    old = [task for task in earlier if task.kind != "E"]
    new = [task for task in later if task.kind != "E"]
    olds, news = [_pieces(task.text) for task in old], [_pieces(task.text) for task in new]
    scored = sorted(_candidates(olds, news), reverse=True)
    taken_old: set[int] = set()
    found: dict[int, Repeated] = {}
    for likeness, i, j in scored:
        if i not in taken_old and j not in found:
            taken_old.add(i)
            found[j] = Repeated(new[j], old[i], likeness)
    return Comparison(
        tuple(task for j, task in enumerate(new) if j not in found),
        tuple(found[j] for j in sorted(found)),
        tuple(task for i, task in enumerate(old) if i not in taken_old),
    )


def _candidates(olds: list[frozenset[str]], news: list[frozenset[str]]) -> list[tuple[float, int, int]]:
    where: dict[str, list[int]] = {}
    for i, pieces in enumerate(olds):
        for piece in pieces:
            where.setdefault(piece, []).append(i)
    found = []
    for j, pieces in enumerate(news):
        shared: dict[int, int] = {}
        for piece in pieces:
            for i in where.get(piece, ()):
                shared[i] = shared.get(i, 0) + 1
        for i, count in shared.items():
            likeness = 2 * count / (len(olds[i]) + len(pieces))
            if likeness >= SAME:
                found.append((likeness, i, j))
    return found


def _pieces(text: str) -> frozenset[str]:
    letters = [letter for letter in fold(text) if letter.isalnum()]
    return frozenset(a + b for a, b in pairwise(letters)) or frozenset(letters)
