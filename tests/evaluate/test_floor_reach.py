"""How far a floor lies from today, and from all that could open."""

import numpy as np
import pytest

from siteplan.evaluate import evaluate
from siteplan.evaluate.floor_reach import reach
from siteplan.formulate.outcome import Answer
from siteplan.formulate.site_problem import site_problem
from siteplan.study.rules import CoverageRule
from tests.worlds import tiny_ground, tiny_selection

FLOOR = CoverageRule(kind="coverage", function="sale", area="rural", at_least=1.0)
NEAR = CoverageRule(kind="coverage", function="service", area="all", at_least=1.0, minutes=15)
NOBODY = CoverageRule(kind="coverage", function="sale", area="rural", tier=("1",), at_least=1.0)


def test_today_is_the_baselines_coverage() -> None:
    ground = tiny_ground()
    plan = evaluate(Answer.of(ground, tiny_selection(ground)))
    assert reach(ground, (FLOOR,)).loc[0, "today"] == pytest.approx(plan.baseline.coverage.rural)


@pytest.mark.parametrize("floor", [FLOOR, NEAR], ids=["standard", "own minutes"])
def test_most_is_what_the_optimisers_floor_counts_with_all_open(floor: CoverageRule) -> None:
    ground = tiny_ground(rules=[floor])
    (rule,) = site_problem(ground).rules
    covered = np.asarray(rule.covers.sum(axis=1)).ravel() > 0
    expected = rule.weights[covered | rule.covered].sum() / rule.weights.sum()
    assert reach(ground, (floor,)).loc[0, "most"] == pytest.approx(expected)


def test_where_nobody_lives_there_is_no_share_and_no_floor_no_row() -> None:
    found = reach(tiny_ground(), (NOBODY,))
    assert found.isna().all(axis=None)
    assert len(reach(tiny_ground(), ())) == 0
