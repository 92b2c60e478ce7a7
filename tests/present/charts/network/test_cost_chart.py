"""Cost per vehicle against sales: what is above the line loses by each vehicle, and is named."""

from __future__ import annotations

import re
from dataclasses import replace

import numpy as np
import pytest

from siteplan.evaluate import Plan
from siteplan.finance.cost_stack import earned_by_vehicle
from siteplan.present.charts.network.cost_chart import cost_chart
from siteplan.present.text.reader import Reader
from tests.worlds import HOSTILE, tiny_plan


def costing(*costs: float, **columns: list[float]) -> Plan:
    return replace(tiny_plan(), sites=tiny_plan().sites.assign(cost_per_vehicle=costs, **columns))


def test_a_vehicle_brings_its_margin() -> None:
    """Margins grow in no year: a vehicle is worth as much whenever it is sold."""
    plan = tiny_plan()
    brings = earned_by_vehicle(plan.business.flows["company"], plan.study.plan.discount_rate)
    margins = [plan.study.formats[name].margin for name in plan.business.sites["format"]]
    assert brings[~np.isnan(brings)] == pytest.approx(np.array(margins)[~np.isnan(brings)])


def test_it_says_at_how_many_sites_a_vehicle_costs_more_than_it_brings() -> None:
    margin = max(spec.margin for spec in tiny_plan().study.formats.values())
    chart = cost_chart(costing(margin * 2, margin / 2, margin * 3), Reader("en"))
    assert chart is not None
    assert chart.finding.startswith("At 2 of 3 new sites that sell a vehicle costs more than the ")
    cheap = cost_chart(costing(margin / 2, margin / 2, margin / 3), Reader("en"))
    assert cheap is not None
    assert cheap.finding.startswith("At none of 3 new sites that sell does a vehicle cost more than the ")


def test_dots_stand_where_their_figures_are_and_costs_go_by_tens() -> None:
    chart = cost_chart(costing(1e4, 1e5, 1e6, capture=[100.0, 200.0, 300.0]), Reader("en"))
    assert chart is not None
    assert chart.data is not None
    figures = [pair for one in chart.data.series if one.tone != "bound" for pair in zip(one.x, one.values, strict=True)]
    assert sorted(figures) == [(100.0, 1e4), (200.0, 1e5), (300.0, 1e6)]
    assert chart.data.by_tens
    assert chart.data.span == (5e3, 1e6)  # what a vehicle brings is a little less than 10,000
    dots = sorted(
        (float(x), float(y))
        for x, y, scale in re.findall(r"translate\(([\d.]+) ([\d.]+)\) scale\(([\d.]+)\)", chart.drawing.svg())
        if scale == "0.420"
    )
    steps = np.diff(np.array(dots), axis=0)
    assert steps[0] == pytest.approx(steps[1], abs=0.2)  # as far to the right, and as far up, each time


def test_only_those_that_lose_are_named_and_names_are_text() -> None:
    plan = tiny_plan()
    candidates = plan.market.candidates.assign(name=HOSTILE)
    named = replace(costing(1e6, 1.0, 2.0), market=replace(plan.market, candidates=candidates))
    chart = cost_chart(named, Reader("en"))
    assert chart is not None
    drawing = chart.drawing.svg()
    assert "<script" not in drawing
    assert "<img" not in drawing
    assert chart.data is not None
    assert len([label for one in chart.data.series for label in one.labels if label]) == 1


def test_no_chart_where_no_new_site_sells_or_earns() -> None:
    assert cost_chart(costing(*[float("nan")] * 3), Reader("en")) is None
    assert cost_chart(replace(tiny_plan(), sites=tiny_plan().sites.iloc[:0]), Reader("en")) is None
