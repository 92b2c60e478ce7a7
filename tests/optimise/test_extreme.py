"""Numbers from 1e-12 to 1e12, mixed: no false status, no crash, no bound below an optimum, no rule broken."""

from collections.abc import Sequence

import numpy as np
import pandas as pd
import pytest
import scipy.sparse as sp
from hypothesis import given, settings
from hypothesis import strategies as st

from siteplan.optimise import (
    Budget,
    CannibalisationCap,
    HuffCapture,
    NearestCapture,
    RequiredSites,
    Selection,
    SiteProblem,
    SolveStatus,
    ZeroCapture,
    solve,
)
from tests.examples import thorough
from tests.optimise.extreme import GAP, draw_extreme, judged

FEW, MANY = 60, 9000
EXACT = 1e-7
SEEDS = st.integers(0, 2**32 - 1)


@settings(max_examples=MANY if thorough() else FEW)
@given(SEEDS)
def test_extreme_problems_are_answered_as_by_trying_every_plan(seed: int) -> None:
    """60 problems in the ordinary profile, 9,000 in the thorough one, each against all of its plans."""
    small = draw_extreme(seed)
    assert judged(small, solve(small.problem(), gap=GAP)).wrong == ""


@pytest.mark.parametrize("seed", [20294, 22508, 24792, 25134, 2261038677])
def test_problems_that_were_once_answered_wrongly(seed: int) -> None:
    """Rules on captures beside sums of 1e9, needs among sites that nothing captures, a floor all but out of reach."""
    small = draw_extreme(seed)
    assert judged(small, solve(small.problem(), gap=GAP)).wrong == ""


def test_worths_far_from_0_that_hardly_differ_do_not_make_a_problem_impossible() -> None:
    """Site a has to open, in either format: it wins 1e-9 of a market that rivals and own sites share already."""
    options = pd.DataFrame({"site": ["a", "a"], "format": ["f", "g"]})
    capture = HuffCapture(sp.csr_array([[0.0, 3e-10]]), np.ones(1), np.array([8e8]), np.ones(1))
    selection = solve(SiteProblem(options, capture, [RequiredSites(["a"])]), gap=GAP)
    assert selection.status is SolveStatus.OPTIMAL
    assert selection.objective == pytest.approx(4e8)


def test_a_plan_that_just_meets_a_limit_is_not_barred_by_rounding() -> None:
    """Sales of 1e10 a site and a limit on what it may lose that one opening just meets, by the sums of the rule."""
    n = 6
    utility = np.linspace(0.3, 0.8, n)[np.newaxis, :]
    capture = HuffCapture(sp.csr_array(utility), np.array([0.7]), np.array([1e10]), np.array([0.9]))
    options = pd.DataFrame({"site": np.arange(n), "format": "f"})
    own, rule = np.array([[0.9]]), CannibalisationCap
    for first in range(n):
        plan = np.arange(n) == first
        limit = float(rule(capture, own, 1e10, share=False).taken(plan)[0])
        problem = SiteProblem(
            options, ZeroCapture(n, 1), [rule(capture, own, limit * (1 - 1e-15), share=False)], plan * 1e-7
        )
        selection = solve(problem, gap=GAP)
        assert (selection.status, selection.open.tolist()) == (SolveStatus.OPTIMAL, plan.tolist())


def optimum(options: pd.DataFrame, capture: object, fixed: Sequence[float], gap: float = EXACT) -> Selection:
    selection = solve(SiteProblem(options, capture, [], np.array(fixed, dtype=float)), gap=gap)
    assert selection.status is SolveStatus.OPTIMAL
    assert selection.bound >= selection.objective
    return selection


