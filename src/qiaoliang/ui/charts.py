"""Figures drawn by the server as SVG: they print, need no script, and scale by percentages, so the text in them keeps
its size on a phone. Each chart is shown by a component that puts the table of its numbers beside it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

TOP, FLOOR, HEIGHT = 14, 205, 240  # px of the line chart: upper edge, zero line, whole height with the labels
LEFT = 9.0  # per cent of the width kept for the axis


@dataclass(frozen=True)
class Scale:
    """A vertical axis from 0 to a round number at or above the largest value."""

    top: float
    ticks: tuple[float, ...]

    def y(self, value: float) -> float:
        """Pixels from the top."""
        return round(FLOOR - (FLOOR - TOP) * value / self.top, 1)


def scale(largest: float, steps: int = 4) -> Scale:
    """About ``steps`` round marks; ``largest`` 0 gives an axis to ``steps``."""
    if largest <= 0:
        return Scale(float(steps), tuple(float(n) for n in range(steps + 1)))
    rough = largest / steps
    power = 10 ** (len(str(int(rough))) - 1) if rough >= 1 else 1
    step = next(power * n for n in (1, 2, 2.5, 5, 10) if power * n >= rough and (power * n) % 1 == 0)
    count = -(-largest // step)
    return Scale(step * count, tuple(step * n for n in range(int(count) + 1)))


def bar(parts: Sequence[float], largest: float) -> SafeString:
    """One horizontal bar, stacked of ``parts``, as wide as its share of ``largest``."""
    whole = largest or 1
    starts = [sum(parts[:i]) for i in range(len(parts))]
    rows = [
        (f"{100 * a / whole:.2f}%", f"{100 * v / whole:.2f}%", i)
        for i, (a, v) in enumerate(zip(starts, parts, strict=True))
        if v
    ]
    rects = format_html_join("", '<rect x="{}" y="0" width="{}" height="100%" class="c{}"/>', rows)
    return format_html('<svg aria-hidden="true" focusable="false">{}</svg>', rects)


def mark(series: int) -> SafeString:
    """What stands for a series in the legend of a line chart."""
    return format_html(
        '<svg aria-hidden="true" viewBox="0 0 26 12" class="line-mark"><line x1="0" x2="26" y1="6" y2="6" class="s s{0} c{0}"/>{1}</svg>',
        series,
        point("13", 6, series),
    )


def point(x: str, y: float, series: int) -> SafeString:
    """A point; series differ by shape as well as by colour."""
    if series == 0:
        return format_html('<circle cx="{}" cy="{}" r="4" class="c0"/>', x, y)
    if series == 1:
        return format_html(
            '<svg x="{}" y="{}" overflow="visible"><rect x="-4" y="-4" width="8" height="8" class="c1"/></svg>', x, y
        )
    return format_html('<svg x="{}" y="{}" overflow="visible"><path d="M0-5 5 4H-5z" class="c{}"/></svg>', x, y, series)


def line(title: str, description: str, labels: Sequence[str], series: Sequence[Sequence[float | None]]) -> SafeString:
    """Lines over equal steps of time. None leaves a gap: nothing was measured, which is not zero."""
    axis = scale(max((v for values in series for v in values if v is not None), default=0))
    body = format_html(
        "{}{}{}",
        _rules(axis),
        _labels(labels),
        format_html_join("", "{}", ((_line(v, i, axis),) for i, v in enumerate(series))),
    )
    return format_html(
        '<svg class="line-chart" role="img" aria-label="{}. {}" height="{}" width="100%">{}</svg>',
        title,
        description,
        HEIGHT,
        body,
    )


def _x(index: int, count: int) -> str:
    return f"{LEFT + (96 - LEFT) * (index / (count - 1) if count > 1 else 0.5):.2f}%"


def _rules(axis: Scale) -> SafeString:
    rows = [(axis.y(t), f"{LEFT - 2}%", f"{t:g}", f"{LEFT - 3}%", axis.y(t) + 4) for t in axis.ticks]
    shape = (
        '<line x1="{1}" x2="100%" y1="{0}" y2="{0}" class="rule"/><text x="{3}" y="{4}" text-anchor="end">{2}</text>'
    )
    return format_html_join("", shape, rows)


def _labels(labels: Sequence[str]) -> SafeString:
    """Each under its point; the last of several ends with the picture, so that a narrow one does not cut it off."""
    every, last = (2 if len(labels) > 6 else 1), len(labels) - 1
    rows = [
        (
            *(("100%", "end") if i == last > 0 else (_x(i, len(labels)), "middle")),
            HEIGHT - 10,
            "minor" if (last - i) % every else "major",
            label,
        )
        for i, label in enumerate(labels)
    ]
    return format_html_join("", '<text x="{0}" y="{2}" text-anchor="{1}" class="{3}">{4}</text>', rows)


def _line(values: Sequence[float | None], series: int, axis: Scale) -> SafeString:
    spots = [(_x(i, len(values)), axis.y(v)) if v is not None else None for i, v in enumerate(values)]
    pairs = [(*a, *b, series) for a, b in pairwise(spots) if a and b]
    lines = format_html_join("", '<line x1="{0}" y1="{1}" x2="{2}" y2="{3}" class="s s{4} c{4}"/>', pairs)
    points = format_html_join("", "{}", ((point(x, y, series),) for x, y in filter(None, spots)))
    return format_html("{}{}", lines, points)
