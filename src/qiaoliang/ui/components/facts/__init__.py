"""Names and values, one under the other."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from qiaoliang.ui.contract import Contract


class Fact(Contract):
    """``value`` may be ready-made HTML (a component); an empty one shows a dash. ``href`` leads to where it is changed."""

    label: str
    value: Any = ""
    href: str = ""
    change: str = ""


class Props(Contract):
    items: Sequence[Fact]
