"""Sites that sell far less than those alike, against a hand's count on sites of known sales."""

from __future__ import annotations

from dataclasses import replace

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest

from siteplan.evaluate.review.alternatives import Today
from siteplan.evaluate.review.weak_sites import CAUSES, WeakParams, weak_sites
from siteplan.pipeline import lay_groundwork
from tests.moving import moving_market
from tests.test_facilities import asked

SALES = [600.0, 610.0, 590.0, 605.0, 595.0, 150.0]


def compared(n: int = 6, least_alike: int = 5) -> pd.DataFrame:
    """Malls of 200 m2 and one rent at the same place, which sold SALES; the last pays twice the rent."""
    market = moving_market("keep", "keep")
    row = market.facilities.loc[["F1"]].assign(keep="closable", area_m2=200.0, rent=10.0, frozen=False)
    ids = pd.Index([f"M{i}" for i in range(n)], name="site_id")
    own = gpd.GeoDataFrame(pd.concat([row] * n), crs=row.crs).set_index(ids)
    own = own.assign(annual_sales=SALES[-n:], rent=[10.0] * (n - 1) + [20.0])
    ground = lay_groundwork(asked(objective="profit"), replace(market, facilities=own))
    return weak_sites(Today(ground), WeakParams(least_alike=least_alike))


def test_the_one_that_sells_a_quarter_is_weak_and_conversion_and_rent_are_why() -> None:
    """All stand at one place: traffic and sisters are alike, so the gap is what it sells less and pays more."""
    found = compared()
    assert found["weak"].tolist() == [False] * 5 + [True]
    weak = found.iloc[-1]
    usual = float(np.median(SALES)) / 200
    assert weak["usual_per_m2"] == pytest.approx(usual)
    margin = asked().formats["mall"].margin
    assert weak["gap_rent"] == pytest.approx(10 * 365)
    assert weak["gap_conversion"] == pytest.approx(margin * (usual - 150 / 200))
    assert weak[["gap_traffic", "gap_sisters"]].abs().max() < 1e-6
    assert weak["gap"] == pytest.approx(weak[list(CAUSES)].sum())


def test_the_causes_sum_to_the_gap_of_every_site() -> None:
    found = compared()
    assert found[list(CAUSES)].sum(axis=1).to_numpy() == pytest.approx(found["gap"].to_numpy())


def test_sites_with_too_few_alike_are_compared_with_none() -> None:
    found = compared(4)
    assert found["alike"].tolist() == [""] * 4
    assert not found["weak"].any()
    assert found["gap"].isna().all()
    assert compared(4, 4)["weak"].tolist() == [False] * 3 + [True]
