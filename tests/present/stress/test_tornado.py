"""The tornado: a row an assumption with both ends, its label and reason; bars as long as it moves the figure."""

from __future__ import annotations

import re
from functools import cache

import pytest

from siteplan.evaluate import Plan, evaluate
from siteplan.pipeline import choose, lay_groundwork
from siteplan.present.files.plan_json import plan_dict
from siteplan.present.reports.report_html import report_html
from siteplan.present.stress.tornado import tornado_charts, tornado_frame
from siteplan.present.text.reader import Reader
from siteplan.study.uncertain.factor_spec import FactorRange
from siteplan.study.uncertain.range_spec import Range
from tests.markets import grid_market, study

RANGES = (
    FactorRange(of="margin", low=0.5, high=1.2, source="[D] from last year's prices"),
    FactorRange(of="demand", low=0.8, high=1.1, name="Sales of the market", source="[A] a guess"),
)


@cache
def made() -> Plan:
    asked = study().model_copy(
        update={"ranges": RANGES, "figure_ranges": (Range(path=("trade_area", "outside"), low=0.45, high=0.55),)}
    )
    return evaluate(choose(lay_groundwork(asked, grid_market(1))))


def test_each_assumption_is_a_row_with_the_figures_at_both_ends_its_label_and_reason() -> None:
    frame = tornado_frame(made(), Reader("en")).set_index("assumption")
    assert [*frame.index] == ["ranges.demand", "trade_area.outside", "ranges.margin"]  # margins sell nothing more
    demand, won = frame.loc["ranges.demand"], made().kpis.capture
    assert (demand["low"], demand["planned"], demand["high"], demand["label"]) == (0.8, 1.0, 1.1, "A")
    assert demand["name"] == "Sales of the market"
    assert [demand["capture_low"], demand["capture_planned"], demand["capture_high"]] == pytest.approx(
        [0.8 * won, won, 1.1 * won]
    )
    margin = frame.loc["ranges.margin"]
    assert (margin["label"], margin["source"]) == ("D", "[D] from last year's prices")
    assert margin["capture_low"] == margin["capture_high"] == pytest.approx(won)
    assert plan_dict(made())["tornado"][0]["npv_high"] == pytest.approx(demand["npv_high"])


@pytest.mark.parametrize("language", ["en", "zh-Hans"])
def test_bars_are_as_long_as_an_assumption_moves_the_figure_and_what_does_not_is_left_out(language: str) -> None:
    reader = Reader(language)
    won, worth = tornado_charts(made(), reader)
    widths = [float(x) for x in re.findall(r'width="([\d.]+)" height="12.0"', "".join(won.drawing.parts))]
    assert len(widths) == 4  # of demand and the outside option, not of the margin
    assert widths[0] / widths[1] == pytest.approx(2.0, rel=1e-2)  # a fifth less is twice a tenth more
    assert "Sales of the market" in won.finding
    assert "ranges." not in "".join(worth.drawing.parts)
    assert worth.finding in report_html(made(), reader)
    assert won.data is not None
    assert won.data.base == (made().ranges.base or {})["capture"]
    ends = [(low.figures["capture"], high.figures["capture"]) for low, high in made().ranges.by_width_of("capture")[:2]]
    assert list(zip(*(series.values for series in won.data.series), strict=True)) == ends


def test_without_ranges_nothing_is_drawn() -> None:
    plan = evaluate(choose(lay_groundwork(study(), grid_market(1))))
    assert tornado_charts(plan, Reader("en")) == []
    assert tornado_frame(plan, Reader("en")).empty
