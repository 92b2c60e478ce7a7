"""Rules on what stands in periods: rows, reports and cuts over schedules are those over what stands."""

import numpy as np
import pandas as pd
import pytest
import scipy.sparse as sp

from siteplan.optimise import CaptureFloor, Count, HuffCapture, MinimumSales, SiteProblem, SolveStatus, solve
from siteplan.optimise.captures.periods.in_period import InPeriod
from siteplan.optimise.captures.periods.over_periods import OverPeriods
from siteplan.optimise.rules.periods.in_periods import PeriodColumns, in_periods

COLUMNS = pd.DataFrame({"site": ["a", "b"], "format": ["mall", "mall"]})
SCHEDULES = pd.DataFrame({"site": ["a", "a", "b", "b"], "format": ["0", "1", "0", "1"]}, index=["a0", "a1", "b0", "b1"])
FIRST, LAST = np.array([0, -1, 1, -1]), np.array([0, 0, 1, 1])
"""Two phases: what is chosen for phase 0 stands from the first period on, the rest in the last alone."""


def huff(utility: list[list[float]]) -> HuffCapture:
    return HuffCapture(sp.csr_array(np.array(utility)), np.ones(2), np.array([100.0, 100.0]))


@pytest.fixture(name="first")
def _first() -> PeriodColumns:
    return PeriodColumns.of(COLUMNS, FIRST)


@pytest.fixture(name="last")
def _last() -> PeriodColumns:
    return PeriodColumns.of(COLUMNS, LAST)


def test_a_limit_is_told_by_the_period_that_leaves_least(first: PeriodColumns, last: PeriodColumns) -> None:
    """One of two stands at first, both in the end: of at most two none is left then."""
    rule = in_periods([Count(at_most=2, name="most")] * 2, [first, last])
    (line,) = rule.reports(SCHEDULES, np.array([True, False, False, True]))
    assert (line.achieved, line.slack, line.row) == (2.0, 0.0, 1)


def test_a_floor_on_sales_binds_in_its_period(first: PeriodColumns, last: PeriodColumns) -> None:
    """Site b sells 50 of zone 1 beside a, so a floor of 60 in the first period needs both from the start."""
    capture = huff([[1.0, 0.0], [0.0, 1.0]])
    whole = OverPeriods([InPeriod(capture, FIRST), InPeriod(capture, LAST)])
    floor = in_periods([CaptureFloor(capture, 60.0, name="floor")], [first])
    dear = np.array([-200.0, -0.1, -200.0, -0.1])
    found = solve(SiteProblem(SCHEDULES, whole, [floor], fixed_value=dear), gap=1e-9)
    assert list(found.open[found.open].index) == ["a0", "b0"]
    (line,) = found.rules.itertuples()
    assert line.achieved == pytest.approx(100.0)
    free = solve(SiteProblem(SCHEDULES, whole, fixed_value=dear), gap=1e-9)
    assert list(free.open[free.open].index) == ["a1", "b1"]


def test_rules_without_rows_are_asked_in_their_period(first: PeriodColumns, last: PeriodColumns) -> None:
    """Beside each other both sell 33 of a common zone's 100: at least 40 each lets one open, or none beside it."""
    capture = huff([[1.0, 1.0], [0.0, 0.0]])
    whole = OverPeriods([InPeriod(capture, FIRST), InPeriod(capture, LAST)])
    least = MinimumSales(capture, 40.0, name="least")
    found = solve(SiteProblem(SCHEDULES, whole, [in_periods([least, least], [first, last])]), gap=1e-9)
    assert found.status is SolveStatus.OPTIMAL
    assert found.open.sum() == 1
    assert found.objective == pytest.approx(100.0)


def test_limits_are_loosened_in_every_period(first: PeriodColumns, last: PeriodColumns) -> None:
    rule = in_periods([Count(at_most=1, name="most")] * 2, [first, last])
    (limit,) = rule.limits(SCHEDULES)
    looser = rule.loosened(limit, 2, SCHEDULES)
    both = np.array([True, False, True, False])
    assert looser is not None
    assert all(line.met for line in looser.reports(SCHEDULES, both))
    assert not rule.reports(SCHEDULES, both)[0].met
    assert rule.without(limit) is None


def test_what_is_uncovered_is_told_of_the_last_period(last: PeriodColumns) -> None:
    from siteplan.optimise import CoverageFloor

    floor = CoverageFloor(sp.csr_array(np.eye(2)), np.ones(2), 0.5, name="cover")
    rule = in_periods([floor], [last])
    uncovered = rule.uncovered(np.array([False, True, False, False]))
    assert uncovered is not None
    assert uncovered.tolist() == [False, True]
    assert rule.coverage is not None
    assert (rule.coverage.covers != 0).toarray().tolist() == [[True, True, False, False], [False, False, True, True]]
