"""What zones are coloured by is what the plan's own tables say of today."""

from __future__ import annotations

import numpy as np
import pytest

from siteplan.evaluate import evaluate
from siteplan.evaluate.zones_today import zones_today
from siteplan.pipeline import choose
from tests.worlds import tiny_ground

GROUND = tiny_ground()
TODAY = zones_today(GROUND)


def test_shares_minutes_and_coverage_are_those_that_a_plan_starts_from() -> None:
    plan = evaluate(choose(GROUND))
    zones = plan.zones
    assert TODAY["share"].fillna(0.0).to_numpy() == pytest.approx(zones["share_before"].fillna(0.0).to_numpy())
    assert TODAY["demand"].to_numpy() == pytest.approx(zones["demand"].to_numpy())
    expected = zones["rural"] & (zones["population"] > 0) & ~zones["covered_before"]
    assert TODAY["open"].tolist() == expected.tolist()
    won = plan.baseline.capture
    assert (TODAY["demand"] - TODAY["unmet"]).sum() == pytest.approx(won)
    assert TODAY["sales"].sum() == pytest.approx(won)
    rest = TODAY["demand"] * (1 - TODAY["share"] - TODAY["rivals"])
    assert TODAY["unserved"].to_numpy() == pytest.approx(rest.fillna(0.0).to_numpy(), abs=1e-6)


def test_minutes_are_to_the_nearest_site_that_sells() -> None:
    zones = GROUND.market.zones
    assert TODAY.index.equals(zones.index)
    known = TODAY["minutes"].dropna()
    assert np.isfinite(known).all()
    assert (known >= 0).all()
