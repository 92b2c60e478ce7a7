"""KPIs by hand."""

import math

import numpy as np
import pandas as pd
import pytest

from siteplan.evaluate.kpis import coverage_of, mean_minutes, reached
from tests.markets import zones
from tests.worlds import tiny_plan


def test_coverage_counts_persons_not_zones() -> None:
    town = zones([113] * 3, [22] * 3, [100, 300, 600]).assign(rural=[True, True, False], tier=["3", "1", "1"])
    found = coverage_of(town, np.array([True, False, True]), ("1", "3", "9"))
    assert (found.all, found.rural, found.urban) == (0.7, 0.25, 1.0)
    assert found.by_tier["1"] == 600 / 900
    assert found.by_tier["3"] == 1.0
    assert math.isnan(found.by_tier["9"])


def test_people_out_of_reach_count_with_the_limit() -> None:
    town = zones([113] * 2, [22] * 2, [100, 300])
    assert mean_minutes(town, pd.Series([10.0, np.inf], index=town.index), 90) == (10 * 100 + 90 * 300) / 400


def test_the_mean_drive_is_told_of_those_in_reach_and_the_others_are_counted() -> None:
    """47 million people out of reach at the cut-off of 90 minutes read as a drive of 53 minutes; it was 30.6."""
    town = zones([113] * 2, [22] * 2, [100, 300])
    minutes = pd.Series([10.0, np.inf], index=town.index)
    assert reached(town, minutes) == (10.0, 300.0)
    mean, far = reached(town, minutes * np.inf)
    assert np.isnan(mean)
    assert far == 400.0


def test_newly_covered_are_those_whom_today_leaves_out_counted_zone_by_zone() -> None:
    """From the zones of the plan, not from shares: where nothing closes it is also the difference of all covered."""
    plan = tiny_plan()
    people, now, before = (plan.zones[column] for column in ("population", "covered", "covered_before"))
    assert plan.kpis.newly_covered == people[now & ~before].sum() > 0
    gained = plan.kpis.coverage.all - plan.baseline.coverage.all
    assert plan.kpis.newly_covered == pytest.approx(gained * people.sum())
    assert plan.baseline.newly_covered == 0
