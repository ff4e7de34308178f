"""The way of a case in a few plain words: what is behind, where it is, what is ahead."""

from __future__ import annotations

from collections.abc import Sequence

from qiaoliang.ui.contract import Contract


class Stage(Contract):
    label: str
    at: str = "future"


class Props(Contract):
    """``labels`` in order; ``current`` counts from 1; a number above the last means all is done."""

    labels: Sequence[str]
    current: int
    label: str = ""

    @property
    def stages(self) -> list[Stage]:
        at = {True: "past", False: "future"}
        return [
            Stage(label=text, at="now" if n == self.current else at[n < self.current])
            for n, text in enumerate(self.labels, 1)
        ]
