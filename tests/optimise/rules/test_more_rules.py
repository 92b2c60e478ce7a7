"""Shares, needs, spacing, territories, every area, every zone: on the smallest markets that show them."""

import numpy as np
import pandas as pd
import pytest
import scipy.sparse as sp

from siteplan.errors import ProblemError
from siteplan.optimise import (
    CoverAll,
    EachAreaFloor,
    FormatShare,
    Requires,
    SiteProblem,
    SolveStatus,
    Spacing,
    Territory,
    ZeroCapture,
    solve,
)

OPTIONS = pd.DataFrame(
    {
        "site": ["a", "a", "b", "c", "d"],
        "format": ["mall", "agent", "mall", "franchise", "agent"],
        "region": ["n", "n", "n", "s", "s"],
    }
)


def most(*rules, worth=(1.0, 1.0, 1.0, 1.0, 1.0), n_zones: int = 1):
    """The plan that opens the most, each option worth so much."""
    return solve(SiteProblem(OPTIONS, ZeroCapture(len(OPTIONS), n_zones), rules, np.array(worth)), gap=1e-9)


def opened(selection) -> list[int]:
    return np.flatnonzero(selection.open).tolist()


def test_a_share_counts_only_openings() -> None:
    """Malls at most a third: mall b beside the three others, agent a among them; both malls would be half."""
    rule = FormatShare({"format": "mall"}, at_most=1 / 3)
    selection = most(rule, worth=(3.0, 1.0, 3.0, 1.0, 1.0))
    assert selection.objective == 6.0
    (line,) = selection.rules.to_dict("records")
    assert (line["achieved"], line["met"]) == (0.25, True)
    assert np.isnan(line["shadow_price"])  # the row's dual is worth of a site, not of a share
    assert rule.reports(OPTIONS, np.zeros(5, dtype=bool))[0].met


def test_a_franchise_needs_an_agent_of_its_region() -> None:
    rule = Requires({"format": "franchise"}, {"format": "agent"}, "region")
    assert opened(most(rule, worth=(1.0, 0.0, 1.0, 5.0, -2.0))) == [0, 2, 3, 4]
    assert opened(most(rule, worth=(1.0, 0.0, 1.0, 1.0, -2.0))) == [0, 2]
    own = Requires({"format": "franchise"}, {"format": "agent"}, "region", own=["s"])
    assert opened(most(own, worth=(1.0, 0.0, 1.0, 1.0, -2.0))) == [0, 2, 3]
    lacking = rule.reports(OPTIONS, np.array([True, False, False, True, False]))[0]
    assert (lacking.achieved, lacking.met) == (1.0, False)


def test_spacing_keeps_pairs_apart_and_makes_one_row_of_three() -> None:
    near = np.zeros((5, 5), dtype=bool)
    near[2, 3] = near[3, 4] = near[2, 4] = True
    rule = Spacing(near)
    assert rule.rows(OPTIONS).n_rows == 1
    assert len(opened(most(rule))) == 2
    assert rule.reports(OPTIONS, np.array([0, 0, 1, 1, 1], dtype=bool))[0].achieved == 3.0
    only = Spacing(near, first={"format": "franchise"}, second={"format": "mall"})
    assert opened(most(only, worth=(0.0, 0.0, 2.0, 1.0, 1.0))) == [2, 4]


def test_spacing_bars_what_is_near_own_facilities() -> None:
    rule = Spacing(np.zeros((5, 5), dtype=bool), near_own=np.array([0, 0, 1, 0, 0], dtype=bool))
    assert 2 not in opened(most(rule))


def test_territories_share_no_zone() -> None:
    """b and c both claim the second zone; the third belongs to an own facility, and d claims it."""
    zones = sp.csr_array(np.array([[1, 0, 0, 0, 0], [0, 0, 1, 1, 0], [0, 0, 0, 0, 1]]))
    rule = Territory.of(zones, own=np.array([False, False, True]))
    assert opened(most(rule, worth=(1.0, 0.5, 1.0, 2.0, 1.0))) == [0, 3]


