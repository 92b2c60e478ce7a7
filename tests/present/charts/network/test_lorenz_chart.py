"""How access is spread: said by the coefficients, drawn as the curves."""

from __future__ import annotations

from dataclasses import replace

import pytest

from siteplan.evaluate import Plan
from siteplan.present.charts.network.lorenz_chart import lorenz_chart
from siteplan.present.text.reader import Reader
from tests.worlds import tiny_plan


def spread(before: float, after: float) -> Plan:
    """Access 1 in the first half of the zones, and so much in the others."""
    zones = tiny_plan().zones.assign(population=1.0)
    first = [n < len(zones) // 2 for n in range(len(zones))]
    columns = {name: [1.0 if one else x for one in first] for name, x in (("access_before", before), ("access", after))}
    return replace(tiny_plan(), zones=zones.assign(**columns))


@pytest.mark.parametrize(
    ("before", "after", "finding"),
    [
        (0.0, 1.0, "Access is spread more evenly: Gini coefficient from 0.50 to 0.00"),
        (1.0, 0.0, "Access is spread less evenly: Gini coefficient from 0.00 to 0.50"),
        (0.0, 0.0, "Access is spread as evenly as today: Gini coefficient 0.50"),
    ],
)
def test_it_says_whether_access_is_spread_more_evenly(before: float, after: float, finding: str) -> None:
    """Half of all people have everything: the curve is nothing to the middle, and the coefficient a half."""
    chart = lorenz_chart(spread(before, after), Reader("en"))
    assert chart is not None
    assert chart.finding == finding


def test_the_worst_reached_half_is_told_and_figures_are_those_drawn() -> None:
    chart = lorenz_chart(spread(0.0, 1 / 3), Reader("en"))  # 1/3 of 4/3: a quarter
    assert chart is not None
    assert "has 0 % → 25 % of all access" in chart.drawing.svg()
    assert chart.data is not None
    today, then, alike = chart.data.series
    assert (today.values[25], then.values[25]) == pytest.approx((0.0, 0.25))
    assert (then.x[25], alike.values) == (0.5, [0.0, 1.0])


def test_a_network_from_nothing_and_none_at_all() -> None:
    zones = spread(0.0, 0.0).zones
    new = replace(tiny_plan(), zones=zones.assign(access_before=0.0))
    chart = lorenz_chart(new, Reader("en"))
    assert chart is not None
    assert chart.finding == "Nobody has access today; with the plan its Gini coefficient is 0.50"
    assert lorenz_chart(replace(new, zones=zones.assign(access=0.0)), Reader("en")) is None
