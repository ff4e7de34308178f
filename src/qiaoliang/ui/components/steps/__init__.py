"""Where in a short form the reader is: step 1 of 3."""

from __future__ import annotations

from qiaoliang.ui.contract import Contract


class Props(Contract):
    current: int
    total: int

    @property
    def marks(self) -> list[bool]:
        return [number <= self.current for number in range(1, self.total + 1)]
