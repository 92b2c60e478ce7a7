"""A plan near the relaxation obeys sites and statuses, and is worth a look; rounding stays within upper limits."""

import numpy as np
import pandas as pd
import scipy.sparse as sp
from hypothesis import example, given
from hypothesis import strategies as st

from siteplan.optimise import Count, HuffCapture
from siteplan.optimise.bounds.cuts import Cuts
from siteplan.optimise.bounds.grouping import zone_groups
from siteplan.optimise.bounds.master import Fixing, Master
from siteplan.optimise.bounds.relaxation import Relaxed, relax
from siteplan.optimise.heuristics.feasible import Feasible
from siteplan.optimise.heuristics.local_search import LocalSearch
from siteplan.optimise.heuristics.penalty import average_prices, first_prices, near_plan
from siteplan.optimise.heuristics.rounding import Rounding
from siteplan.optimise.problem import SiteProblem
from siteplan.optimise.stop import Stop
from tests.examples import examples
from tests.optimise.small import Small, add_budget, add_floor, draw


def relaxed_of(problem: SiteProblem) -> Relaxed | None:
    master = Master(problem, zone_groups(problem), Fixing.of(problem))
    return relax(master, Cuts.none(problem.n_options), 1e-4, Stop.after(60), lambda _: None)


def floored(seed: int) -> Small:
    """A problem with a floor and a budget that may fight each other."""
    small = draw(seed, n_rules=1)
    add_floor(small, np.random.default_rng(seed))
    add_budget(small, np.random.default_rng(seed + 1))
    return small


def plan_of(problem: SiteProblem, relaxed: Relaxed) -> np.ndarray:
    search = LocalSearch(problem, Feasible(problem), Stop.after(60))
    return near_plan(search, relaxed, np.ones(problem.n_options, dtype=bool), lambda: False)


@examples(60, sample=24)
@given(st.integers(0, 2**32 - 1))
@example(412)  # its relaxation opens half of each of two options of a site, and a rounding more
def test_a_near_plan_obeys_sites_and_statuses_and_one_without_excess_is_one_of_the_plans_there_are(seed: int) -> None:
    small = floored(seed)
    problem = small.problem()
    relaxed = relaxed_of(problem)
    if relaxed is None:
        return
    plan, feasible = plan_of(problem, relaxed), Feasible(problem)
    sites = problem.site_of[plan]
    assert len(np.unique(sites)) == len(sites)
    assert plan[problem.required].all()
    assert not (plan & problem.barred).any()
    assert feasible.excess(plan).any() == feasible.broken(plan).any()
    if feasible.holds(plan):
        assert plan.tobytes() in {allowed.tobytes() for allowed in small.plans()}


def test_a_floor_that_capture_alone_would_leave_unmet_is_priced() -> None:
    """Of many draws with a floor and nothing against it, most get a plan without any solver."""
    found = tried = 0
    for seed in range(60):
        small = draw(seed, n_rules=0)
        add_floor(small, np.random.default_rng(seed))
        problem = small.problem()
        relaxed = relaxed_of(problem)
        if relaxed is not None and len(small.plans()):
            tried, found = tried + 1, found + Feasible(problem).holds(plan_of(problem, relaxed))
    assert tried >= 20
    assert found >= 0.7 * tried


@examples(60)
@given(st.integers(0, 2**32 - 1))
def test_excesses_are_what_opening_adds_to_the_excess(seed: int) -> None:
    problem = floored(seed).problem()
    feasible, r = Feasible(problem), np.random.default_rng(seed)
    open_ = r.random(problem.n_options) < 0.4
    prices = r.random(problem.rows.n_rows)
    added = feasible.excesses(open_, prices)
    for option in np.flatnonzero(~open_):
        more = open_.copy()
        more[option] = True
        worse = (feasible.excess(more) - feasible.excess(open_)) @ prices
        assert np.isclose(added[option], worse, atol=1e-9 * max(1.0, abs(prices).sum() * 100))


@examples(60)
@given(st.integers(0, 2**32 - 1))
def test_rounding_breaks_no_upper_limit_site_or_status(seed: int) -> None:
    small = draw(seed, n_rules=0)
    add_budget(small, np.random.default_rng(seed))
    problem = small.problem()
    if not Feasible(problem).holds(problem.required):
        return
    plan = Rounding(problem).plan(np.random.default_rng(seed).random(problem.n_options))
    assert Feasible(problem).holds(plan)


def test_a_rule_that_the_relaxation_meets_with_room_has_a_price_all_the_same() -> None:
    """Else a search breaks it for nothing. Two sites at most, worth 100: a third costs 50 where the price is 0."""
    problem = SiteProblem(
        pd.DataFrame({"site": ["a", "b", "c"], "format": "mall"}),
        HuffCapture(sp.csr_array(np.ones((1, 3))), np.ones(1), np.ones(1)),
        [Count(at_most=2)],
    )
    assert first_prices(np.array([0.0]), average_prices(problem, 100.0)).tolist() == [50.0]
    assert first_prices(np.array([3.0]), average_prices(problem, 100.0)).tolist() == [3.0]
