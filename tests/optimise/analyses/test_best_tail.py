"""The tail of outlooks: its figures by their definitions, and what is proven of plans against every plan there is."""

from __future__ import annotations

from itertools import combinations, pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from siteplan.optimise import Budget, Count, SiteProblem, solve
from siteplan.optimise.analyses.best_tail import TailPlan, best_tail
from siteplan.optimise.analyses.over_outlooks import RoundsParams, hardest_weights
from siteplan.optimise.analyses.tails import Tail, TailMean, TailQuantile, minimal_sets
from siteplan.optimise.types import Floats
from tests.examples import examples, some
from tests.optimise.analyses.test_regret import every_value, questions

KINDS = [TailMean, TailQuantile]
THIRDS = np.full(3, 1 / 3)


def chances_of(seed: int, n: int) -> Floats:
    return np.asarray(np.random.default_rng(seed).dirichlet(np.full(n, 2.0)))


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("seed", some(range(100), 3))
def test_the_best_of_all_plans_lies_between_plan_and_bound(seed: int, kind: type[Tail]) -> None:
    """Every plan within the budget is counted: none exceeds the bound, and the plan found is worth what is said."""
    n = 2 + seed % 4
    asked, tail = questions(seed, n, money=seed % 3 == 0), kind(chances_of(seed, n), 0.1 + 0.15 * (seed % 5))
    found = best_tail(asked, tail, gap=1e-3, params=RoundsParams(rounds=6))
    assert isinstance(found, TailPlan)
    best, told = tail.of(every_value(asked)).max(), found.told
    slack = 1e-9 * max(1.0, abs(best))
    assert told.objective - slack <= best <= told.bound + slack
    plan = found.selection.open.to_numpy(dtype=bool)
    values = np.array([[question.value(plan) for question in asked]])
    assert told.objective == pytest.approx(float(tail.of(values)[0]))
    assert told.status == ("optimal" if told.gap <= 1e-3 else "feasible")
    assert best - told.objective <= 0.05 * abs(best)  # a plan that a handful of solves finds is seldom far off


@given(st.integers(0, 10**6), st.integers(2, 6), st.floats(0.02, 0.98))
@examples(100, 30)
def test_the_mean_of_the_worst_is_the_least_of_means_by_weights_that_the_tail_allows(
    seed: int, n: int, tail: float
) -> None:
    """Rockafellar and Uryasev's dual, by the linear programme; and their primal, at each value as the threshold."""
    values, chances = np.random.default_rng(seed).normal(size=(1, n)), chances_of(seed, n)
    (mean,) = TailMean(chances, tail).of(values)
    (limits,) = TailMean(chances, tail).limits(np.ones(n, dtype=bool))
    assert hardest_weights(values, limits)[1] == pytest.approx(mean, abs=1e-7)
    primal = max(t - chances @ np.maximum(t - values[0], 0.0) / tail for t in values[0])
    assert primal == pytest.approx(mean, abs=1e-9)


@given(st.integers(0, 10**6), st.integers(1, 6), st.floats(0.02, 0.98))
@examples(100, 30)
def test_the_quantile_is_reached_with_the_probability_asked_and_nothing_above_it_is(
    seed: int, n: int, tail: float
) -> None:
    """It is what the definition says, and the largest of the least values of the minimal sets."""
    values, chances = np.random.default_rng(seed).normal(size=(1, n)), chances_of(seed, n)
    (reached,) = TailQuantile(chances, tail).of(values)
    assert chances[values[0] >= reached].sum() >= 1 - tail - 1e-9
    assert chances[values[0] > reached].sum() < 1 - tail
    sets = list(TailQuantile(chances, tail).limits(np.ones(n, dtype=bool)))
    assert max(values[0][within > 0].min() for within in sets) == reached
    assert TailMean(chances, tail).of(values)[0] <= reached + 1e-9  # the mean of what is no better than it


