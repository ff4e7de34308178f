"""Lines over time, with the table of their numbers below."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.safestring import SafeString

from qiaoliang.ui import charts
from qiaoliang.ui.contract import Contract, ContractError


class Series(Contract):
    """``values``: one per label; None where nothing was measured. ``texts`` replace the numbers in the table."""

    name: str
    values: Sequence[float | None]
    texts: tuple[str, ...] | list[str] = ()


class Props(Contract):
    """``description`` says in a sentence what one sees. ``name`` is the heading of the labels."""

    title: str
    description: str
    labels: tuple[str, ...] | list[str]
    series: Sequence[Series]
    name: str
    open: bool = False

    def __post_init__(self) -> None:
        super().__post_init__()
        if any(len(s.values) != len(self.labels) for s in self.series):
            raise ContractError("ui line_chart: a series needs one value per label")

    @property
    def svg(self) -> SafeString:
        return charts.line(self.title, self.description, self.labels, [list(s.values) for s in self.series])

    @property
    def legend(self) -> list[tuple[str, SafeString]]:
        return [(s.name, charts.mark(i)) for i, s in enumerate(self.series)]

    @property
    def lines(self) -> list[tuple[str, list[str]]]:
        return [(label, [self._text(s, i) for s in self.series]) for i, label in enumerate(self.labels)]

    def _text(self, series: Series, index: int) -> str:
        if series.texts:
            return series.texts[index]
        value = series.values[index]
        return "—" if value is None else f"{value:g}"
