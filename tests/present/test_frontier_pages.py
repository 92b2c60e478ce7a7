"""The curves as a page, a table and numbers for scripts: what they say is what they hold."""

import json
import re
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from siteplan.evaluate import Curve, Frontiers
from siteplan.evaluate.frontiers import POINT_COLUMNS
from siteplan.present.charts.chart_frontier import frontier_chart
from siteplan.present.files.folder import FRONTIER_FILES, check_folder
from siteplan.present.files.frontier_files import frontiers_dict, write_frontiers
from siteplan.present.model_text.frontier_words import finding, lines, sentences
from siteplan.present.reports.frontier_html import frontiers_html
from siteplan.present.text.reader import Reader
from siteplan.study.objectives import Goal
from tests.worlds import HOSTILE, tiny_study

VEHICLES, CAPEX = Goal("market_share", "vehicles/year"), Goal("cost", "CNY", least=True)


def points(limits: list[float], values: list[float], bounds: list[float]) -> pd.DataFrame:
    """Points of these numbers; a value that is NaN is a point without a plan."""
    table = pd.DataFrame(0.5, index=range(len(limits)), columns=POINT_COLUMNS)
    table = table.assign(limit=limits, value=values, bound=bounds, sites=3.0, kept=[np.nan, *[3.0] * (len(limits) - 1)])
    return table.assign(status=["infeasible" if np.isnan(v) else "optimal" for v in values])


def budget(values: list[float], today: float = 1000.0, goal: Goal = VEHICLES) -> Curve:
    limits = [10e6 * (k + 1) for k in range(len(values))]
    bounds = [value * (0.9 if goal.least else 1.1) for value in values]
    return Curve("budget", tiny_study(), "Budget", 20e6, goal, today, points(limits, values, bounds))


def coverage(values: list[float]) -> Curve:
    limits = [0.5 + 0.1 * k for k in range(len(values))]
    return Curve("coverage", tiny_study(), "Rural sales", 0.6, CAPEX, 0.0, points(limits, values, values))


def both(name: str = "Two cities") -> Frontiers:
    study = tiny_study()
    study = study.model_copy(update={"study": study.study.model_copy(update={"name": name})})
    curves = (budget([np.nan, 1700.0, 1900.0, 2000.0]), coverage([4e6, 6e6, 9e6]))
    return Frontiers(study, VEHICLES, curves, False, (), "abc")


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ([1700.0, 1900.0, 2000.0], "The first 20 m CNY bring 90 % of the gain"),  # 900 of 1,000 vehicles more
        ([np.nan, 1900.0, 2000.0], "The first 20 m CNY bring 90 % of the gain"),
        ([2000.0, 2000.0], "The first 10 m CNY bring 100 % of the gain"),
        ([1000.0, 1000.0], "More than 10 m CNY changes nothing"),
        ([np.nan, np.nan], "No plan was found at any of these limits"),
    ],
)
def test_what_the_first_part_of_a_budget_brings(values: list[float], said: str) -> None:
    assert finding(budget(values), Reader("en")) == said


def test_of_minutes_less_is_the_gain() -> None:
    curve = budget([24.0, 21.0, 20.0], 30.0, Goal("minutes", "min", least=True))
    assert finding(curve, Reader("en")) == "The first 20 m CNY bring 90 % of the gain"  # 9 of 10 minutes saved


def test_a_goal_that_only_costs_has_no_gain() -> None:
    curve = budget([3e6, 2e6], 0.0, Goal("cost", "CNY/year", least=True))
    assert finding(curve, Reader("en")) == "From 10 m CNY to 20 m CNY: from 3,000,000 CNY/year to 2,000,000 CNY/year"


def test_what_the_last_share_costs() -> None:
    assert (
        finding(coverage([4e6, 6e6, 9e6]), Reader("en"))
        == "60 % coverage costs 6 m CNY; the step to 70 % costs 3 m CNY more"
    )
    assert finding(coverage([4e6]), Reader("en")) == "50 % coverage costs 4 m CNY"


def test_what_the_last_step_brings_and_whether_plans_grow_out_of_each_other() -> None:
    step, nested = sentences(budget([1700.0, 1900.0, 2000.0]), Reader("en"))
    assert step.startswith("The last step, from 20 m CNY to 30 m CNY: +0.5 vehicles/year per 1 m CNY")
    assert nested == "2 of 2 steps keep all sites of the plan before them."
    assert sentences(budget([1700.0]), Reader("en")) == []


