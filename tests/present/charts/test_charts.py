"""Charts show the numbers they name, at the right lengths."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace

import pandas as pd
import pytest

from siteplan.evaluate import Plan
from siteplan.present.charts.chart_search import search_chart
from siteplan.present.charts.charts import coverage_chart, gain_chart
from siteplan.present.charts.svg import Drawing, text
from siteplan.present.maps.map_figure import coverage_figure
from siteplan.present.text.reader import Reader
from tests.worlds import HOSTILE, tiny_plan


@pytest.fixture(scope="module")
def plan() -> Plan:
    return tiny_plan()


def test_bars_are_as_long_as_their_shares(plan: Plan) -> None:
    chart = coverage_chart(plan, Reader("en"))
    assert chart.finding == "Rural: coverage rises most, from 0 % to 72 %"
    bars = [
        float(w) for w in re.findall(r'<rect x="120.0" y="\d+\.\d" width="([\d.]+)" height="12.0"', chart.drawing.svg())
    ]
    covered = [
        plan.baseline.coverage.all,
        plan.kpis.coverage.all,
        plan.baseline.coverage.rural,
        plan.kpis.coverage.rural,
    ]
    assert [bar / 460 for bar in bars[:4]] == pytest.approx(covered, abs=1e-3)


def test_coverage_that_does_not_rise_is_not_said_to(plan: Plan) -> None:
    assert coverage_chart(replace(plan, kpis=plan.baseline), Reader("en")).finding == "Coverage does not change"


@pytest.mark.parametrize(
    ("gains", "finding"),
    [
        ([90.0, 5.0, 5.0], "The best site brings 90 % of the gain"),
        ([50.0, 30.0, 20.0], "The best 2 sites bring 80 % of the gain"),
        ([1.0, 1.0, 1.0], "The best 3 sites bring 100 % of the gain"),
    ],
)
def test_how_few_bring_most(plan: Plan, gains: list[float], finding: str) -> None:
    chart = gain_chart(replace(plan, sites=plan.sites.assign(net_new=gains)), Reader("en"))
    assert chart is not None
    assert chart.finding == finding


def test_no_chart_without_gain(plan: Plan) -> None:
    assert gain_chart(replace(plan, sites=plan.sites.iloc[:0]), Reader("en")) is None
    assert gain_chart(replace(plan, sites=plan.sites.assign(net_new=0.0)), Reader("en")) is None


def test_the_bound_never_crosses_the_plan(plan: Plan) -> None:
    chart = search_chart(plan, Reader("en"))
    assert chart is not None
    lines = re.findall(r'<path d="M([^"]+)" fill="none"', chart.drawing.svg())
    bound, value = ([tuple(map(float, point.split())) for point in line.split("L")] for line in lines)
    assert min(y for _, y in value) >= max(y for _, y in bound[-1:])  # pixels count downwards
    assert [y for _, y in bound] == sorted(y for _, y in bound)  # it only falls
    assert [y for _, y in value] == sorted((y for _, y in value), reverse=True)  # it only rises


def test_the_axis_of_a_search_counts_seconds_in_the_readers_language(plan: Plan) -> None:
    for language, unit in (("en", "s"), ("zh-Hans", "秒")):
        chart = search_chart(plan, Reader(language))
        assert chart is not None
        ends = re.findall(r'text-anchor="middle"[^>]*>([^<]+)<', chart.drawing.svg())
        assert [end.split(" ")[1] for end in ends] == [unit, unit]


def test_no_chart_has_english_words_or_units_in_chinese(plan: Plan) -> None:
    charts = [draw(plan, Reader("zh-Hans")) for draw in (coverage_chart, gain_chart, search_chart, coverage_figure)]
    places = {*plan.zones["city"], *plan.zones["county"]}
    for chart in charts:
        assert chart is not None
        said = [*re.findall(r">([^<]+)</text>", chart.drawing.svg()), chart.finding, chart.measure]
        said = [text for text in said if text not in places]  # a map names them as the study does
        assert not [text for text in said if re.search(r"[A-Za-z]", text)]


def test_a_search_of_one_step_has_no_chart(plan: Plan) -> None:
    one = replace(plan.proof, trace=plan.proof.trace.iloc[:1])
    none = replace(plan.proof, trace=pd.DataFrame())
    assert search_chart(replace(plan, proof=one), Reader("en")) is None
    assert search_chart(replace(plan, proof=none), Reader("en")) is None


def test_one_map_of_today_and_the_plan(plan: Plan) -> None:
    figure = coverage_figure(plan, Reader("en"))
    # Newly covered are 21 zones: what is covered with the plan and not today.
    newly = plan.zones["covered"] & ~plan.zones["covered_before"]
    people = plan.zones.loc[newly, "population"].sum()
    assert figure.finding == f"{people / 1000:.0f} k people come within reach, 78 k of them rural"  # 13 x 6,000
    drawing = figure.drawing.svg()
    layers = Counter(re.findall(r'data-layer="(site:\w+)', drawing))
    assert layers == {"site:own": 2 + 2, "site:new": 3 + 2}  # two own formats and two new ones are in the legend, too
    assert len(drawing) < 20_000


def test_nobody_new_within_reach_is_said(plan: Plan) -> None:
    zones = plan.zones.assign(covered=plan.zones["covered_before"])
    assert (
        coverage_figure(replace(plan, zones=zones), Reader("en")).finding
        == "The plan brings no more people within reach"
    )


def test_text_in_a_drawing_is_escaped() -> None:
    drawing = Drawing(10, 10, [text(0, 0, HOSTILE)], HOSTILE).svg()
    assert "<img" not in drawing
    assert "<script" not in drawing


def test_a_chart_has_the_figures_that_it_draws(plan: Plan) -> None:
    """So that a slide's own chart of them says what the report's drawing says."""
    covered = coverage_chart(plan, Reader("en")).data
    assert covered is not None
    assert covered.categories[:2] == ("All", "Rural")
    assert [list(series.values[:2]) for series in covered.series] == [
        [plan.baseline.coverage.all, plan.baseline.coverage.rural],
        [plan.kpis.coverage.all, plan.kpis.coverage.rural],
    ]
    gained = gain_chart(replace(plan, sites=plan.sites.assign(net_new=[50.0, 30.0, 20.0])), Reader("en"))
    assert gained is not None
    assert gained.data is not None
    assert gained.data.series[0].values == pytest.approx([0.0, 0.5, 0.8, 1.0])
    assert (gained.data.series[1].x, gained.data.series[1].labels) == ([2], ["80 % · 2 sites"])
    search = search_chart(plan, Reader("en"))
    assert search is not None
    assert search.data is not None
    assert list(search.data.series[0].values) == plan.proof.trace["bound"].tolist()
