"""The conflict is the smallest there is, what is attainable and corrections the best there are: against every plan."""

from __future__ import annotations

import math
from dataclasses import replace
from itertools import combinations, count

import numpy as np
import pandas as pd
import pytest
import scipy.sparse as sp
from hypothesis import example, given
from hypothesis import strategies as st

from siteplan.optimise import Budget, Count, CoverageFloor, CoverAll, RequiredSites, Rule, SiteProblem, ZeroCapture
from siteplan.optimise.infeasibility.attainable import Attainable, Nearest
from siteplan.optimise.infeasibility.blocked import blocked
from siteplan.optimise.infeasibility.corrections import CorrectionSet, Family, RuleChange
from siteplan.optimise.infeasibility.diagnose import Diagnosis, diagnose
from siteplan.optimise.rules import (
    CannibalisationCap,
    CaptureFloor,
    CostPerVehicle,
    EachAreaFloor,
    FormatShare,
    LazyConstraint,
    MinimumSales,
)
from tests.examples import examples
from tests.optimise.small import Small, draw

AMOUNTS = (CannibalisationCap, CaptureFloor, CostPerVehicle, MinimumSales)
"""Rules with one amount, which is loosened step by step."""
SEEDS = st.integers(0, 2**32 - 1)
STEP = 1e-3
"""What values of a correction are rounded to: shares to this, amounts to this part of them at most."""


def plans_under(small: Small, numbers) -> np.ndarray:
    return replace(small, tests=[small.tests[n] for n in numbers]).plans()


def holding(small: Small, rules: list[Rule]) -> np.ndarray:
    """Every plan that these rules allow, by their rows or reports: loosened rules have no test of their own."""
    plans = plans_under(small, [])
    good = np.ones(len(plans), dtype=bool)
    for rule in rules:
        rows = rule.rows(small.options)
        if rows.terms or isinstance(rule, LazyConstraint):
            good[good] = [all(line.met for line in rule.reports(small.options, plan)) for plan in plans[good]]
            continue
        helpers = np.minimum(rows.ceiling[:, None], rows.links @ plans.T)
        activity = rows.options @ plans.T + rows.helpers @ helpers
        low, high = rows.lower[:, None], rows.upper[:, None]
        good &= ((activity >= low - 1e-9) & (activity <= high + 1e-9)).all(axis=0)
    return plans[good]


def smallest_conflict(small: Small) -> int:
    n = len(small.rules)
    conflicting = (k for k in range(n + 1) for some in combinations(range(n), k) if len(plans_under(small, some)) == 0)
    return next(conflicting)


def smallest_correction(small: Small) -> int:
    n = len(small.rules)
    enough = (k for k in range(n + 1) for some in combinations(range(n), n - k) if len(plans_under(small, some)))
    return next(enough)


def conflicting(seed: int) -> Small:
    """The next problem without a plan among those of at most nine options, which are diagnosed in a second."""
    drawn = (draw(number, n_rules=5) for number in count(seed))
    return next(small for small in drawn if len(small.options) <= 9 and not len(small.plans()))


@examples(20, sample=7)
@given(SEEDS)
def test_where_there_is_a_plan_there_is_nothing_to_say(seed: int) -> None:
    small = draw(seed, n_rules=5)
    assert not len(small.plans()) or diagnose(small.problem()) is None


@examples(10, sample=1)
@given(SEEDS)
@example(3319106739)  # nothing of what is asked can be had: rounding beside 0 is no doubt
@example(3897367228)  # a bound below the value 0 by rounding
def test_against_every_plan(seed: int) -> None:
    small = conflicting(seed)
    diagnosis = diagnose(small.problem())
    assert diagnosis is not None
    assert diagnosis.proven
    assert len(plans_under(small, diagnosis.conflict)) == 0
    assert len(diagnosis.conflict) == smallest_conflict(small)
    assert {line.limit.line.rule for line in diagnosis.attainable} == {small.rules[n].name for n in diagnosis.conflict}
    for line in diagnosis.attainable:
        check_attainable(small, diagnosis, line)
    assert diagnosis.corrections
    assert min(len(correction.changes) for correction in diagnosis.corrections) == smallest_correction(small)
    assert [r.size for r in diagnosis.corrections] == sorted(r.size for r in diagnosis.corrections)
    for correction in diagnosis.corrections:
        check_correction(small, diagnosis, correction)