@pytest.mark.parametrize("gap", [1e-7, 1e-4, 1e-2])
@pytest.mark.parametrize("status", ["candidate", "forbidden"])
def test_costs_far_below_what_is_captured_leave_the_plans_there_are(gap: float, status: str) -> None:
    """The third option alone wins 1 / 2002 more and 1 of its own: 2 / 2002 + 1; what the first one adds is less.

    Of two sites the first brings 6e-6 / 2002 = 3e-9 and costs 5e-10: both open at the finest gap.
    """
    options = pd.DataFrame(
        {"site": ["a", "b", "b"], "format": ["f", "f", "g"], "status": ["candidate", status, status]}
    )
    options.loc[2, "status"] = "candidate"
    utility = sp.csr_array([[6e-6, 3e-8, 1.0], [1.0, 0.0, 1.0]])
    capture = HuffCapture(utility, np.array([2000.0, 0.0]), np.array([1.0, 0.0]), np.array([1.0, 1.0]))
    selection = optimum(options, capture, [-5e-10, 0.0, 1.0], gap)
    assert selection.objective == pytest.approx(1 + 2 / 2002, rel=1e-8)
    assert bool(selection.open[2])


@pytest.mark.parametrize("cost", [5e-10, 1e-9, 1e-8, 1e-6, 1e-3])
def test_a_cost_counts_however_small_it_is(cost: float) -> None:
    """The first site adds 6e-6 * 2000 / 2002^2 = 2.994e-9: it opens below that cost, at a gap that can tell."""
    options = pd.DataFrame({"site": ["a", "b"], "format": "f"})
    capture = HuffCapture(sp.csr_array([[6e-6, 1.0]]), np.array([2000.0]), np.array([1.0]), np.array([1.0]))
    selection = optimum(options, capture, [-cost, 1.0], 1e-12)
    assert selection.open.tolist() == [cost < 2.994e-9, True]


@pytest.mark.parametrize(
    ("far", "near"), [(1e8, 1e-8), (1e4, 1e-8), (90, 1e-9), (90, 1e-12), (90, 1e-15), (1e6, 1e-6), (1e12, 1e-12)]
)
def test_minutes_of_very_different_size(far: float, near: float) -> None:
    """The one site serves the second zone in `near` minutes, which are `far` without it; the first has 0 already."""
    minutes = sp.csr_array([[far], [near]])
    capture = NearestCapture(minutes, np.ones(2), np.array([0.0, np.inf]))
    selection = optimum(pd.DataFrame({"site": ["a"], "format": "f"}), capture, [0.0])
    assert selection.open.tolist() == [True]
    assert selection.objective == pytest.approx(-near, abs=1e-15 * far)


@pytest.mark.parametrize("size", [1e8, 1e10, 1e12])
@pytest.mark.parametrize("sign", [-1.0, 1.0])
def test_fixed_values_far_beyond_what_is_captured_are_proven(size: float, sign: float) -> None:
    """Of the sites with a fixed value of that size all or none open; the two others win 3/4 of a demand of 4.

    With the costly ones open that is 5/6 instead, beside their values: own utility 1, rivals' 1, 1 of each site.
    """
    options = pd.DataFrame({"site": list("abcd"), "format": "f"})
    capture = HuffCapture(sp.csr_array(np.ones((1, 4))), np.ones(1), np.array([4.0]), np.ones(1))
    selection = optimum(options, capture, [0.0, sign * size, 0.0, sign * size])
    assert selection.open.tolist() == [True, sign > 0, True, sign > 0]
    assert selection.objective == pytest.approx(4 * 5 / 6 + 2 * size if sign > 0 else 3.0, rel=1e-12)


def test_a_price_far_beyond_the_budget_does_not_hide_the_others() -> None:
    """A site at 1e15 beside three at 1, 2 and 3 for a budget of 4: the second and the third would cost 5."""
    options = pd.DataFrame({"site": list("abcd"), "format": "f", "cost": [1e15, 1.0, 2.0, 3.0]})
    capture = HuffCapture(sp.csr_array([[9.0, 1.0, 1.5, 2.0]]), np.ones(1), np.ones(1))
    selection = solve(SiteProblem(options, capture, [Budget(4.0)]), gap=EXACT)
    assert selection.status is SolveStatus.OPTIMAL
    assert selection.open.tolist() == [False, True, False, True]
