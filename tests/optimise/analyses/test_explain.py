"""What an option is worth and what a rejected one lacks agree with solving anew."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
import scipy.sparse as sp
from hypothesis import given
from hypothesis import strategies as st

from siteplan.optimise import Budget, Count, HuffCapture, Selection, SiteProblem, SolveStatus, solve
from siteplan.optimise.analyses.explain import (
    budget_prices,
    entry_estimates,
    entry_prices,
    marginal_curve,
    removal_values,
    runner_up_formats,
    with_status,
)
from tests.examples import examples, thorough
from tests.optimise.small import draw
from tests.optimise.test_solve import EXACT, city

NEAR = 1e-5
SAMPLED = 15 if thorough() else 5
SEEDS = st.integers(0, 2**32 - 1)


@examples(20, sample=2)
@given(SEEDS)
def test_against_every_plan(seed: int) -> None:
    small = draw(seed)
    plans = small.plans()
    if len(plans) == 0:
        return
    problem, values = small.problem(), small.values(plans)
    selection = solve(problem, gap=EXACT)
    is_open = selection.open.to_numpy()
    near = 1e-5 * max(1.0, abs(values).max())
    removed = removal_values(problem, selection, resolve=True, gap=EXACT)
    for option in np.flatnonzero(is_open & ~problem.required):
        at_site = problem.site_of == problem.site_of[option]
        without = is_open & ~at_site
        line, others = removed.loc[option], values[~plans[:, at_site].any(axis=1)]
        expected = values.max() - others.max() if len(others) else np.inf
        assert line["replaced"] == pytest.approx(expected, abs=near)
        assert line["removed"] == pytest.approx(selection.objective - problem.value(without), abs=near)
        assert (line["breaks"] == ()) == bool((plans == without).all(axis=1).any())
        assert line["breaks"] or line["replaced"] <= line["removed"] + near
    closed = np.flatnonzero(~is_open & ~problem.barred)
    prices = entry_prices(problem, selection, closed.tolist(), gap=EXACT)
    quick = entry_estimates(problem, selection)
    assert quick.index.tolist() == closed.tolist()
    for option in closed:
        with_it = values[plans[:, option]]
        expected = values.max() - with_it.max() if len(with_it) else np.inf
        assert prices.loc[option, "price"] == pytest.approx(expected, abs=near)
        least = quick.loc[option, "least"]  # not known of what breaks a rule by itself
        assert 0 <= least <= expected + near or (np.isnan(least) and expected == np.inf)


def market(seed: int = 0) -> SiteProblem:
    """60 sites in two formats for 200 zones that see few of them: its optimum is proven in a fraction of a second."""
    r = np.random.default_rng(seed)
    zones, sites = r.uniform(0, 100, (200, 2)), r.uniform(0, 100, (60, 2))
    minutes = np.hypot(*(zones[:, None] - sites[None]).transpose(2, 0, 1))
    attraction = np.exp(-0.3 * minutes) * (minutes < 8)
    utility = sp.csr_array(np.repeat(attraction, 2, axis=1) * np.tile([1.0, 1.7], 60))
    options = pd.DataFrame(
        {"site": np.repeat(np.arange(60), 2), "format": ["mall", "dealer"] * 60, "cost": [3.0, 6.0] * 60},
        index=[f"s{site}:{kind}" for site in range(60) for kind in ("mall", "dealer")],
    )
    capture = HuffCapture(utility, np.full(200, 0.2), r.lognormal(0, 1.5, 200))
    return SiteProblem(options, capture, [Budget(60.0), Count(at_most=5, where={"format": "dealer"})])


def test_sampled_sites_agree_with_full_solves() -> None:
    """Opened sites closed by force; rejected ones made worth just less and just more than they are said to lack.

    Fifteen of each in a thorough run.
    """
    problem, r = market(), np.random.default_rng(30)
    selection = solve(problem, gap=NEAR)
    assert selection.status is SolveStatus.OPTIMAL
    near = 2 * NEAR * selection.objective  # what the gaps of two runs leave open
    opened = r.permutation(selection.open.index[selection.open])[:SAMPLED].tolist()
    removed = removal_values(problem, selection, opened, resolve=True, gap=NEAR)
    for option in opened:
        site = problem.options["site"] == problem.options.loc[option, "site"]
        anew = solve(with_status(problem, site, "forbidden"), gap=NEAR)
        line = removed.loc[option]
        assert line["replaced"] == pytest.approx(selection.objective - anew.objective, abs=near)
        assert line["least"] - 1e-9 <= line["replaced"] <= line["most"] + 1e-9
        assert line["replaced"] <= line["removed"] + near  # the quick figure lets nothing take the site's place
    rejected = _best_of_rejected_sites(problem, selection, r)
    prices = entry_prices(problem, selection, rejected, gap=NEAR)
    quick = entry_estimates(problem, selection).loc[rejected]
    assert (quick["least"] <= prices["price"] + near).all()
    for option, price in prices["price"].items():
        for bonus, enters in ((0.99 * price - near, False), (1.01 * price + near, True)):
            worth = np.where(problem.options.index == option, bonus, 0.0)
            anew = solve(replace(problem, fixed_value=worth), gap=NEAR, start=selection)
            assert anew.status is SolveStatus.OPTIMAL
            assert anew.open[option] == enters


def _best_of_rejected_sites(problem: SiteProblem, selection: Selection, r: np.random.Generator) -> list[str]:
    """Some rejected sites, each by the option that lacks least."""
    site = problem.options["site"]
    quick = entry_estimates(problem, selection)
    quick = quick[~site[quick.index].isin(site[selection.open])].sort_values("price")
    best = quick.groupby(site[quick.index], sort=False).head(1)
    return r.permutation(best.index)[:SAMPLED].tolist()


def test_budgets_charge_their_shadow_prices_on_the_options_they_speak_of() -> None:
    """Two budgets: each dealer pays for both, each mall for the first alone; other columns are not theirs."""
    problem = market()
    rules = [Budget(48.0, name="all"), Budget(12.0, where={"format": "dealer"}, name="dealers")]
    selection = solve(replace(problem, rules=rules), gap=1e-3)
    charged = dict(zip(selection.rules["rule"], selection.rules["shadow_price"], strict=True))
    assert charged["all"] > 0
    expected = np.where(problem.options["format"] == "dealer", charged["all"] + charged["dealers"], charged["all"])
    source = selection.source
    assert source is not None
    assert budget_prices(source, selection, "cost") == pytest.approx(expected)
    assert not budget_prices(source, selection, "opex").any()


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
            swapped = selection.open.to_numpy().copy()
            swapped[option], swapped[int(line["runner_up"])] = False, True
            assert line["loss"] == pytest.approx(selection.objective - problem.value(swapped), abs=1e-9)
            assert line["loss"] >= -1e-9
