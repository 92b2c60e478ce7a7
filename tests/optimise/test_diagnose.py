"""The clash is the smallest there is, what is attainable is the best there is: both against every plan."""

from dataclasses import replace
from itertools import combinations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from siteplan.optimise import (
    Budget,
    CannibalisationCap,
    CaptureFloor,
    CostPerVehicle,
    Count,
    CoverageFloor,
    HuffCapacity,
    MinimumSales,
    RequiredSites,
    SolveStatus,
    solve,
)
from siteplan.optimise.diagnose import diagnose, repair
from tests.optimise.small import Small, draw


def plans_under(small: Small, numbers) -> np.ndarray:
    return replace(small, tests=[small.tests[n] for n in numbers]).plans()


def smallest_clash(small: Small) -> int:
    n = len(small.rules)
    clashing = (k for k in range(n + 1) for some in combinations(range(n), k) if len(plans_under(small, some)) == 0)
    return next(clashing)


def named(small: Small) -> Small:
    """Each rule under a name of its own."""
    return replace(small, rules=[replace(rule, name=f"r{k}") for k, rule in enumerate(small.rules)])


@settings(max_examples=90)
@given(st.integers(0, 2**32 - 1))
def test_against_every_plan(seed: int) -> None:
    small = named(draw(seed, n_rules=5))
    problem = small.problem()
    diagnosis = diagnose(problem)
    if len(small.plans()):
        assert diagnosis is None
        return
    assert diagnosis is not None
    assert diagnosis.proven
    clash = [int(name[1:]) for name in diagnosis.clash]
    assert len(plans_under(small, clash)) == 0
    assert len(clash) == smallest_clash(small)
    for line in diagnosis.attainable:
        number = int(line.rule[1:])
        others = [n for n in range(len(small.rules)) if n != number]
        assert line.others_clash == (len(plans_under(small, others)) == 0)
        if line.others_clash:
            others = [n for n in clash if n != number]
        check(small, number, line, plans_under(small, others))


def check(small: Small, number: int, line, plans: np.ndarray) -> None:
    """The figure is the best of all plans under the other rules, and the eased rule allows one of them."""
    rule = small.rules[number]
    if isinstance(rule, Budget | CaptureFloor | CoverageFloor | RequiredSites) or (
        isinstance(rule, Count) and line.sense == "exactly"
    ):
        reached = [rule.reports(small.options, plan)[0].achieved for plan in plans]
        nearest = min(abs(value - line.asked) for value in reached)
        assert abs(line.best - line.asked) == pytest.approx(nearest, abs=1e-6)
        assert line.proven
    if isinstance(rule, CannibalisationCap | CostPerVehicle | HuffCapacity | MinimumSales) and np.isfinite(line.best):
        reached = [rule.reports(small.options, plan)[0].achieved for plan in plans]
        nearest = min(abs(value - line.asked) for value in reached)
        fine = 1.0 if line.unit == "share" else line.asked or rule.loosest(small.options)
        assert nearest - 1e-6 <= abs(line.best - line.asked) <= nearest + 1.01e-3 * fine
    if line.eased is not None and not line.others_clash:
        rules = [line.eased if n == number else r for n, r in enumerate(small.rules)]
        assert solve(replace(small.problem(), rules=rules), gap=1e-3).status is SolveStatus.OPTIMAL


def test_the_rule_that_clashes_with_two_gives_way_to_both() -> None:
    """At least one and at least two against none at all: none would have to be two."""
    small = draw(1, n_rules=0)
    rules = [Count(at_least=1, name="some"), Count(at_most=0, name="none"), Count(at_least=2, name="two")]
    diagnosis = diagnose(replace(small, rules=rules).problem())
    assert diagnosis is not None
    assert len(diagnosis.clash) == 2
    assert "none" in diagnosis.clash
    none = next(a for a in diagnosis.attainable if a.rule == "none")
    assert (none.best, none.others_clash) == (2.0, False)


def test_two_clashes_at_once_are_told() -> None:
    """Formats a and b each asked for and ruled out: easing one rule leaves the other format's clash."""
    small = draw(1, n_rules=0)
    small.options = pd.DataFrame({"site": ["s", "t"], "format": ["a", "b"], "cost": 1.0, "tier": "1"})
    small.options["status"] = "candidate"
    small = replace(small, utility=np.ones((len(small.weights), 2)), fixed_value=np.zeros(2))
    rules = [
        Count(**limit, where={"format": kind}, name=f"{kind} {sense}")
        for kind in "ab"
        for sense, limit in (("some", {"at_least": 1}), ("none", {"at_most": 0}))
    ]
    problem = replace(small, rules=rules).problem()
    diagnosis = diagnose(problem)
    assert diagnosis is not None
    assert len({name[0] for name in diagnosis.clash}) == 1  # both rules of one format
    assert all(line.others_clash for line in diagnosis.attainable)
    assert len({change.rule[0] for change in repair(problem)}) == 2  # one change for each


@settings(max_examples=40)
@given(st.integers(0, 2**32 - 1))
def test_a_repair_gives_a_plan_and_each_change_of_it_is_needed(seed: int) -> None:
    small = named(draw(seed, n_rules=5))
    problem = small.problem()
    changes = {change.rule: change for change in repair(problem)}
    if not changes:
        return
    eased = [changes[r.name].eased if r.name in changes else r for r in small.rules]
    assert solve(replace(problem, rules=eased), gap=1e-3).status is SolveStatus.OPTIMAL
    for name in changes:
        kept = [r if r.name == name else e for r, e in zip(small.rules, eased, strict=True)]
        assert solve(replace(problem, rules=kept), gap=1e-3).status is SolveStatus.INFEASIBLE


def test_without_time_nothing_is_claimed() -> None:
    small = draw(1, n_rules=0)
    problem = replace(small, rules=[Count(at_least=1, name="some"), Count(at_most=0, name="none")]).problem()
    assert diagnose(problem, time_limit=1e-9) is None
