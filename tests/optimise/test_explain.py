"""What an option is worth and what a rejected one lacks agree with solving anew."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from siteplan.optimise import Budget, SolveStatus, solve
from siteplan.optimise.explain import entry_prices, marginal_curve, removal_values, runner_up_formats, with_status
from tests.optimise.small import draw
from tests.optimise.test_solve import EXACT, city

NEAR = 1e-5
SEEDS = st.integers(0, 2**32 - 1)


@settings(max_examples=60)
@given(SEEDS)
def test_against_every_plan(seed: int) -> None:
    small = draw(seed)
    plans = small.plans()
    if len(plans) == 0:
        return
    problem, values = small.problem(), small.values(plans)
    selection = solve(problem, gap=EXACT)
    is_open = selection.open.to_numpy()
    scale = max(1.0, abs(values).max())
    removed = removal_values(problem, selection, resolve=True, gap=EXACT)
    for option in np.flatnonzero(is_open):
        others = values[~plans[:, option]]
        expected = values.max() - others.max() if len(others) and not problem.required[option] else np.inf
        if not problem.required[option]:
            assert removed.loc[option, "replaced"] == pytest.approx(expected, abs=1e-5 * scale)
    closed = np.flatnonzero(~is_open & ~problem.barred)
    prices = entry_prices(problem, selection, closed.tolist(), gap=EXACT)
    for option in closed:
        with_it = values[plans[:, option]]
        expected = values.max() - with_it.max() if len(with_it) else np.inf
        assert prices.loc[option, "price"] == pytest.approx(expected, abs=1e-5 * scale)


@pytest.mark.parametrize("seed", [0, 1])
def test_sampled_sites_agree_with_full_solves(seed: int) -> None:
    """Sites of a plan closed by force; rejected ones made worth just more and just less than asked."""
    market = city(40, 10, seed)
    costs = market.options["cost"].to_numpy()
    problem = replace(market, rules=[Budget(0.2 * costs.sum())])
    selection = solve(problem, gap=NEAR, time_limit=60.0)
    assert selection.status is SolveStatus.OPTIMAL
    is_open = selection.open.to_numpy()
    r = np.random.default_rng(seed)
    opened = r.permutation(np.flatnonzero(is_open))[:8].tolist()
    removed = removal_values(problem, selection, opened, resolve=True, gap=NEAR)
    for option in opened:
        anew = solve(with_status(problem, option, "forbidden"), gap=NEAR)
        assert removed.loc[option, "replaced"] == pytest.approx(selection.objective - anew.objective, abs=1e-3)
        assert removed.loc[option, "removed"] >= removed.loc[option, "replaced"] - 1e-3
    closed = r.permutation(np.flatnonzero(~is_open))[:8].tolist()
    prices = entry_prices(problem, selection, closed, gap=NEAR)
    for option in closed:
        price = prices.loc[option, "price"]
        for times, enters in ((0.98, False), (1.02, True)):
            worth = np.zeros(len(costs))
            worth[option] = times * price + (1e-3 if enters else -1e-3)
            assert solve(replace(problem, fixed_value=worth), gap=NEAR).open[option] == enters


def test_the_marginal_curve_ends_at_the_plan() -> None:
    problem = replace(city(60, 10), rules=[Budget(12.0)])
    selection = solve(problem, gap=1e-4)
    curve = marginal_curve(problem, selection)
    assert set(curve.index) == set(selection.open.index[selection.open])
    assert curve["value"].iloc[-1] == pytest.approx(selection.objective)
    assert (np.diff(curve["gain"]) <= 1e-9).all()  # gains fall: each is the largest left, beside ever more others


def test_the_runner_up_is_the_next_best_format_of_the_site() -> None:
    small = draw(5, n_rules=0)
    problem = small.problem()
    selection = solve(problem, gap=EXACT)
    second = runner_up_formats(problem, selection)
    for option, line in second.iterrows():
        mates = np.flatnonzero((problem.site_of == problem.site_of[option]) & ~problem.barred)
        mates = mates[mates != option]
        assert (line["runner_up"] in mates) == (len(mates) > 0 and not problem.required[option])
        if len(mates) and not problem.required[option]:
            assert line["loss"] >= -1e-9
