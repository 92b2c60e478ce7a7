"""When the money is back: said by the first year from which on the sum so far never falls below nothing."""

from __future__ import annotations

import re

import pytest

from siteplan.present.charts.chart_cash import cash_chart
from siteplan.present.text.reader import Reader


@pytest.mark.parametrize(
    ("cash", "finding"),
    [
        ([-100.0, 60.0, 60.0], "The money is back in year 2; by the end of year 2 the change has brought 20 CNY"),
        (
            [-100.0, 150.0, -80.0, 50.0],
            "The money is back in year 3; by the end of year 3 the change has brought 20 CNY",
        ),
        ([-100.0, 60.0], "By the end of year 1 40 CNY of the money is not back"),
        ([0.0, 60.0], "The change costs no money in any year; by the end of year 1 it has brought 60 CNY"),
    ],
)
def test_it_says_when_the_money_is_back(cash: list[float], finding: str) -> None:
    assert cash_chart(range(len(cash)), cash, Reader("en")).finding == finding


def test_columns_and_line_are_of_the_same_money() -> None:
    chart = cash_chart([0, 1, 2], [-100.0, 60.0, 60.0], Reader("en"))
    heights = [float(h) for h in re.findall(r'height="([\d.]+)" fill="#8CC7BF"', chart.drawing.svg())][1:]
    assert heights == pytest.approx([heights[0], 0.6 * heights[0], 0.6 * heights[0]], rel=1e-2)
    assert chart.data is not None
    assert [series.values for series in chart.data.series] == [[-100.0, 60.0, 60.0], [-100.0, -40.0, 20.0]]
