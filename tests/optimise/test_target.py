"""Whether a plan is worth so much: the answer is that of every plan tried, and a run ends once it is known."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from siteplan.optimise import SolveStatus, solve
from tests.examples import examples
from tests.optimise.small import draw
from tests.optimise.test_solve import EXACT, city

SEEDS = st.integers(0, 2**32 - 1)
KINDS = st.sampled_from(["huff", "coverage", "nothing"])


@examples(60, sample=10)
@given(SEEDS, KINDS, st.sampled_from([-0.5, -1e-3, -1e-6, 1e-6, 1e-3, 0.5]))
def test_it_is_reached_where_some_plan_is_worth_as_much(seed: int, kind: str, beyond: float) -> None:
    small = draw(seed, kind=kind)
    best = small.best()
    if not np.isfinite(best):
        return
    target = best + beyond * max(1.0, abs(best))
    answer = solve(small.problem(), gap=EXACT, target=target)
    if beyond < 0:
        assert answer.objective >= target
    else:
        assert answer.bound < target
        assert answer.status is not SolveStatus.INFEASIBLE  # plans there are, if none that good


def test_where_no_plan_meets_the_rules_that_is_said_and_not_that_none_is_good_enough() -> None:
    small = next(s for s in map(draw, range(200)) if not len(s.plans()))
    assert solve(small.problem(), gap=EXACT, target=1.0).status is SolveStatus.INFEASIBLE


def test_a_question_of_yes_or_no_ends_before_the_best_plan_is_known() -> None:
    problem = city(180, 26)
    whole = solve(problem, gap=1e-6)
    for target in (0.9 * whole.objective, 1.1 * whole.objective):
        asked = solve(problem, gap=1e-6, target=target)
        assert len(asked.trace) < len(whole.trace)
