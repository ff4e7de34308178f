"""Bars that are their own table: a name, a bar, the number. With several series each bar is stacked."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.safestring import SafeString

from qiaoliang.ui import charts
from qiaoliang.ui.contract import Contract, ContractError


class Bar(Contract):
    """``values``: one per series. ``text`` is what stands beside the bar (with the unit or the base of a rate)."""

    label: str
    values: Sequence[float]
    text: str
    href: str = ""


class Props(Contract):
    """``series`` names the parts of a stacked bar; left out with one part. ``total``: what a full bar is, else the
    longest bar is."""

    title: str
    bars: Sequence[Bar]
    note: str = ""
    series: tuple[str, ...] | list[str] = ()
    name: str
    value: str
    total: float = 0

    def __post_init__(self) -> None:
        super().__post_init__()
        if any(len(bar.values) != max(1, len(self.series)) for bar in self.bars):
            raise ContractError("ui bar_chart: a bar needs one value per series")

    @property
    def lines(self) -> list[tuple[Bar, SafeString]]:
        largest = self.total or max((sum(bar.values) for bar in self.bars), default=1)
        return [(bar, charts.bar(list(bar.values), largest)) for bar in self.bars]

    @property
    def legend(self) -> list[tuple[str, SafeString]]:
        return [(name, charts.bar([0] * i + [1], 1)) for i, name in enumerate(self.series)]
