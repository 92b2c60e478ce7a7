"""Rules that count what a capture says: so much captured, so much a captured vehicle."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
import scipy.sparse as sp
from hypothesis import given
from hypothesis import strategies as st

from siteplan.errors import ProblemError
from siteplan.optimise import (
    Budget,
    CaptureFloor,
    CostPerVehicle,
    Count,
    CoverageCapture,
    HuffCapture,
    NearestCapture,
    Rule,
    SiteProblem,
    SolveStatus,
    ZeroCapture,
    solve,
)
from siteplan.optimise.bounds.grouping import zone_groups
from siteplan.optimise.bounds.master import Fixing, Master
from siteplan.optimise.infeasibility.diagnose import diagnose
from tests.examples import examples
from tests.optimise.small import Small, add_capture_floor, add_cost_per_vehicle, draw

OPTIONS = pd.DataFrame({"site": ["a", "b", "c"], "format": "mall", "cost": [3.0, 4.0, 8.0]})
HUFF = HuffCapture(sp.csr_array(np.array([[1.0, 1.0, 4.0]])), np.ones(1), np.array([60.0]))
"""One zone of 60 vehicles against rivals of 1: a and b alone win 30, together 40, c 48, everything 60 * 6/7."""


def cheapest(*rules: Rule):
    costs = -OPTIONS["cost"].to_numpy()
    return solve(SiteProblem(OPTIONS, ZeroCapture(3, 1), rules, costs), gap=1e-9)


def opened(selection) -> list[int]:
    return np.flatnonzero(selection.open).tolist()


@pytest.mark.parametrize(("target", "sites", "cost"), [(30.0, [0], 3.0), (40.0, [0, 1], 7.0), (41.0, [2], 8.0)])
def test_the_target_at_least_cost(target: float, sites: list[int], cost: float) -> None:
    selection = cheapest(CaptureFloor(HUFF, target))
    assert (opened(selection), selection.objective, selection.exact) == (sites, -cost, True)
    (line,) = selection.rules.to_dict("records")
    assert (line["kind"], line["sense"], line["asked"], line["met"]) == ("capture_floor", "at_least", target, True)
    assert line["achieved"] == pytest.approx({3.0: 30.0, 7.0: 40.0, 8.0: 48.0}[cost])


def test_a_target_that_everything_together_misses_has_no_plan() -> None:
    """All three pull 6 against 1: 60 * 6/7 = 51.4."""
    assert cheapest(CaptureFloor(HUFF, 51.5)).status is SolveStatus.INFEASIBLE
    assert opened(cheapest(CaptureFloor(HUFF, 60 * 6 / 7))) == [0, 1, 2]
    diagnosis = diagnose(SiteProblem(OPTIONS, HUFF, [CaptureFloor(HUFF, 51.5)]))
    assert diagnosis is not None
    (line,) = diagnosis.attainable
    assert line.best is not None
    assert 60 * 6 / 7 - 0.06 <= line.best.value <= 60 * 6 / 7


def test_a_floor_on_another_capture_than_the_one_that_counts() -> None:
    """c wins the most; but only a and b are near the people who are to be covered."""
    near = CoverageCapture(np.array([[1, 1, 0]]), np.array([100.0]))
    one = Count(at_most=1)
    assert opened(solve(SiteProblem(OPTIONS, HUFF, [one]))) == [2]
    assert opened(solve(SiteProblem(OPTIONS, HUFF, [one, CaptureFloor(near, 100.0, unit="persons")]))) in ([0], [1])


def test_minutes_have_a_ceiling() -> None:
    """A floor on minus the minutes: at most 12 person-minutes leaves c alone out."""
    minutes = NearestCapture(np.array([[5.0, 6.0, 7.0]]), np.array([2.0]))
    assert opened(cheapest(CaptureFloor(minutes, -12.0, unit="min"))) == [0]
    assert opened(cheapest(CaptureFloor(minutes, -12.0), Count(at_most=0, where={"site": "a"}))) == [1]


def test_a_vehicle_costs_at_most_so_much() -> None:
    """a: 3/30 = 0.1; b: 4/30; a and b: 7/40; c: 8/48 = 1/6; a and c: 11/50; b and c: 12/50; all: 15/51.4."""

    def most(limit: float, **more: float):
        return solve(SiteProblem(OPTIONS, HUFF, [CostPerVehicle(limit, HUFF, **more)]), gap=1e-9)

    for limit, sites in ((0.09, []), (0.1, [0]), (0.16, [0]), (1 / 6, [2]), (0.18, [2]), (0.22, [0, 2])):
        assert opened(most(limit)) == sites
    assert opened(most(0.22, spent=1.0)) == [2]  # 12/50 = 0.24 with a and c, 9/48 with c alone
    line = most(0.18).rules.iloc[0]
    assert (line["asked"], line["achieved"], line["unit"]) == (0.18, pytest.approx(8 / 48), "cost/vehicle")


def test_a_vehicle_ratio_is_not_blamed_on_what_must_open() -> None:
    """Required b costs 4/30 = 0.133 a vehicle; a beside it would cost 7/40, c 12/50: but a free d brings it down."""
    options = pd.concat([OPTIONS, pd.DataFrame({"site": ["d"], "format": ["mall"], "cost": [0.0]})], ignore_index=True)
    options["status"] = ["candidate", "required", "candidate", "candidate"]
    huff = HuffCapture(sp.csr_array(np.array([[1.0, 1.0, 4.0, 1.0]])), np.ones(1), np.array([60.0]))
    problem = SiteProblem(options, huff, [CostPerVehicle(0.11, huff)])
    assert diagnose(problem) is None
    assert opened(solve(problem)) == [1, 3]


def test_the_same_object_shares_its_cuts_and_another_has_its_own() -> None:
    for capture, n_groups in ((HUFF, 1), (replace(HUFF), 2)):
        problem = SiteProblem(OPTIONS, HUFF, [CaptureFloor(capture, 30.0), CostPerVehicle(1.0, capture)])
        master = Master(problem, zone_groups(problem), Fixing.of(problem))
        assert (len(problem.captures), master.n_groups) == (n_groups, n_groups)


def test_given_groups_are_those_of_the_capture_that_counts() -> None:
    market = HuffCapture(sp.csr_array(np.ones((4, 3))), np.ones(4), np.ones(4))
    floor = CaptureFloor(replace(market), 0.5)
    problem = SiteProblem(OPTIONS, market, [floor], groups=np.array([7, 7, 3, 3]))
    assert zone_groups(problem).tolist() == [1, 1, 0, 0, 2, 3, 4, 5]


def test_cuts_of_an_earlier_run_are_kept_for_the_same_captures_only() -> None:
    first = solve(SiteProblem(OPTIONS, HUFF, [CaptureFloor(HUFF, 30.0), Budget(9.0)]), gap=1e-9)
    for capture in (HUFF, replace(HUFF)):
        again = solve(SiteProblem(OPTIONS, HUFF, [CaptureFloor(capture, 45.0), Budget(9.0)]), gap=1e-9, start=first)
        assert (opened(again), again.status) == ([2], SolveStatus.OPTIMAL)


@examples(10, sample=5)
@given(st.integers(0, 2**32 - 1), st.sampled_from([add_capture_floor, add_cost_per_vehicle]))
def test_a_tighter_limit_never_raises_the_optimum(seed: int, add) -> None:
    small = draw(seed, n_rules=1)
    add(small, np.random.default_rng(seed))
    *others, rule = small.rules or [CaptureFloor(small.capture(), 0.0)]
    tighter = (
        replace(rule, at_least=rule.at_least + abs(rule.at_least) / 10)
        if isinstance(rule, CaptureFloor)
        else replace(rule, limit=rule.limit / 1.3)
    )
    loose, tight = (solve(asked(small, [*others, limit]), gap=1e-7) for limit in (rule, tighter))
    if tight.found:
        assert tight.objective <= loose.objective + 1e-6 * max(1.0, abs(loose.objective))


def asked(small: Small, rules: list[Rule]) -> SiteProblem:
    return replace(small, rules=rules).problem()


@pytest.mark.parametrize(
    ("message", "rule"),
    [
        ("rule 'capture': shape", CaptureFloor(HuffCapture(sp.csr_array((1, 2)), np.ones(1), np.ones(1)), 1.0)),
        ("NaN", CaptureFloor(HuffCapture(sp.csr_array((1, 3)), np.array([np.nan]), np.ones(1)), 1.0)),
        ("a capture of 2 zones.*the problem's 1", CaptureFloor(ZeroCapture(3, 2), 0.0)),
        ("at_least: .*nan", CaptureFloor(HUFF, float("nan"))),
        ("a limit of 0", CostPerVehicle(0.0, HUFF)),
        ("a limit of nan", CostPerVehicle(float("nan"), HUFF)),
        ("spent is -1", CostPerVehicle(1.0, HUFF, spent=-1.0)),
        ("no column 'rent'", CostPerVehicle(1.0, HUFF, column="rent")),
        ("a capture below 0", CostPerVehicle(1.0, NearestCapture(np.ones((1, 3)), np.ones(1)))),
    ],
)
def test_rules_that_cannot_be_are_refused(message: str, rule: Rule) -> None:
    with pytest.raises(ProblemError, match=message):
        SiteProblem(OPTIONS, HUFF, [rule])