def check_attainable(small: Small, diagnosis: Diagnosis, line: Attainable) -> None:
    """The figure is the best of all plans under the other rules, or under as many as hold together."""
    number = small.rules.index(line.limit.rule)
    others = [n for n in range(len(small.rules)) if n != number]
    kept = [n for n in diagnosis.conflict if n != number]
    for n in others:
        kept += [n] if n not in kept and len(plans_under(small, [*kept, n])) else []
    assert line.without == tuple(small.rules[n].name for n in others if n not in kept)
    assert line.alone is None or len(diagnosis.conflict) == 1
    check_nearest(small, line, line.best, kept)
    if line.alone is not None:
        check_nearest(small, line, line.alone, [])


def check_nearest(small: Small, line: Attainable, near: Nearest | None, kept: list[int]) -> None:
    rule = line.limit.rule
    exact = isinstance(rule, Budget | CoverageFloor | RequiredSites | CoverAll) or (
        isinstance(rule, Count) and line.limit.sense == "exactly"
    )
    if isinstance(rule, AMOUNTS) and near is not None:
        check_rung(small, line, near, kept)
    if not exact or near is None:
        assert near is not None or rule.target(line.limit, small.options) is None or isinstance(rule, Count)
        return
    reached = [rule.reports(small.options, plan)[0].achieved for plan in plans_under(small, kept)]
    assert near.proven
    assert abs(near.value - line.limit.asked) == pytest.approx(
        min(abs(x - line.limit.asked) for x in reached), abs=1e-6
    )


def check_rung(small: Small, line: Attainable, near: Nearest, kept: list[int]) -> None:
    """An amount is found to a step and its rounding, on the side that can be had."""
    reached = [line.limit.rule.reports(small.options, plan)[0].achieved for plan in plans_under(small, kept)]
    nearest = min(abs(value - line.limit.asked) for value in reached)
    rungs = [line.limit.asked, *line.limit.rule.ladder(line.limit, small.options)]
    step = abs(near.value - rungs[rungs.index(near.value) - 1])
    assert nearest - 1e-6 <= abs(near.value - line.limit.asked) <= nearest + 1.01 * step + 1e-6


def check_correction(small: Small, diagnosis: Diagnosis, correction: CorrectionSet) -> None:
    """Plans exist afterwards, the one given among them, and none if any change were taken back or made smaller."""
    after = correction.applied(small.rules)
    plans = holding(small, after)
    assert (plans == correction.open).all(axis=1).any()
    for change in correction.changes:
        assert change.proven
        rest = correction_without(correction, change).applied(small.rules)
        assert len(holding(small, rest)) == 0
        tighter = tightened(small.rules[change.number], change, small.options)
        if tighter is not None:
            less = replace(change, loosened=tighter)
            others = tuple(less if c is change else c for c in correction.changes)
            assert len(holding(small, replace(correction, changes=others).applied(small.rules))) == 0


def correction_without(correction: CorrectionSet, change: RuleChange) -> CorrectionSet:
    return replace(correction, changes=tuple(c for c in correction.changes if c is not change))


def tightened(rule: Rule, change: RuleChange, options: pd.DataFrame) -> Rule | None:
    """The rule loosened by a little less; None where it is left out, or would ask for what it asked."""
    if change.loosened is None or isinstance(rule, RequiredSites | CoverAll):
        return None
    if isinstance(rule, AMOUNTS):
        (limit,) = rule.limits(options)
        rungs = rule.ladder(limit, options)
        tighter = rungs[rungs.index(change.value) - 1]
        return rule.loosened(limit, tighter, options) if change.value != rungs[0] else None
    sign = 1.0 if change.asked > change.value else -1.0
    if isinstance(rule, Budget):
        return replace(rule, limit=change.value * (1 - STEP))
    step = sign * (1 if isinstance(rule, Count) else STEP)
    if isinstance(rule, CoverageFloor | EachAreaFloor | FormatShare) and abs(change.value - change.asked) <= STEP:
        return None
    value = change.value + step
    name = "at_least" if isinstance(rule, CoverageFloor | EachAreaFloor) else change.what
    return replace(change.loosened, **{name: round(value) if isinstance(rule, Count) else value})


