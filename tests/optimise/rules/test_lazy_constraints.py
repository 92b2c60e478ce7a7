"""Rules that are asked of whole plans: minimum sales, what own facilities lose; and what they teach."""

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
    CannibalisationCap,
    HuffCapture,
    MinimumSales,
    Rule,
    SiteProblem,
    SolveStatus,
    solve,
)
from siteplan.optimise.rules import LazyConstraint
from tests.examples import examples
from tests.optimise.small import KINDS, add_cannibalisation, add_minimum_sales, draw

OPTIONS = pd.DataFrame({"site": ["a", "b", "c"], "format": ["mall", "mall", "shop"], "cost": [3.0, 4.0, 8.0]})
HUFF = HuffCapture(sp.csr_array(np.array([[1.0, 2.0, 2.0]])), np.array([1.0]), np.array([60.0]), np.array([1.0]))
"""One zone of 60 vehicles, a facility of 1 and rivals of 1: alone a sells 20, b and c 30; the facility 30 at first.

a and b leave 2 of 5 parts: a 12, b 24, the facility 12; b and c: 20 each, the facility 10; all: 60/7 a part.
"""


def best(*rules: Rule, capture: HuffCapture = HUFF):
    return solve(SiteProblem(OPTIONS, capture, rules), gap=1e-9)


def opened(selection) -> list[int]:
    return np.flatnonzero(selection.open).tolist()


@pytest.mark.parametrize(("least", "sites"), [(8.5, [0, 1, 2]), (8.6, [1, 2]), (20.0, [1, 2]), (20.1, [1]), (30.1, [])])
def test_no_option_opens_that_sells_too_little(least: float, sites: list[int]) -> None:
    selection = best(MinimumSales(HUFF, least))
    assert selection.status is SolveStatus.OPTIMAL
    assert opened(selection) == sites or (sites == [1] and opened(selection) == [2])
    assert selection.rules.iloc[0]["met"]


def test_minimum_sales_of_some_options_and_their_report() -> None:
    assert opened(best(MinimumSales(HUFF, 20.1, where={"format": "shop"}))) == [0, 1]
    rule = MinimumSales(HUFF, np.array([0.0, 19.0, 22.0]))
    line = rule.reports(OPTIONS, np.array([True, True, True]))[0]
    assert (line.sense, line.asked, line.achieved, line.met) == ("at_least", 22.0, pytest.approx(120 / 7), False)
    nothing = rule.reports(OPTIONS, np.zeros(3, dtype=bool))[0]
    assert (nothing.asked, nothing.achieved, nothing.met) == (22.0, 22.0, True)
    assert rule.sales(np.array([True, True, False])) == pytest.approx([12.0, 24.0, 0.0])


@pytest.mark.parametrize(
    ("limit", "share", "sites"),
    [(0.5, True, [[1], [2]]), (15.0, False, [[1], [2]]), (0.6, True, [[0, 1], [0, 2]]), (0.3, True, [[]])],
)
def test_sister_facilities_lose_at_most_so_much(limit: float, share: bool, sites: list[list[int]]) -> None:
    """The facility sells 30: a takes 10 of it, b or c 15, a with one of them 18, b and c 20."""
    selection = best(CannibalisationCap(HUFF, np.array([1.0]), limit, share))
    assert opened(selection) in sites
    line = selection.rules.iloc[0]
    assert (line["asked"], line["met"], line["unit"]) == (limit, True, "share" if share else "vehicles")


def test_each_facility_has_a_limit_of_its_own() -> None:
    """Two facilities of 1/2 in their own zones; only the second zone's may be robbed."""
    market = HuffCapture(sp.csr_array(np.diag([1.0, 1.0])), np.ones(2), np.full(2, 30.0), np.ones(2))
    rule = CannibalisationCap(market, np.eye(2), np.array([0.1, 0.9]))
    assert opened(solve(SiteProblem(OPTIONS.iloc[:2], market, [rule]), gap=1e-9)) == [1]
    assert rule.taken(np.array([True, True])) == pytest.approx([5.0, 5.0])  # 15 of 30 before, 10 of 30 after
    line = rule.reports(OPTIONS.iloc[:2], np.array([True, True]))[0]
    assert (line.asked, line.achieved, line.met) == (0.1, pytest.approx(1 / 3), False)


