"""A bound below a plan is an error, never an answer."""

import numpy as np
import pytest

from siteplan.errors import SolverError
from siteplan.optimise.incumbent import Incumbent
from siteplan.optimise.selection import relative_gap
from tests.optimise.small import draw


def test_a_bound_below_the_best_plan_raises() -> None:
    problem = draw(5, n_rules=0).problem()
    incumbent = Incumbent(problem)
    incumbent.offer(np.zeros(problem.n_options, dtype=bool))
    with pytest.raises(SolverError, match="lies below the value"):
        incumbent.prove(incumbent.value - 1.0)


def test_bound_and_value_only_get_better() -> None:
    problem = draw(6, n_rules=0).problem()
    incumbent = Incumbent(problem)
    start = incumbent.bound
    incumbent.prove(start + 5.0)
    assert incumbent.bound == start
    incumbent.prove(start - 1e-3)
    assert incumbent.bound == start - 1e-3
    assert incumbent.gap == float("inf")


def test_rounding_alone_is_no_gap() -> None:
    """Where nobody is left to win the optimum is 0, and any bound above it would be infinitely far away."""
    problem = draw(6, n_rules=0).problem()
    whole = float(problem.capture.ceiling.sum() + np.abs(problem.value_of).sum())
    incumbent = Incumbent(problem)
    incumbent.offer(np.zeros(problem.n_options, dtype=bool))
    incumbent.prove(incumbent.value + 1e-12 * whole)
    assert incumbent.gap > 0.0  # a search may do better, and at its end has to do no more
    incumbent.close()
    assert incumbent.gap == 0.0
    incumbent.prove(incumbent.value - 1e-13 * whole)  # nor is it a contradiction
    assert incumbent.bound == incumbent.value
    other = Incumbent(problem)
    other.offer(np.zeros(problem.n_options, dtype=bool))
    other.prove(other.value + 1e-9 * whole)
    other.close()
    assert other.gap > 0.0


@pytest.mark.parametrize(("bound", "value", "gap"), [(0, 0, 0.0), (0, -1, float("inf")), (10, 9, 0.1), (-10, -11, 0.1)])
def test_gap_is_relative_to_the_bound(bound: float, value: float, gap: float) -> None:
    assert relative_gap(bound, value) == pytest.approx(gap)
