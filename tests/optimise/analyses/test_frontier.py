"""Points along a limit are those of single runs, and never contradict each other."""

from dataclasses import replace

import numpy as np
import pytest

from siteplan.errors import ProblemError
from siteplan.optimise import Budget, Count, CoverageFloor, SolveStatus, ZeroCapture, solve
from siteplan.optimise.analyses.frontier import frontier
from tests.optimise.test_solve import EXACT, city


def test_budget_against_value() -> None:
    problem = city(60, 10)
    budgets = [0.3 * problem.rules[0].limit, 2 * problem.rules[0].limit, problem.rules[0].limit]
    problem = replace(problem, rules=[problem.rules[0]])
    curve = frontier(problem, problem.rules[0].name, budgets, gap=EXACT)
    assert curve.points["limit"].tolist() == sorted(budgets)
    assert (np.diff(curve.points["value"]) >= 0).all()
    assert (curve.points["bound"] >= curve.points["value"]).all()
    for limit, value in zip(curve.points["limit"], curve.points["value"], strict=True):
        assert value == pytest.approx(solve(replace(problem, rules=[Budget(limit)]), gap=EXACT).objective, rel=1e-6)


def test_cost_against_coverage_up_to_where_no_plan_exists() -> None:
    problem = city(80, 12)
    floor = next(rule for rule in problem.rules if isinstance(rule, CoverageFloor))
    bare = replace(
        problem,
        capture=ZeroCapture(problem.n_options, problem.n_zones),
        rules=[floor],
        fixed_value=-problem.options["cost"].to_numpy(),
    )
    most = floor.reports(problem.options, np.ones(problem.n_options, dtype=bool))[0].achieved
    curve = frontier(bare, floor.name, [0.5 * most, most, 1.0], gap=EXACT).points
    assert most < 1.0
    assert curve["status"].tolist() == [SolveStatus.OPTIMAL, SolveStatus.OPTIMAL, SolveStatus.INFEASIBLE]
    assert curve["value"][0] >= curve["value"][1]


def test_a_start_changes_the_way_and_not_the_answer() -> None:
    problem = replace(city(80, 12), rules=[Budget(12.0)])
    first = solve(problem, gap=1e-4)
    again = solve(problem, gap=1e-4, start=first)
    assert again.objective == pytest.approx(first.objective, rel=1e-4)
    assert again.trace[1].value == first.objective


@pytest.mark.parametrize("name", ["nothing", "both"])
def test_limits_that_cannot_be_moved_are_refused(name: str) -> None:
    problem = replace(city(20, 4), rules=[Count(at_least=0, at_most=2, name="both")])
    with pytest.raises(ProblemError, match=name):
        frontier(problem, name, [1.0])
