"""How far what a rule asks lies from today, and from all that could open."""

import numpy as np
import pytest

from siteplan.evaluate import evaluate
from siteplan.evaluate.rule_reach import rule_reach
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
    assert rule_reach(ground, (FLOOR,)).loc[0, "today"] == pytest.approx(plan.baseline.coverage.rural)


@pytest.mark.parametrize("floor", [FLOOR, NEAR], ids=["standard", "own minutes"])
def test_most_is_what_the_optimisers_floor_counts_with_all_open(floor: CoverageRule) -> None:
    ground = tiny_ground(rules=[floor])
    (rule,) = site_problem(ground).rules
    covered = np.asarray(rule.covers.sum(axis=1)).ravel() > 0
    expected = rule.weights[covered | rule.covered].sum() / rule.weights.sum()
    assert rule_reach(ground, (floor,)).loc[0, "most"] == pytest.approx(expected)


def test_where_nobody_lives_there_is_no_share_and_no_floor_no_row() -> None:
    found = rule_reach(tiny_ground(), (NOBODY,))
    assert found[["today", "most"]].isna().all(axis=None)
    assert len(rule_reach(tiny_ground(), ())) == 0


def test_kinds_that_ask_for_no_least_have_no_most_and_those_that_bar_nothing_no_figure() -> None:
    """Today no site has opened; a cap on sales is no limit to plans."""
    rules = [
        {"kind": "count", "at_most": 3},
        {"kind": "capacity", "at_most": 10.0},
        {"kind": "sites", "required": "C1"},
    ]
    ground = tiny_ground(rules=rules)
    found = rule_reach(ground, ground.study.plan.rules)
    assert found["today"].tolist()[0] == 0
    assert found["most"].isna().all()
    assert found["today"].isna().tolist() == [False, True, True]
