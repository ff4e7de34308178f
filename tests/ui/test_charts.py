"""Figures drawn by the server."""

import pytest

from qiaoliang.ui import charts, registry
from qiaoliang.ui.contract import ContractError


@pytest.mark.parametrize(
    ("largest", "ticks"),
    [
        (0, (0, 1, 2, 3, 4)),
        (3, (0, 1, 2, 3)),
        (96, (0, 25, 50, 75, 100)),
        (1000, (0, 250, 500, 750, 1000)),
        (7, (0, 2, 4, 6, 8)),
    ],
)
def test_an_axis_has_round_whole_marks_and_holds_the_largest(largest, ticks):
    axis = charts.scale(largest)
    assert axis.ticks == ticks
    assert axis.top >= largest
    assert axis.y(0) == charts.FLOOR
    assert axis.y(axis.top) == charts.TOP


def test_a_bar_is_as_wide_as_its_share_and_stacks_its_parts():
    svg = charts.bar([30, 0, 20], 100)
    assert svg.count("<rect") == 2
    assert 'x="0.00%" y="0" width="30.00%" height="100%" class="c0"' in svg
    assert 'x="30.00%" y="0" width="20.00%" height="100%" class="c2"' in svg
    assert "<rect" not in charts.bar([0], 0)


def test_what_was_not_measured_is_a_gap_and_not_a_zero():
    whole = charts.line("t", "d", ["a", "b", "c"], [[1, 2, 3]])
    gap = charts.line("t", "d", ["a", "b", "c"], [[1, None, 3]])
    assert (whole.count('class="s s0'), whole.count("<circle")) == (2, 3)
    assert (gap.count('class="s s0'), gap.count("<circle")) == (0, 2)


def test_a_line_chart_has_a_name_and_the_table_of_its_numbers():
    html = registry.render(
        "line_chart",
        {
            "title": "每月",
            "description": "升",
            "labels": ["9月", "10月"],
            "name": "月份",
            "series": [{"name": "收到", "values": [3, None]}],
        },
        {},
    )
    assert 'role="img" aria-label="每月. 升"' in html
    assert '<th scope="row">10月</th><td class="r">—</td>' in html
    with pytest.raises(ContractError, match="one value per label"):
        registry.render(
            "line_chart",
            {
                "title": "每月",
                "description": "升",
                "labels": ["9月"],
                "name": "月份",
                "series": [{"name": "x", "values": []}],
            },
            {},
        )
