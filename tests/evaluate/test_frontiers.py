"""Curves of a study: each point is the best plan under its limit, proven, and counted by the full model."""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest

from siteplan.evaluate import Curve, Effort, Frontiers, study_frontiers
from siteplan.evaluate import frontiers as module
from siteplan.formulate.site_problem import site_problem
from siteplan.optimise import Selection
from siteplan.pipeline import choose
from tests.formulate.test_curves import FLOOR, SITES, all_plans
from tests.worlds import tiny_ground

EXACT = Effort(points=4, gap=1e-6)
BUDGET = {"kind": "budget", "at_most": 10e6, "name": "Budget"}


@pytest.fixture(autouse=True, scope="module")
def no_files() -> Iterator[None]:
    """The study of these tests has no files to be told apart by."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "input_hash", lambda study: "abc")
        yield


@pytest.fixture(scope="module")
def usual(no_files: None) -> Frontiers:
    return study_frontiers(tiny_ground(rules=[BUDGET, SITES, FLOOR]), EXACT)


def budget_curve(rules: list[dict], effort: Effort = EXACT, **plan: object) -> Curve:
    """The first curve alone: stopped when the second begins."""
    second: list[str] = []

    def tell(curve: str, limit: float, selection: Selection) -> None:
        second.extend([curve] if curve != "budget" else [])

    return study_frontiers(tiny_ground(rules=rules, **plan), effort, lambda: bool(second), tell).curves[0]


def honest(curve: Curve) -> None:
    """The bound lies beyond every value, and looser limits are never worse."""
    points, sign = curve.found, -1 if curve.goal.least else 1
    room = 1e-9 * points["value"].abs()
    assert (sign * (points["bound"] - points["value"]) >= -room).all()
    assert (np.diff(points["value"]) >= 0).all()  # more money wins more; more coverage costs more


def test_budget_points_are_the_plans_of_single_runs(usual: Frontiers) -> None:
    budget = usual.curves[0]
    honest(budget)
    for point in budget.points.to_dict("records"):
        alone = tiny_ground(rules=[BUDGET | {"at_most": point["limit"]}, SITES, FLOOR], gap=1e-6)
        assert point["value"] == pytest.approx(choose(alone).selection.objective, rel=1e-6)
        assert point["figure"] == pytest.approx(point["value"])
        assert point["capex"] <= point["limit"] * (1 + 1e-9)


def test_coverage_points_cost_the_least_of_all_plans(usual: Frontiers) -> None:
    curve = usual.curves[1]
    honest(curve)
    problem = site_problem(tiny_ground(rules=[SITES, FLOOR]))
    plans = all_plans(replace(problem, rules=problem.rules[:1]))
    shares = np.array([problem.rules[1].reports(problem.options, plan)[0].achieved for plan in plans])
    capex = plans @ problem.options["capex"].to_numpy()
    for point in curve.points.to_dict("records"):
        assert point["value"] == pytest.approx(capex[shares >= point["limit"] - 1e-9].min())
        assert point["capex"] == point["value"]
        assert point["coverage_rural"] >= point["limit"] - 1e-9


def test_a_limit_without_a_plan_says_so_and_the_others_go_on() -> None:
    """No rural site costs less than 1.3 m, and a quarter of 2 m is less."""
    budget = budget_curve([BUDGET | {"at_most": 2e6}, FLOOR])
    assert budget.points["status"].tolist() == ["infeasible", *["optimal"] * 3]
    assert budget.points.loc[0, ["value", "bound", "sites", "capex", "figure"]].isna().all()
    assert budget.points.loc[1:, "value"].notna().all()
    assert np.isnan(budget.points["marginal"][1])


def test_what_a_step_brings_lies_within_what_the_bounds_leave() -> None:
    points = budget_curve([BUDGET, SITES, FLOOR], Effort(points=5, gap=0.05)).points
    step = points.iloc[2]["value"] - points.iloc[1]["value"]
    million = (points["limit"][2] - points["limit"][1]) / 1e6
    assert points["marginal"][2] == pytest.approx(step / million)
    later = points.iloc[1:]
    assert (later["marginal_least"] >= 0).all()
    assert (later["marginal_least"] <= later["marginal"] + 1e-9).all()
    assert (later["marginal"] <= later["marginal_most"] + 1e-9).all()
    assert (later["kept"] <= points["sites"].shift()[1:]).all()


@pytest.mark.parametrize("objective", ["minutes", "cost", "sites"])
def test_less_is_better_where_the_goal_says_so(objective: str) -> None:
    budget = budget_curve([BUDGET, SITES, FLOOR], Effort(points=3, gap=1e-6), objective=objective)
    assert budget.goal.least
    assert (budget.points["bound"] <= budget.points["value"] + 1e-9).all()
    assert (np.diff(budget.points["value"]) <= 1e-9).all()
    assert budget.points["figure"].to_numpy() == pytest.approx(budget.points["value"].to_numpy())


def test_profit_with_mixed_margins_is_told_as_the_full_model_counts_it() -> None:
    budget = budget_curve([BUDGET, SITES, FLOOR], Effort(points=3), objective="profit").points
    assert budget["value"].to_numpy() == pytest.approx(budget["figure"].to_numpy())
    assert (budget["bound"] >= budget["value"]).all()


def test_stopped_it_keeps_the_points_found_so_far() -> None:
    heard: list[float] = []

    def tell(curve: str, limit: float, selection: Selection) -> None:
        heard.append(limit)

    made = study_frontiers(tiny_ground(rules=[BUDGET, FLOOR]), EXACT, lambda: len(heard) == 2, tell)
    assert made.cancelled
    assert [curve.name for curve in made.curves] == ["budget"]
    assert made.curves[0].points["limit"].tolist() == heard


def test_stopped_before_the_first_point_there_is_no_curve() -> None:
    made = study_frontiers(tiny_ground(rules=[BUDGET, FLOOR]), EXACT, lambda: True)
    assert (made.cancelled, made.found, made.curves) == (True, False, ())
