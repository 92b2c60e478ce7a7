"""A row is taken as far as any plan takes it: against every plan."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from siteplan.optimise import Budget, Count, CoverageFloor, Rule
from siteplan.optimise.infeasibility.extreme_value import extreme_value
from siteplan.optimise.stop import Stop
from tests.examples import examples
from tests.optimise.small import Small, draw


def figures(small: Small, target: Rule, plans: np.ndarray) -> np.ndarray:
    """What the target's row counts in each plan: its rule's figure, but for what own facilities cover already."""
    reports = [target.reports(small.options, plan)[0].achieved for plan in plans]
    none = np.zeros(len(small.options), dtype=bool)
    return np.array(reports) - (target.reports(small.options, none)[0].achieved)


@examples(20, sample=10)
@given(st.integers(0, 2**32 - 1), st.booleans())
def test_against_every_plan(seed: int, up: bool) -> None:
    small = draw(seed, n_rules=3)
    plans = small.plans()
    if not len(plans):
        return
    r = np.random.default_rng(seed)
    m, n = small.utility.shape
    floor = CoverageFloor(small.utility > 0, r.random(m) + 0.01, 1.0, r.random(m) < 0.3)
    small.options = small.options.assign(closing=r.integers(0, 30, n).astype(float))
    paid = Budget(1.0, otherwise="closing")
    targets: list[Rule] = [Budget(1.0), paid, Count(exactly=1, where=r.random(n) < 0.5), floor]
    for target in targets[: 4 if up else 3]:  # people covered have no least plan: helpers only rise
        reached = figures(small, target, plans)
        extreme = extreme_value(small.problem(), target, small.rules, plans[0], Stop.after(60), up=up)
        assert (plans == extreme.open).all(axis=1).any()
        assert extreme.value == pytest.approx(reached.max() if up else reached.min(), abs=1e-9)
        assert extreme.bound == pytest.approx(extreme.value, abs=1e-6)


def test_without_time_the_plan_to_start_with_is_kept_and_the_bound_is_what_no_plan_can_pass() -> None:
    small = draw(7, n_rules=0)
    plans = small.plans()
    extreme = extreme_value(small.problem(), Budget(1.0), [], plans[0], Stop(0.0), up=True)
    spent = plans @ small.options["cost"].to_numpy()
    assert extreme.value == pytest.approx(spent[0])
    assert extreme.bound >= spent.max()
