"""What is asked along a study's curves: the limits, the rules that stay, and the ends."""

from functools import partial
from itertools import product

import numpy as np
import pytest

from siteplan.formulate.curves import budget_question, coverage_question
from siteplan.groundwork import Groundwork
from siteplan.optimise import Budget, SiteProblem, ZeroCapture, solve
from siteplan.optimise.heuristics.feasible import Feasible
from tests.worlds import tiny_ground

EXACT = partial(solve, gap=1e-7)
SITES = {"kind": "count", "at_most": 3, "name": "Sites"}
FLOOR = {"kind": "coverage", "function": "sale", "area": "rural", "at_least": 0.6, "name": "Rural sales"}


def all_plans(problem: SiteProblem) -> np.ndarray:
    """Every plan that meets the rules: (n_plans, n_options)."""
    choices = [[-1, *np.flatnonzero(problem.site_of == site)] for site in range(problem.site_of.max() + 1)]
    plans = (np.array(list(product(*choices)))[:, :, None] == np.arange(problem.n_options)).any(axis=1)
    feasible = Feasible(problem)
    return np.array([plan for plan in plans if feasible.holds(plan)])


def ground(*rules: dict) -> Groundwork:
    return tiny_ground(rules=list(rules))


def test_budgets_are_parts_and_multiples_of_the_studys_own() -> None:
    malls = {"kind": "budget", "at_most": 4e6, "format": "mall", "name": "Malls"}
    question = budget_question(ground({"kind": "budget", "at_most": 20e6, "name": "All"}, malls), 6, EXACT)
    assert (question.rule, question.asked) == ("#1", 20e6)
    assert [limit for limit, _ in question.ladder] == pytest.approx([5e6, 10e6, 15e6, 20e6, 25e6, 30e6])
    for limit, problem in question.ladder:  # the other budget moves alike
        assert [rule.limit for rule in problem.rules] == pytest.approx([limit, limit / 5])


@pytest.mark.parametrize("points", [2, 3, 5, 8])
def test_the_studys_own_budget_is_always_among_them(points: int) -> None:
    question = budget_question(ground({"kind": "budget", "at_most": 7e6}), points, EXACT)
    limits = [limit for limit, _ in question.ladder]
    assert 7e6 in limits
    assert limits == sorted(limits)


def test_without_a_budget_it_runs_from_the_cheapest_plan_to_the_best_at_any_price() -> None:
    here = ground(SITES, FLOOR)
    question = budget_question(here, 4, EXACT)
    problem = question.ladder[0][1]
    free = all_plans(SiteProblem(problem.options, problem.capture, problem.rules[:-1]))
    costs = free @ here.options["capex"].to_numpy()
    best = max(free, key=problem.value)
    limits = [limit for limit, _ in question.ladder]
    assert limits == pytest.approx(np.linspace(costs.min(), best @ here.options["capex"], 4))
    assert np.isnan(question.asked)


def test_a_market_where_nothing_has_to_open_starts_above_nothing() -> None:
    """The cheapest plan opens no site; a budget of nothing is no rule."""
    limits = [limit for limit, _ in budget_question(ground(SITES), 4, EXACT).ladder]
    assert len(limits) == 3
    assert min(limits) > 0


def test_shares_run_from_the_cheapest_plan_to_the_most_any_plan_covers() -> None:
    here = ground({"kind": "budget", "at_most": 2e6}, SITES, FLOOR)
    question = coverage_question(here, 4, EXACT)
    assert (question.rule, question.asked) == ("#3", 0.6)
    tightest = question.ladder[0][1]
    assert not any(isinstance(rule, Budget) for rule in tightest.rules)
    assert isinstance(tightest.capture, ZeroCapture)
    sites, floor = tightest.rules
    plans = all_plans(SiteProblem(tightest.options, tightest.capture, [sites]))
    shares = [floor.reports(tightest.options, plan)[0].achieved for plan in plans]
    asked = [share for share, _ in question.ladder]
    assert asked == sorted(asked, reverse=True)
    assert 0.6 in asked
    assert max(asked) == pytest.approx(max(shares), abs=1e-3)
    assert min(asked) == pytest.approx(shares[int(np.argmin(plans @ here.options["capex"].to_numpy()))], abs=1e-3)


def test_a_share_that_no_plan_reaches_is_asked_all_the_same() -> None:
    """The two sites at most reach less than all rural people; the study asks for all of them."""
    question = coverage_question(ground(SITES | {"at_most": 1}, FLOOR | {"at_least": 1.0}), 3, EXACT)
    shares = [share for share, _ in question.ladder]
    assert shares[0] == 1.0
    assert len(shares) == 4
    assert shares[1] < 1.0


def test_without_a_coverage_rule_all_people_are_asked_for() -> None:
    here = ground(SITES)
    question = coverage_question(here, 3, EXACT)
    assert np.isnan(question.asked)
    assert question.study.plan.rules[-1].area == "all"
    assert question.study.plan.rules[-1].function == here.study.plan.coverage
