"""Ten thousand random problems of every kind: bound >= the best of all plans >= plan, and the plan keeps every rule.

An ordinary run tries a few of them. A run may be stopped at any of its polls, asked for a wide gap or a fine one, and
taken for a large one, which looks for plans before and amid its relaxation: what it says holds all the same.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from siteplan.optimise import Selection, SolveStatus, solve
from siteplan.optimise.heuristics.first_plans import FirstPlanParams
from siteplan.optimise.proof.early import EarlyParams
from siteplan.optimise.solve_params import SolveParams
from tests.examples import examples
from tests.optimise.captures.test_capped import mixed as mixed_with_caps
from tests.optimise.captures.test_capped import with_rules
from tests.optimise.captures.test_expectation import mixed
from tests.optimise.small import CAPTURES, Small, draw

AS_LARGE = SolveParams(first=FirstPlanParams(many_options=0), early=EarlyParams(first_rounds=1))
OFF = 1e-9
"""Part of the largest numbers by which sums in another order differ."""


def costs(seed: int) -> Small:
    """Nothing to win: the cheapest plan that meets the rules."""
    small = draw(seed, n_rules=4, kind="nothing")
    small.fixed_value = -small.options["cost"].to_numpy()
    return small


WORLDS: dict[str, Callable[[int], Small]] = {
    **{kind: (lambda seed, kind=kind: draw(seed, n_rules=4, kind=kind)) for kind in CAPTURES},
    "costs": costs,
    "caps": with_rules,
    "mixture": lambda seed: mixed(seed, ["huff", "coverage", "huff"][: 1 + seed % 3]),
    "mixture with caps": mixed_with_caps,
}


@examples(1_000, sample=18)
@given(
    st.sampled_from(sorted(WORLDS)),
    st.integers(0, 2**32 - 1),
    st.sampled_from([1e-7, 1e-3, 0.05]),
    st.none() | st.integers(0, 60),
    st.booleans(),
)
def test_the_optimum_lies_between_plan_and_bound(
    world: str, seed: int, gap: float, stops_after: int | None, large: bool
) -> None:
    small = WORLDS[world](seed)
    params = AS_LARGE if large else SolveParams()
    found = solve(small.problem(), gap=gap, cancel=_stopping(stops_after), params=params)
    plans, best = small.plans(), small.best()
    _holds(small, plans, found)
    room = OFF * max(1.0, abs(best), float(small.weights.sum() + np.abs(small.fixed_value).sum()))
    if best > -np.inf:
        assert found.bound >= best - room
        assert all(step.bound >= best - room and not step.value > best + room for step in found.trace)
        assert found.status is not SolveStatus.INFEASIBLE
    if stops_after is None:
        assert found.status is (SolveStatus.OPTIMAL if best > -np.inf else SolveStatus.INFEASIBLE)
        assert best == -np.inf or found.bound - found.objective <= gap * abs(found.bound) + room


def _stopping(after: int | None) -> Callable[[], bool] | None:
    """Stop after so many polls."""
    if after is None:
        return None
    polls = itertools.count()
    return lambda: next(polls) >= after


def _holds(small: Small, plans: np.ndarray, found: Selection) -> None:
    """The plan, if there is one, is one of those that rules and sites allow, at its true worth."""
    plan = found.open.to_numpy(dtype=bool)
    if not found.found:
        assert not plan.any()
        return
    assert (plan == plans).all(axis=1).any()
    assert found.rules["met"].all()
    assert small.values(plan[None])[0] == pytest.approx(found.objective, rel=OFF, abs=OFF)
