"""A bound below a plan is an error, never an answer."""

import numpy as np
import pytest

from siteplan.errors import SolverError
from siteplan.optimise.outcome import relative_gap
from siteplan.optimise.record import Record
from tests.optimise.small import draw


def test_a_bound_below_the_best_plan_raises() -> None:
    problem = draw(5, n_rules=0).problem()
    record = Record(problem)
    record.offer(np.zeros(problem.n_options, dtype=bool))
    with pytest.raises(SolverError, match="lies below the value"):
        record.prove(record.value - 1.0)


def test_bound_and_value_only_get_better() -> None:
    problem = draw(6, n_rules=0).problem()
    record = Record(problem)
    start = record.bound
    record.prove(start + 5.0)
    assert record.bound == start
    record.prove(start - 1e-3)
    assert record.bound == start - 1e-3
    assert record.gap == float("inf")


@pytest.mark.parametrize(("bound", "value", "gap"), [(0, 0, 0.0), (0, -1, float("inf")), (10, 9, 0.1), (-10, -11, 0.1)])
def test_gap_is_relative_to_the_bound(bound: float, value: float, gap: float) -> None:
    assert relative_gap(bound, value) == pytest.approx(gap)
