"""Every kind of rule answers all that others ask, alike on every plan of a small problem."""

import itertools

import numpy as np
import pandas as pd
import pytest
import scipy.sparse as sp

from siteplan.optimise import rules
from siteplan.optimise.captures.huff import HuffCapture
from siteplan.optimise.rules import (
    Budget,
    CannibalisationCap,
    Capacity,
    CaptureFloor,
    CostPerVehicle,
    Count,
    CoverageFloor,
    CoverAll,
    EachAreaFloor,
    EachAreaRoom,
    FormatShare,
    MinimumSales,
    RequiredSites,
    Requires,
    Rule,
    Spacing,
    Territory,
)

OPTIONS = pd.DataFrame(
    {"site": list("stuv"), "format": ["a", "b", "a", "b"], "area": "x", "cost": [1.0, 2.0, 3.0, 4.0]}
)
COVERS = sp.csr_array(np.array([[1, 0, 0, 1], [0, 1, 0, 0], [0, 1, 1, 0]], dtype=bool))
HUFF = HuffCapture(sp.csr_array([[1.0, 2, 0, 1], [0, 1, 3, 0], [1, 1, 1, 1]]), np.ones(3), np.ones(3), np.ones(3))
RULES: tuple[Rule, ...] = (
    Budget(4.0),
    CannibalisationCap(HUFF, np.ones(3), 0.5),
    CannibalisationCap(HUFF, np.ones(3), 0.6, share=False, name="amount"),
    Capacity(np.ones(4), np.ones(3)),
    CaptureFloor(HUFF, 2.0),
    CostPerVehicle(3.0, HUFF),
    Count(at_least=1, at_most=2),
    Count(exactly=2, name="exactly"),
    CoverAll(COVERS),
    CoverAll(COVERS, times=2, name="twice"),
    CoverageFloor(COVERS, np.array([1.0, 2, 1]), 0.7),
    EachAreaFloor(COVERS, np.array([1.0, 2, 1]), ["p", "p", "q"], 0.6),
    EachAreaRoom(np.array([3.0, np.inf, 1, 2]), [*"ppqq"], pd.Series({"p": 4.0, "q": 5.0}), 0.5, pd.Series({"p": 1.0})),
    EachAreaRoom(np.array([3.0, 1, 1, 2]), [*"ppp", None], pd.Series({"p": 5.0}), 0.7, name="in one"),
    FormatShare({"format": "a"}, at_most=0.5, at_least=0.2),
    MinimumSales(HUFF, 0.7),
    RequiredSites(["s", "t"]),
    Requires({"format": "a"}, {"format": "b"}, within="area"),
    Spacing(~np.eye(4, dtype=bool)),
    Territory.of(COVERS),
)
ONLY_LEFT_OUT = (Capacity, Requires, Spacing)
"""Of what these ask no less can be asked: which options exclude or need each other, and what each can hold."""
PLANS = [np.array(plan) for plan in itertools.product([False, True], repeat=4)]

every_rule = pytest.mark.parametrize("rule", RULES, ids=lambda rule: f"{type(rule).__name__} {rule.name}")


def met(rule: Rule, plan: np.ndarray) -> bool:
    return all(line.met for line in rule.reports(OPTIONS, plan))


def test_no_kind_of_rule_is_forgotten() -> None:
    kinds = {getattr(rules, name) for name in rules.__all__}
    concrete = {kind for kind in kinds if issubclass(kind, Rule) and not kind.__abstractmethods__}
    assert concrete == {type(rule) for rule in RULES}


@every_rule
def test_rows_and_checks_say_what_reports_say(rule: Rule) -> None:
    rows = rule.rows(OPTIONS)
    assert rule.problems(OPTIONS, 3) == []
    assert rule.counts_capture == bool(rows.terms)
    assert rule.lazy in (None, rule)
    assert rule.allocation in (None, rule)
    for plan in PLANS:
        activity = rows.activity(plan)
        within = bool((activity >= rows.lower - rows.room).all() and (activity <= rows.upper + rows.room).all())
        assert (within and (rule.lazy is None or rule.lazy.holds(OPTIONS, plan))) == met(rule, plan)


