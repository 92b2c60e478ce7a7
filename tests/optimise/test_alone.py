"""Which rules cannot be met even alone."""

import numpy as np
import pandas as pd
from scipy.sparse import csr_array

from siteplan.optimise import Budget, Count, CoverageFloor, FormatShare, HuffCapture, Requires, SiteProblem
from siteplan.optimise.alone import unreachable_alone
from siteplan.optimise.rules import Rule


def problem(*rules: Rule) -> SiteProblem:
    options = pd.DataFrame(
        {
            "site": ["a", "b", "c"],
            "format": "mall",
            "cost": [4.0, 5.0, 6.0],
            "status": ["required", "candidate", "forbidden"],
        }
    )
    capture = HuffCapture(csr_array(np.eye(3)), rivals=np.ones(3), weights=np.ones(3))
    return SiteProblem(options, capture, rules)


def test_floors_are_held_against_everything_that_may_open() -> None:
    floor = CoverageFloor(csr_array(np.eye(3, dtype=bool)), np.array([1.0, 1, 2]), 0.6)
    (line,) = unreachable_alone(problem(floor))
    assert (line.asked, line.achieved) == (0.6, 0.5)  # the zone of c, half of the people, is out of reach


def test_limits_are_held_against_what_must_open() -> None:
    assert [line.achieved for line in unreachable_alone(problem(Budget(3.0)))] == [4.0]
    assert unreachable_alone(problem(Budget(4.0))) == []


def test_exact_counts_must_lie_between_the_two() -> None:
    assert unreachable_alone(problem(Count(exactly=2))) == []
    assert len(unreachable_alone(problem(Count(exactly=3)))) == 1
    assert len(unreachable_alone(problem(Count(exactly=0)))) == 1


def test_rules_that_only_clash_with_each_other_are_not_blamed() -> None:
    assert unreachable_alone(problem(Budget(4.5), Count(at_least=2))) == []


def test_shares_and_needs_are_not_blamed_since_another_opening_may_mend_them() -> None:
    """Site a must open: it is all that opens, until b does; it lacks b, until b opens; all open, b is a half."""
    is_a, is_b = np.array([True, False, False]), np.array([False, True, False])
    shares = FormatShare(is_a, at_most=0.5), FormatShare(is_b, at_least=0.6)
    region = problem().options.assign(region="n")
    need = Requires(is_a, is_b, "region")
    world = SiteProblem(region, problem().capture, [*shares, need])
    assert unreachable_alone(world) == []