@examples(100, sample=40)
@given(st.integers(0, 2**32 - 1), st.sampled_from([add_minimum_sales, add_cannibalisation]))
def test_cuts_exclude_the_plan_they_come_from_and_none_that_holds(seed: int, add) -> None:
    """Those made at fractions cut off no plan that holds either."""
    small = draw(seed, n_rules=0)
    r = np.random.default_rng(seed)
    add(small, r)
    (rule,), (test,) = small.rules, small.tests
    plans = small.plans()
    broken = r.random((4, len(small.options))) < 0.5
    fraction = r.random(len(small.options)) * (r.random(len(small.options)) < 0.7)
    cuts = [*rule.separate(small.options, fraction)]
    for plan in broken:
        found = [*rule.cuts(small.options, plan)]
        assert bool(found) == (not test(plan[None])[0])
        assert all(cut.excess(plan.astype(float)) > 0 for cut in found)
        assert not found or max(cut.excess(plan.astype(float)) for cut in found) >= 1 - 1e-9
        cuts += found
    for cut in cuts:
        assert all(cut.excess(plan.astype(float)) <= 1e-9 for plan in plans)


@examples(10, sample=5)
@given(st.integers(0, 2**32 - 1), st.sampled_from([add_minimum_sales, add_cannibalisation]))
def test_a_tighter_limit_never_raises_the_optimum(seed: int, add) -> None:
    small = draw(seed, n_rules=1)
    add(small, np.random.default_rng(seed))
    rule, name = small.rules[-1], "at_least" if add is add_minimum_sales else "at_most"
    factor = 1.2 if name == "at_least" else 0.8
    tighter = replace(rule, **{name: getattr(rule, name) * factor})
    loose, tight = (
        solve(replace(small, rules=[*small.rules[:-1], limit]).problem(), gap=1e-7) for limit in (rule, tighter)
    )
    if tight.found:
        assert tight.objective <= loose.objective + 1e-6 * max(1.0, abs(loose.objective))


def test_a_plan_and_the_cuts_of_an_earlier_run_serve_under_other_limits() -> None:
    first = best(MinimumSales(HUFF, 8.0), Budget(15.0))
    problem = SiteProblem(OPTIONS, HUFF, [MinimumSales(HUFF, 20.0), Budget(15.0)])
    assert opened(solve(problem, gap=1e-9, start=first)) == [1, 2]


def test_every_kind_of_checked_rule_is_drawn() -> None:
    drawn = {type(rule) for seed in range(200) for rule in draw(seed, n_rules=6).rules}
    assert {MinimumSales, CannibalisationCap} <= drawn
    assert len(KINDS) <= len(drawn)
    assert all(issubclass(kind, LazyConstraint) for kind in (MinimumSales, CannibalisationCap))


@pytest.mark.parametrize(
    ("message", "rule"),
    [
        ("at_least: .*one number, or 3", MinimumSales(HUFF, np.ones(2))),
        ("at_least: .*a limit that cannot be", MinimumSales(HUFF, -1.0)),
        ("at_least: .*a limit that cannot be", MinimumSales(HUFF, float("nan"))),
        ("at_least: .*a limit that cannot be", MinimumSales(HUFF, float("inf"))),
        ("no option has format 'shops'.*'shop'", MinimumSales(HUFF, 1.0, where={"format": "shops"})),
        ("a capture of 2 zones", MinimumSales(HuffCapture(sp.csr_array((2, 3)), np.ones(2), np.ones(2)), 1.0)),
        ("at_most: .*numbers from 0 to 1", CannibalisationCap(HUFF, np.ones(1), 1.5)),
        ("at_most: .*one number, or 1", CannibalisationCap(HUFF, np.ones(1), np.ones(2))),
        ("utilities of 2 zones", CannibalisationCap(HUFF, np.ones(2), 0.5)),
        ("NaN, infinite or negative", CannibalisationCap(HUFF, np.array([-1.0]), 0.5)),
        ("more than all own facilities", CannibalisationCap(HUFF, np.array([2.0]), 0.5)),
    ],
)
def test_rules_that_cannot_be_are_refused(message: str, rule: Rule) -> None:
    with pytest.raises(ProblemError, match=message):
        SiteProblem(OPTIONS, HUFF, [rule])
