"""Least worst regret: what is proven of it holds against enumeration of every plan."""

from __future__ import annotations

from itertools import product

import numpy as np
import pandas as pd
import pytest
import scipy.sparse as sp

from siteplan.optimise import Budget, Count, HuffCapture, SiteProblem, solve
from siteplan.optimise.analyses.over_outlooks import RoundsParams, mean_problem
from siteplan.optimise.analyses.regret import LeastRegret, least_regret
from siteplan.optimise.types import Floats
from tests.examples import some

N_ZONES, N_SITES = 8, 5
FEW = RoundsParams(rounds=3)


def questions(seed: int, n: int = 3, money: bool = False) -> list[SiteProblem]:
    """Outlooks in which people and rivals are elsewhere, under one budget; with money options cost what they do."""
    r = np.random.default_rng(seed)
    options = pd.DataFrame({"site": range(N_SITES), "format": "shop", "cost": r.uniform(1, 3, N_SITES)})
    utility = sp.csr_array(r.random((N_ZONES, N_SITES)) ** 4)
    budget = [Budget(6.0)]
    made = []
    for _ in range(n):
        capture = HuffCapture(utility, rivals=r.uniform(0.1, 1, N_ZONES), weights=r.exponential(1, N_ZONES) ** 3)
        fixed = -r.uniform(0, 0.6, N_SITES) if money else None
        made.append(SiteProblem(options, capture, budget, fixed))
    return made


def every_value(asked: list[SiteProblem]) -> Floats:
    """(n_plans, n_outlooks) what each plan within the budget is worth."""
    cost = asked[0].options["cost"].to_numpy()
    plans = [np.array(p, dtype=bool) for p in product([False, True], repeat=N_SITES)]
    return np.array([[q.value(plan) for q in asked] for plan in plans if cost[plan].sum() <= 6.0])


@pytest.mark.parametrize("relative", [True, False])
@pytest.mark.parametrize("seed", some(range(100), 2))
def test_the_least_worst_regret_lies_in_its_proven_interval(seed: int, relative: bool) -> None:
    asked = questions(seed, money=not relative)
    found = least_regret(asked, np.full(3, 1 / 3), gap=1e-3, relative=relative, params=FEW)
    assert isinstance(found, LeastRegret)
    values = every_value(asked)
    best = values.max(axis=0)
    regret = 1 - values / best if relative else best - values
    least = regret.max(axis=1).min()
    slack = 1e-9 * (1.0 if relative else np.abs(best).max())
    assert found.bound - slack <= least <= found.high + slack
    plan = found.selection.open.to_numpy(dtype=bool)
    own = np.array([q.value(plan) for q in asked])
    worst = (1 - own / best if relative else best - own).max()
    assert found.low - slack <= worst <= found.high + slack
    mean = values @ np.full(3, 1 / 3)
    of_mean = regret[mean.argmax()].max()
    assert worst <= of_mean + 4e-3 * (1.0 if relative else np.abs(best).max())  # whose plan was looked at


def test_of_one_outlook_the_best_plan_regrets_nothing() -> None:
    found = least_regret(questions(3, 1), np.ones(1), gap=1e-6)
    assert isinstance(found, LeastRegret)
    assert found.within_gaps
    assert found.high <= 1e-5
    assert found.rounds == 1


def test_the_plan_is_the_best_of_the_mean_that_its_weights_say() -> None:
    asked = questions(1)
    found = least_regret(asked, np.array([0.6, 0.3, 0.1]), gap=1e-4, params=FEW)
    assert isinstance(found, LeastRegret)
    again = solve(mean_problem(asked, found.weights), 1e-4)
    assert found.selection.objective == pytest.approx(again.objective, rel=2e-4)
    assert found.weights.sum() == pytest.approx(1.0)


def test_more_rounds_prove_no_less() -> None:
    asked = questions(4)
    one, four = (least_regret(asked, np.full(3, 1 / 3), 1e-3, params=RoundsParams(rounds=n)) for n in (1, 4))
    assert isinstance(one, LeastRegret)
    assert isinstance(four, LeastRegret)
    assert four.bound >= one.bound
    assert four.high <= one.high


def test_without_a_plan_it_says_so() -> None:
    asked = [SiteProblem(q.options, q.capture, [Budget(0.5), Count(at_least=3)]) for q in questions(0)]
    found = least_regret(asked, np.full(3, 1 / 3))
    assert not isinstance(found, LeastRegret)
    assert not found.found