def some_market() -> Small:
    """Sites s and t in formats a and b, each of cost 1."""
    small = draw(1, n_rules=0)
    small.options = pd.DataFrame({"site": ["s", "t"], "format": ["a", "b"], "cost": 1.0, "tier": "1"})
    small.options["status"] = "candidate"
    return replace(small, utility=np.ones((len(small.weights), 2)), fixed_value=np.zeros(2))


def test_the_rule_that_conflicts_with_two_gives_way_to_both() -> None:
    """At least one and at least two against none at all: none would have to be two."""
    rules = [Count(at_least=1, name="some"), Count(at_most=0, name="none"), Count(at_least=2, name="two")]
    diagnosis = diagnose(replace(some_market(), rules=rules).problem())
    assert diagnosis is not None
    assert 1 in diagnosis.conflict
    (correction,) = diagnosis.corrections
    assert [(change.rule, change.asked, change.value) for change in correction.changes] == [("none", 0.0, 2.0)]


def test_two_conflicts_at_once_are_told() -> None:
    """Formats a and b each asked for and ruled out: loosening one rule leaves the other format's conflict."""
    rules = [
        Count(**limit, where={"format": kind}, name=f"{kind} {sense}")
        for kind in "ab"
        for sense, limit in (("some", {"at_least": 1}), ("none", {"at_most": 0}))
    ]
    diagnosis = diagnose(replace(some_market(), rules=rules).problem())
    assert diagnosis is not None
    assert len({rules[n].name[0] for n in diagnosis.conflict}) == 1  # both rules of one format
    assert all(line.without for line in diagnosis.attainable)
    assert {tuple(sorted(change.rule[0] for change in correction.changes)) for correction in diagnosis.corrections} == {
        ("a", "b")
    }
    changed = [{(change.rule, change.value) for change in correction.changes} for correction in diagnosis.corrections]
    assert all(some != other for i, some in enumerate(changed) for other in changed[:i])  # each is told once


def covering(at_least: float, reach: float = 1.0) -> CoverageFloor:
    """Three zones 1, 2 and 3 minutes from sites s, t and u; the third zone weighs half of all."""
    minutes = np.where(np.eye(3), np.arange(1.0, 4.0), np.inf)
    return CoverageFloor(sp.csr_array(minutes <= reach), np.array([1.0, 1.0, 2.0]), at_least, name="floor")


def three_sites(*rules: Rule) -> SiteProblem:
    options = pd.DataFrame({"site": list("stu"), "format": "a", "cost": [1.0, 2.0, 4.0]})
    return SiteProblem(options, ZeroCapture(3, 3), rules)


def test_a_rule_that_fails_alone_is_loosened_with_the_others_kept_and_as_far_as_it_must_at_their_price() -> None:
    """Within 2 minutes two of four people can be reached, for 3; a budget of 1 reaches one of them."""
    diagnosis = diagnose(three_sites(Budget(1.0, name="budget"), covering(0.9, 2.0)))
    assert diagnosis is not None
    assert diagnosis.conflict == (1,)
    (line,) = diagnosis.attainable
    assert line.best is not None
    assert line.alone is not None
    assert (line.best.value, line.alone.value) == (0.25, 0.5)
    told = [[(change.rule, change.value) for change in correction.changes] for correction in diagnosis.corrections]
    assert told == [[("floor", 0.25)], [("floor", 0.5), ("budget", 3.0)]]