def test_the_chart_has_a_dot_a_plan_and_the_bound_never_on_the_wrong_side() -> None:
    chart = frontier_chart(budget([np.nan, 1700.0, 1900.0, 2000.0]), Reader("en"))
    drawing = chart.drawing.svg()
    assert chart.data is not None
    value, bound, asked = chart.data.series
    assert (value.x, value.values) == ([2e7, 3e7, 4e7], [1700.0, 1900.0, 2000.0])  # 10 m buys no plan
    assert bound.values == pytest.approx([1870.0, 2090.0, 2200.0])
    assert asked.x == [2e7, 2e7]
    bound, value = (
        [tuple(map(float, point.split())) for point in d.split("L")]
        for d in re.findall(r'<path d="M([^"Z]+)" fill="none"[^>]*>', drawing)[:2]
    )
    assert all(above[1] < below[1] for above, below in zip(bound, value, strict=True))  # pixels count downwards
    assert drawing.count("<circle") == 3 + 1  # and the key
    assert drawing.count("×") == 1 + 1
    left, right = value[0][0], value[-1][0]
    assert value[1][0] == pytest.approx((left + right) / 2, abs=0.1)


def test_a_curve_of_one_point_and_one_without_a_plan_can_be_drawn() -> None:
    for curve in (budget([1700.0]), budget([np.nan]), coverage([0.0])):
        assert "nan" not in frontier_chart(curve, Reader("en")).drawing.svg()


def test_a_bound_of_nothing_leaves_no_gap_to_be_told() -> None:
    curve = coverage([4e6])
    whole = replace(both(), curves=(replace(curve, points=curve.points.assign(bound=0.0, gap=np.inf)),))
    assert "<td>0</td><td>–</td>" in first_row(frontiers_html(whole, Reader("en")))


def first_row(page: str) -> str:
    """The first row of the first table's body."""
    return page.split("<tbody>")[1].split("</tr>", maxsplit=1)[0]


def test_files_hold_every_point_with_its_unit(tmp_path: Path) -> None:
    write_frontiers(both(), tmp_path / "out")
    assert {file.name for file in (tmp_path / "out").iterdir()} == set(FRONTIER_FILES) - {"study.toml"}
    check_folder(tmp_path / "out")  # may be replaced by the next run
    table = pd.read_csv(tmp_path / "out" / "frontier.csv")
    assert table["curve"].tolist() == ["budget"] * 4 + ["coverage"] * 3
    assert table["unit"].tolist() == ["vehicles/year"] * 4 + ["CNY"] * 3
    assert {"limit", "value", "bound", "gap", "status", "seconds", "sites", "capex", "opex", "coverage"} <= {*table}
    record = json.loads((tmp_path / "out" / "frontier.json").read_text("utf-8"))
    assert record["curves"]["budget"]["points"][0]["value"] is None
    assert record["curves"]["coverage"]["less_is_better"]
    assert record == frontiers_dict(both())


def test_the_page_says_what_is_synthetic_and_runs_no_script() -> None:
    page = frontiers_html(both(), Reader("en"))
    assert "Synthetic data: Candidates, Own sites, Competitors" in page
    assert "script-src 'none'" in page
    assert "proven: no plan meets every rule" in page
    assert "Stopped on request" not in page
    assert "Stopped on request" in frontiers_html(replace(both(), cancelled=True), Reader("en"))


def test_the_page_speaks_chinese() -> None:
    page = frontiers_html(both(), Reader("zh-Hans"))
    assert "前 3000 万元带来 90% 的增益" in page
    assert '<html lang="zh-Hans">' in page
    assert not re.findall(r">[^<]*\b(bound|plan|budget|coverage)\b[^<]*<", page.split("<body>")[1])


def test_a_hostile_name_stays_text() -> None:
    page = frontiers_html(both(HOSTILE), Reader("en"))
    assert "<img" not in page
    assert "<script" not in page


def test_lines_for_the_terminal() -> None:
    said = lines(both(), Reader("en"))
    assert said[0] == "Two cities"
    assert "  10 m CNY  proven: no plan meets every rule" in said
    assert "  20 m CNY  1,700 vehicles/year, bound 1,870 vehicles/year; proven within the required gap" in said