def test_every_area_has_its_share() -> None:
    """Two counties of two zones; the second needs c or d for half its people, and today's network has its last zone."""
    covers = sp.csr_array(np.array([[1, 0, 0, 0, 0], [0, 0, 0, 0, 0], [0, 0, 0, 1, 1], [0, 0, 0, 0, 0]]))
    people, county = np.array([6.0, 4.0, 5.0, 5.0]), ["x", "x", "y", "y"]
    rule = EachAreaFloor(covers, people, county, 0.6)
    assert most(rule, n_zones=4).status is SolveStatus.INFEASIBLE  # at most half of y
    assert rule.unmet(np.ones(5, dtype=bool)) == ["y"]
    today = EachAreaFloor(covers, people, county, 0.6, covered=np.array([False, False, False, True]))
    selection = most(today, worth=(-1.0, -1.0, -1.0, -1.0, -2.0), n_zones=4)
    assert opened(selection) == [0, 3]
    assert selection.rules.iloc[0]["achieved"] == 2.0


def test_what_every_area_is_asked_is_a_share_though_areas_are_counted() -> None:
    rule = EachAreaFloor(sp.csr_array((1, 5)), np.ones(1), ["x"], 0.6)
    (limit,) = rule.limits(OPTIONS)
    assert (limit.asked, limit.unit, limit.line.unit) == (0.6, "share", "areas")


def test_backup_coverage_wants_two() -> None:
    covers = np.array([[1, 0, 1, 1, 0], [1, 0, 1, 1, 0], [0, 0, 0, 1, 1]], dtype=bool)
    cost = (-1.0, -1.0, -2.0, -3.5, -1.0)
    assert opened(most(CoverAll(covers), worth=cost, n_zones=3)) == [0, 4]
    assert opened(most(CoverAll(covers, times=2), worth=cost, n_zones=3)) == [0, 3, 4]
    assert opened(most(CoverAll(covers, times=2, own=np.array([0, 0, 1])), worth=cost, n_zones=3)) == [0, 2, 4]
    assert CoverAll(covers).rows(OPTIONS).n_rows == 2  # the first two zones ask the same


def test_only_zones_that_are_wanted_are_covered() -> None:
    """The last zone is left out: the cheapest site of the first two will do, and two zones are asked."""
    covers = np.array([[1, 0, 1, 1, 0], [1, 0, 1, 1, 0], [0, 0, 0, 1, 1]], dtype=bool)
    rule = CoverAll(covers, wanted=np.array([True, True, False]))
    assert opened(most(rule, worth=(-1.0, -1.0, -2.0, -3.0, -1.0), n_zones=3)) == [0]
    (line,) = rule.reports(OPTIONS, np.array([0, 0, 0, 0, 1], dtype=bool))
    assert (line.asked, line.achieved, line.met) == (2.0, 0.0, False)


@pytest.mark.parametrize(
    ("message", "rule"),
    [
        ("sets no limit", FormatShare({"format": "mall"})),
        ("no share", FormatShare({"format": "mall"}, at_most=2.0)),
        ("no option has format 'malls'.*'mall'", FormatShare({"format": "malls"}, at_most=0.5)),
        ("no column 'county'", Requires({"format": "mall"}, {"format": "agent"}, "county")),
        ("shape", Spacing(np.zeros((2, 2), dtype=bool))),
        ("shape", CoverAll(np.zeros((1, 2), dtype=bool))),
        ("wanted", CoverAll(np.zeros((1, 5), dtype=bool), wanted=np.ones(2, dtype=bool))),
        ("times", CoverAll(np.zeros((1, 5), dtype=bool), times=0)),
        ("area_of", EachAreaFloor(sp.csr_array((1, 5)), np.ones(1), [], 0.5)),
    ],
)
def test_rules_that_cannot_be_are_refused(message: str, rule) -> None:
    with pytest.raises(ProblemError, match=message):
        SiteProblem(OPTIONS, ZeroCapture(5), [rule])
