"""A site's areas: exact zones level by level, merged shapes, and what two areas share."""

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from scipy.sparse import csr_array

from siteplan.tradearea import LEVELS, capture_levels
from siteplan.tradearea.catchment import Catchment, at_least, dissolved, nearest_site, overlaps, rings, within
from siteplan.travel.shapes import Mosaic
from tests.examples import examples

ZONES = ["a", "b", "c", "d"]


def test_a_zone_belongs_to_the_smallest_limit_that_holds_it() -> None:
    minutes = pd.Series([15.0, 15.1, 30.0, np.inf], ZONES)
    assert within(minutes, (30.0, 15.0)).to_dict() == {"a": 15.0, "b": 30.0, "c": 30.0}


def test_a_zone_belongs_to_the_largest_share_that_it_reaches() -> None:
    shares = pd.Series([0.6, 0.5, 0.1, 0.09], ZONES)
    assert at_least(shares, (0.1, 0.5)).to_dict() == {"a": 0.5, "b": 0.5, "c": 0.1}


def test_the_nearest_site_is_by_minutes_and_a_zone_out_of_reach_has_none() -> None:
    minutes = csr_array(([7.0, 5.0, 5.0, 5.0, 0.0], ([0, 0, 1, 1, 2], [0, 1, 0, 1, 1])), shape=(4, 2))
    found = nearest_site(minutes, pd.Index(ZONES), pd.Index(["X", "Y"]))
    assert found.to_dict() == {"a": "Y", "b": "X", "c": "Y"}  # a stored zero is a zone at the door


@examples(100, sample=40)
@given(st.lists(st.floats(0, 1e3), min_size=1, max_size=40))
def test_a_customer_share_is_held_exactly_but_for_its_last_zone(captures: list[float]) -> None:
    """What is held more than asked is less than the last zone, and no fewer zones would do."""
    capture = pd.Series(captures)
    area = Catchment("S", "customer_share", LEVELS, capture_levels(capture))
    table = area.figures(capture * 0, capture * 0, capture)
    if capture.sum() <= 0:
        assert table["held"].isna().all()
        return
    for level, row in table.iterrows():
        last = capture.loc[area.inside(float(level))].min() / capture.sum()
        assert -1e-12 <= row["overshoot"] <= last + 1e-12
        largest = capture.nlargest(max(int(row["zones"]) - 1, 0)).sum() / capture.sum()
        assert largest < float(level) + 1e-12


def test_figures_count_the_inner_levels_in() -> None:
    area = Catchment("S", "drive_time", (10.0, 20.0), pd.Series({"a": 10.0, "b": 20.0}))
    ones = pd.Series([1.0, 2.0, 4.0, 8.0], ZONES)
    table = area.figures(ones * 100, ones * 10, ones)
    assert table["zones"].tolist() == [1, 2]
    assert table["people"].tolist() == [100, 300]
    assert table["held"].tolist() == pytest.approx([1 / 15, 3 / 15])
    assert table["overshoot"].isna().all()


def test_a_merged_area_has_the_hole_of_the_zone_that_is_not_in_it() -> None:
    cells = {f"{x}{y}": shapely.box(x, y, x + 1, y + 1) for x in range(3) for y in range(3)}
    areas = gpd.GeoSeries(cells, crs="EPSG:4326")
    levels = pd.Series(1.0, index=[name for name in cells if name != "11"])
    (shape,) = dissolved(Mosaic(areas), Catchment("S", "nearest", (1.0,), levels))
    assert shape.area == pytest.approx(8.0)
    assert len(shape.interiors) == 1
    nobody = dissolved(Mosaic(areas), Catchment("S", "nearest", (1.0,), levels.iloc[:0]))
    assert nobody.is_empty.all()


def test_a_ring_holds_what_is_within_its_kilometres() -> None:
    (ring,) = rings(113.0, 23.0, (10.0,))
    a_degree = 111.195
    assert ring.covers(shapely.Point(113.0, 23.0 + 9.99 / a_degree))
    assert not ring.covers(shapely.Point(113.0, 23.0 + 10.05 / a_degree))


def test_what_two_areas_share_is_told_once_and_as_parts_of_both() -> None:
    inside = {"X": pd.Index(["a", "b"]), "Y": pd.Index(["b", "c"]), "Z": pd.Index(["d"])}
    people, demand = pd.Series([100.0, 300, 0, 50], ZONES), pd.Series([1.0, 3, 5, 7], ZONES)
    (row,) = overlaps(inside, people, demand).to_dict("records")
    assert row == {
        "site_a": "X", "site_b": "Y", "zones": 1, "people": 300.0, "demand": 3.0, "people_a": 0.75, "people_b": 1.0,
    }  # fmt: skip
    assert overlaps({}, people, demand).empty


@examples(100, sample=40)
@given(st.integers(0, 10_000))
def test_overlaps_equal_a_count_by_hand(seed: int) -> None:
    rng = np.random.default_rng(seed)
    names = pd.Index([f"z{i}" for i in range(12)])
    people, demand = (pd.Series(rng.integers(0, 9, 12).astype(float), names) for _ in range(2))
    inside = {f"S{i}": names[rng.random(12) < 0.4] for i in range(5)}
    found = overlaps(inside, people, demand).set_index(["site_a", "site_b"])
    for i, a in enumerate(inside):
        for b in list(inside)[i + 1 :]:
            both = inside[a].intersection(inside[b])
            if len(both):
                row = found.loc[(a, b)]
                assert (row["zones"], row["people"], row["demand"]) == (
                    len(both), people[both].sum(), demand[both].sum(),
                )  # fmt: skip
            else:
                assert (a, b) not in found.index
