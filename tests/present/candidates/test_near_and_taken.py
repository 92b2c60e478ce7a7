"""Who is near a candidate and who loses to it: figures add up to its sales, names are those of the reader."""

from __future__ import annotations

import pytest

from siteplan.evaluate.alone import alone
from siteplan.present.candidates.near_and_taken import rivals_near, taken_from
from siteplan.present.text.reader import Reader
from siteplan.travel.between import nearest_sites, sites_within_km
from tests.worlds import tiny_ground

GROUND = tiny_ground()


def test_what_it_takes_adds_up_to_its_sales() -> None:
    found = alone(GROUND, "C1:mall")
    table = taken_from(found.taken, GROUND.market, Reader("en")).frame
    whole = table.iloc[:3]  # competitors, other ways, own sites; below them own sites by name
    assert whole["taken"].sum() == pytest.approx(float(found.taken.capture.iloc[0]))
    assert whole["part"].sum() == pytest.approx(1)
    named = table.iloc[3:]
    assert len(named)
    assert named["taken"].sum() <= float(table["taken"].iloc[2]) + 1e-9
    assert named["taken"].is_monotonic_decreasing


def test_the_nearest_competitors_stand_first() -> None:
    market = GROUND.market
    km = nearest_sites(market.candidates.loc[["C1"]], market.competitors, 5)
    assert km.is_monotonic_increasing
    assert len(km) == min(5, len(market.competitors))
    within = sites_within_km(market.candidates.loc[["C1"]], market.competitors, float(km.iloc[-1]) + 1e-6)
    assert within.nnz == len(km)  # nobody else is as near
    table = rivals_near(km, market, Reader("en"))
    assert table.frame["km"].tolist() == km.tolist()