def test_minutes_give_way_as_far_as_they_must() -> None:
    """Half of the people live 3 minutes from site u, whose cost is the whole budget."""
    floor = covering(0.5, 1.0)
    minutes = Family(1, "minutes", "min", 1.0, (2.0, 3.0, 4.0), lambda m: covering(0.5, m))
    problem = three_sites(Budget(4.0, name="budget"), floor)
    diagnosis = diagnose(problem, families=[minutes])
    assert diagnosis is not None
    found = {
        (c.what, c.value)
        for correction in diagnosis.corrections
        if len(correction.changes) == 1
        for c in correction.changes
    }
    assert found == {("at_least", 0.25), ("minutes", 2.0)}
    cheap = diagnose(three_sites(Budget(2.0, name="budget"), floor), families=[minutes])
    assert cheap is not None
    assert all(change.what != "minutes" for correction in cheap.corrections for change in correction.changes)


def test_the_best_plan_under_a_repair_is_found_on_request() -> None:
    small = replace(some_market(), rules=[Count(at_least=2, name="two"), Budget(1.0, name="budget")])
    diagnosis = diagnose(small.problem(), gap=1e-4)
    assert diagnosis is not None
    for correction in diagnosis.corrections:
        plans = holding(small, correction.applied(small.rules))
        assert correction.best is not None
        assert correction.best.objective == pytest.approx(small.values(plans).max(), rel=1e-3)


def test_without_time_nothing_is_claimed() -> None:
    problem = replace(some_market(), rules=[Count(at_least=1, name="some"), Count(at_most=0, name="none")]).problem()
    assert diagnose(problem, time_limit=1e-9) is None
    assert diagnose(problem, cancel=lambda: True) is None


@pytest.mark.parametrize("polls", [10, 30, 60, 90, 130])
def test_a_diagnosis_that_is_cut_short_says_no_more_than_is_proven(polls: int) -> None:
    """Whenever it is stopped: what conflicts does, figures lie between what can be had and bounds, corrections work."""
    small = draw(3577, n_rules=5)
    left = iter(range(polls))
    diagnosis = diagnose(small.problem(), cancel=lambda: next(left, None) is None)
    if diagnosis is None:
        return
    assert len(plans_under(small, diagnosis.conflict)) == 0
    assert not diagnosis.proven or len(diagnosis.conflict) == smallest_conflict(small)
    for line in diagnosis.attainable:
        assert line.best is None or abs(line.best.value - line.limit.asked) >= abs(line.best.bound - line.limit.asked)
    for correction in diagnosis.corrections:
        assert len(holding(small, correction.applied(small.rules)))


def test_a_change_of_nothing_known_is_as_large_as_can_be() -> None:
    assert RuleChange(0, "r", "at_least", "sites", 4.0, 3.0, True, None).size == 0.25
    assert RuleChange(0, "r", "at_least", "sites", 4.0, math.nan, True, None).size == 1.0


def test_zones_left_uncovered_are_told_heaviest_first_and_whether_any_option_reaches_them() -> None:
    """Within 2 minutes sites s and t reach the first two zones; only s is open, and u reaches nobody in time."""
    floor = covering(0.9, 2.0)
    left = blocked(three_sites(floor), floor, np.array([True, False, False]))
    assert left["zone"].tolist() == [2, 1]
    assert left["reachable"].tolist() == [False, True]
    areas = EachAreaFloor(floor.covers, floor.weights, ["a", "b", "b"], 0.3)
    assert blocked(three_sites(areas), areas, np.array([True, True, False]))["zone"].tolist() == []
    assert blocked(three_sites(areas), areas, np.array([False, True, False]))["zone"].tolist() == [0]
    everyone = CoverAll(floor.covers)
    assert sorted(blocked(three_sites(everyone), everyone, np.array([False, True, False]))["zone"]) == [0, 2]
    assert blocked(three_sites(), Budget(1.0), np.zeros(3, dtype=bool)).empty


def test_numbers_are_rounded_to_the_side_that_can_be_had() -> None:
    (money,) = Budget(1.0).limits(pd.DataFrame({"site": ["s"], "format": "a", "cost": [1.0]}))
    assert (money.readable(123456.0), money.readable(123456.0, beyond=True)) == (123500.0, 123400.0)
    (share,) = covering(0.9).limits(three_sites().options)
    assert (share.readable(0.8349), share.readable(0.8349, beyond=True)) == (0.834, 0.835)
    assert share.readable(0.834) == 0.834