def test_the_whole_tail_is_the_expected_value_and_a_thin_one_the_worst_outlook() -> None:
    values, chances = np.random.default_rng(1).normal(size=(7, 3)), np.array([0.5, 0.3, 0.2])
    assert TailMean(chances, 1.0).of(values) == pytest.approx(values @ chances)
    assert TailMean(chances, 0.2).of(values) == pytest.approx(
        [min(row @ w for w in _vertices(chances / 0.2)) for row in values]
    )
    assert TailMean(chances, 1e-3).of(values) == pytest.approx(values.min(axis=1))
    assert TailQuantile(chances, 1e-3).of(values) == pytest.approx(values.min(axis=1))


def _vertices(most: Floats) -> list[Floats]:
    """Weights of which none is above 1, where each may be so much."""
    return [row for row, limit in zip(np.eye(len(most)), most, strict=True) if limit >= 1.0]


def test_of_a_whole_tail_the_plan_is_the_best_on_the_mean() -> None:
    asked, chances = questions(2), np.array([0.6, 0.3, 0.1])
    found = best_tail(asked, TailMean(chances, 1.0), gap=1e-6)
    assert isinstance(found, TailPlan)
    assert found.told.objective == pytest.approx((every_value(asked) @ chances).max(), rel=1e-6)
    assert found.told.status == "optimal"
    assert found.rounds == 1


@given(st.integers(0, 10**6), st.integers(1, 7), st.floats(0.05, 0.95))
@examples(100, 20)
def test_minimal_sets_are_those_that_no_outlook_can_leave(seed: int, n: int, least: float) -> None:
    """Against every set there is."""
    chances = chances_of(seed, n)
    sets = [np.isin(np.arange(n), some_) for size in range(n + 1) for some_ in combinations(range(n), size)]
    enough = [within for within in sets if chances[within].sum() >= least - 1e-9]
    minimal = [w for w in enough if not any((other <= w).all() and (other < w).any() for other in enough)]
    found = list(minimal_sets(chances, least))
    assert sorted(tuple(within) for within in found) == sorted(tuple(w.astype(float)) for w in minimal)


def test_where_there_are_too_many_sets_the_bound_still_holds_and_that_is_told() -> None:
    asked, tail = questions(35, 6), TailQuantile(np.full(6, 1 / 6), 0.34)  # five sets of four outlooks are of use
    found = best_tail(asked, tail, params=RoundsParams(rounds=1, sets=2))
    assert isinstance(found, TailPlan)
    assert not found.every
    assert found.sets == 2
    assert found.told.bound >= tail.of(every_value(asked)).max() - 1e-9
    assert found.told.bound == pytest.approx(
        float(tail.of(np.array([[solve(question, 1e-3).bound for question in asked]]))[0]), rel=1e-2
    )


@pytest.mark.parametrize("kind", KINDS)
def test_without_time_the_bound_still_holds(kind: type[Tail]) -> None:
    """One solve at most is made of those that are asked for; of outlooks not looked at nothing is known."""
    asked, tail = questions(6), kind(THIRDS, 0.4)
    found = best_tail(asked, tail, time_limit=1e-9, params=RoundsParams(least_seconds=1.0))
    assert isinstance(found, TailPlan)
    assert found.rounds == 1
    assert found.told.bound >= tail.of(every_value(asked)).max()
    assert found.told.status == "feasible"
    assert np.isinf(found.told.gap) == (kind is TailQuantile)


@pytest.mark.parametrize("kind", KINDS)
def test_the_trace_closes_in_on_the_plan(kind: type[Tail]) -> None:
    heard = []
    found = best_tail(questions(7, 4), kind(np.full(4, 0.25), 0.3), progress=heard.append)
    assert isinstance(found, TailPlan)
    trace = found.told.trace
    assert len(trace) == found.rounds
    assert all(a.bound >= b.bound and a.value <= b.value for a, b in pairwise(trace))
    assert (trace[-1].bound, trace[-1].value) == (found.told.bound, found.told.objective)
    assert all(step.bound >= step.value for step in heard if step.value == step.value)


@pytest.mark.parametrize("kind", KINDS)
def test_without_a_plan_it_says_so(kind: type[Tail]) -> None:
    asked = [SiteProblem(q.options, q.capture, [Budget(0.5), Count(at_least=3)]) for q in questions(0)]
    found = best_tail(asked, kind(THIRDS, 0.4))
    assert not isinstance(found, TailPlan)
    assert not found.found
