"""Moves keep every rule, and are judged at their true gain."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from siteplan.optimise.heuristics.feasible import Feasible
from siteplan.optimise.heuristics.local_search import LocalSearch
from siteplan.optimise.stop import Stop
from tests.examples import examples
from tests.optimise.small import draw

SEEDS = st.integers(0, 2**32 - 1)


@examples(150, sample=60)
@given(SEEDS)
def test_single_moves_are_judged_as_whole_plans_are(seed: int) -> None:
    """A plan holds exactly if it is one of the plans tried one by one; so do the plans one move away."""
    small = draw(seed, n_rules=4)
    feasible = Feasible(small.problem())
    allowed = {plan.tobytes() for plan in small.plans()}
    r = np.random.default_rng(seed)
    everything = small.plans()
    start = everything[r.integers(len(everything))] if len(everything) else r.random(len(small.options)) < 0.3
    assert feasible.holds(start) == (start.tobytes() in allowed)
    additions = feasible.additions(start)
    for option in range(len(start)):
        other = start.copy()
        other[option] = ~start[option]
        assert feasible.holds(other) == (other.tobytes() in allowed)
        if start.tobytes() in allowed and not start[option]:
            assert (additions[option] and feasible.fits(start, option)) == (other.tobytes() in allowed)


@examples(100, sample=40)
@given(SEEDS)
def test_greedy_and_swaps_keep_the_rules_and_never_lose(seed: int) -> None:
    small = draw(seed)
    plans = small.plans()
    if not len(plans):
        return
    problem = small.problem()
    search = LocalSearch(problem, Feasible(problem), Stop.after(60))
    start = plans[np.random.default_rng(seed).integers(len(plans))]
    allowed = {plan.tobytes() for plan in plans}
    for better in (search.greedy(start, True), search.greedy(start, False), search.improve(start, ~start)):
        assert better.tobytes() in allowed
        assert problem.value(better) >= problem.value(start) - 1e-9 * max(1.0, abs(problem.value(start)))
    best = search.improve(start, np.ones(len(start), dtype=bool))
    helps = search.feasible.additions(best) & (_gains(small, best) > 1e-6 * problem.capture.ceiling.sum())
    assert not any(search.feasible.fits(best, option) for option in np.flatnonzero(helps))


def _gains(small: object, open_: np.ndarray) -> np.ndarray:
    """(n_options,) what opening each closed option adds, by the definition."""
    more = np.maximum(np.eye(len(open_), dtype=bool), open_)
    return small.values(more) - small.values(open_[None])[0]


def test_use_is_what_an_option_takes_of_the_limits() -> None:
    small = draw(2, n_rules=0)
    from siteplan.optimise import Budget, Count

    small.rules = [Budget(10.0), Count(at_most=4)]
    use = Feasible(small.problem()).use
    assert use == pytest.approx(small.options["cost"].to_numpy() / 10.0 + 0.25)
