"""The way down to this page; the page itself is not in it."""

from __future__ import annotations

from collections.abc import Sequence

from qiaoliang.ui.contract import Contract


class Step(Contract):
    label: str
    href: str


class Props(Contract):
    items: Sequence[Step]