@every_rule
def test_a_limit_can_be_loosened_so_far_that_any_plan_meets_it(rule: Rule) -> None:
    """To what the plan achieves; a share in each area, which is not told, to nothing."""
    for plan in PLANS:
        after: Rule | None = rule
        for number, line in enumerate(rule.reports(OPTIONS, plan)):
            if after is not None and not line.met:
                limit = after.limits(OPTIONS)[number]
                value = line.achieved if limit.unit == line.unit else 0.0
                after = after.loosened(limit, value, OPTIONS, plan)
        assert (after is None) == (isinstance(rule, ONLY_LEFT_OUT) and not met(rule, plan))
        unmet_costs = isinstance(rule, CostPerVehicle) and not np.isfinite(rule.reports(OPTIONS, plan)[0].achieved)
        assert after is None or unmet_costs or met(after, plan)


@every_rule
def test_each_rung_of_a_ladder_lets_more_plans_through(rule: Rule) -> None:
    for limit in rule.limits(OPTIONS):
        before = {number for number, plan in enumerate(PLANS) if met(rule, plan)}
        ladder = rule.ladder(limit, OPTIONS)
        for value in [*ladder[:: max(1, len(ladder) // 10)], *ladder[-1:]]:
            looser = rule.loosened(limit, value, OPTIONS)
            assert looser is not None
            after = {number for number, plan in enumerate(PLANS) if met(looser, plan)}
            assert before <= after
            before = after


@every_rule
def test_the_only_row_of_a_target_is_the_figure_of_the_limit(rule: Rule) -> None:
    for number, limit in enumerate(rule.limits(OPTIONS)):
        found = rule.target(limit, OPTIONS)
        assert found is None or rule.ladder(limit, OPTIONS) == ()
        if found is not None:
            target, units = found
            figures = [target.rows(OPTIONS).activity(plan) * units for plan in PLANS]
            achieved = [rule.reports(OPTIONS, plan)[number].achieved for plan in PLANS]
            np.testing.assert_allclose(figures, np.array(achieved)[:, None], atol=1e-12)


@every_rule
def test_a_limit_missed_on_one_side_is_kept_on_the_other(rule: Rule) -> None:
    """With each side's rule beside it the limit itself follows from what is taken as far as can be."""
    for number, limit in enumerate(rule.limits(OPTIONS)):
        rest = rule.without(limit)
        assert rest is None or len(rest.limits(OPTIONS)) == len(rule.limits(OPTIONS)) - 1
        for side, kept in rule.sides(limit).items():
            assert side in ("at_least", "at_most")
            for plan in PLANS:
                line = rule.reports(OPTIONS, plan)[number]
                missed = line.achieved < line.asked if side == "at_least" else line.achieved > line.asked
                others = all(other.met for k, other in enumerate(rule.reports(OPTIONS, plan)) if k != number)
                assert kept is None or met(kept, plan) == (others and (limit.sense != "exactly" or missed or line.met))


@every_rule
def test_rules_on_coverage_alone_know_zones(rule: Rule) -> None:
    assert (rule.coverage is None) == (rule.uncovered(PLANS[0]) is None)
    for plan in PLANS:
        left = rule.uncovered(plan)
        if left is not None and not left.any():
            assert met(rule, plan)
    if rule.as_capture is not None:
        achieved = [rule.reports(OPTIONS, plan)[0].achieved for plan in PLANS]
        values = [rule.as_capture.zone_values(plan.astype(float)).sum() for plan in PLANS]
        np.testing.assert_allclose(values, achieved)


@every_rule
def test_what_is_spent_is_the_sum_of_a_column_over_those_who_pay(rule: Rule) -> None:
    payers = rule.payers(OPTIONS)
    assert rule.spends is not None or not payers.any()
    for plan in PLANS if rule.spends else []:
        spent = OPTIONS[rule.spends].to_numpy()[plan & payers].sum()
        assert rule.reports(OPTIONS, plan)[0].achieved == spent
